import type { Container, Volume, VolumeMount } from '@argosy/api';
import type { ExecutorPlan } from './executor-plan.ts';
import { distinctMounts } from './mounts.ts';
import { pluginFolder, secretFolder } from './paths.ts';
import type { PlanRefusal, PodPolicy } from './pod-plan.ts';

/** A driver of artifacts in a container of its own (`artifactDrivers` of the controller's ConfigMap, acceptance 5-011). */
export interface ArtifactDriverPlugin {
  readonly name: string;
  /** Its entrypoint takes the path of the socket that it is to listen on. */
  readonly image: string;
  /** Seconds that it may take until it answers, where an artifact says nothing. */
  readonly connectionTimeoutSeconds?: number;
}

/** Names of the plugins that located artifacts need. */
export function pluginsOf(artifacts: readonly unknown[]): readonly string[] {
  const names = artifacts.map((artifact) => (artifact as { readonly plugin?: { readonly name?: string } }).plugin?.name ?? '');
  return [...new Set(names)].filter((name) => name !== '').toSorted();
}

/** The folder of a plugin's socket, as the plugin and those who ask it see it. */
export function socketMount(plugin: string): VolumeMount {
  return { name: `${volumePrefix}${plugin}`, mountPath: `${pluginFolder}/${plugin}` };
}

export function socketVolume(plugin: string): Volume {
  return { name: `${volumePrefix}${plugin}`, emptyDir: {} };
}

/** What an executor is told of the plugins that it asks. */
export function pluginPlan({ artifactDrivers = [] }: PodPolicy, artifacts: readonly unknown[]): Pick<ExecutorPlan, 'pluginTimeouts'> {
  const used = new Set(pluginsOf(artifacts));
  const timeouts = artifactDrivers.flatMap(({ name, connectionTimeoutSeconds: seconds }) =>
    used.has(name) && seconds ? [[name, seconds] as const] : [],
  );
  return timeouts.length > 0 ? { pluginTimeouts: Object.fromEntries(timeouts) } : {};
}

export interface PluginRequest {
  /** Volumes of the pod: those of sockets say which plugins it needs. */
  readonly volumes: readonly Volume[];
  /** Executor containers, which ask the plugins. */
  readonly askers: readonly Container[];
  readonly policy: PodPolicy;
  /** The pod says as whom all of its containers run. */
  readonly hasUser: boolean;
}

/**
 * The plugins beside the executors that ask them: native sidecars, so that they are there before init loads inputs and go by themselves after wait
 * has saved outputs. A plugin reads and writes files by their paths: it mounts what its askers mount, their secrets aside (ADR 0042).
 */
export function pluginContainers({
  volumes,
  askers,
  policy,
  hasUser,
}: PluginRequest): { readonly ok: true; readonly containers: readonly Container[] } | PlanRefusal {
  const containers: Container[] = [];
  for (const plugin of volumes.filter(({ name }) => name.startsWith(volumePrefix)).map(({ name }) => name.slice(volumePrefix.length))) {
    const driver = policy.artifactDrivers?.find(({ name }) => name === plugin);
    if (!driver) return { ok: false, message: unknownDriver(plugin, policy) };
    if (policy.nativeSidecars === false)
      return { ok: false, message: `artifact driver '${plugin}' needs nodes with native sidecars (Kubernetes 1.29 or later)` };
    containers.push(pluginContainer(driver, { askers, policy, hasUser }));
  }
  return { ok: true, containers };
}

const volumePrefix = 'artifact-plugin-';

/** A socket can be written to by its owner only: plugins run as the executor's image does, unless somebody says otherwise. */
const executorUser = 8737;

function pluginContainer(
  { name, image }: ArtifactDriverPlugin,
  { askers, policy, hasUser }: Pick<PluginRequest, 'askers' | 'policy' | 'hasUser'>,
): Container {
  const { name: volume, mountPath } = socketMount(name);
  const asking = askers.filter(({ volumeMounts = [] }) => volumeMounts.some((mount) => mount.name === volume));
  const mounts = asking.flatMap(({ volumeMounts = [] }) => volumeMounts).filter((mount) => !mount.mountPath.startsWith(`${secretFolder}/`));
  const securityContext = policy.executor?.securityContext ?? (hasUser ? undefined : { runAsUser: executorUser });
  return {
    name: `${volumePrefix}${name}`,
    image,
    args: [`${mountPath}/socket`],
    restartPolicy: 'Always',
    ...(policy.executorImagePullPolicy && { imagePullPolicy: policy.executorImagePullPolicy }),
    ...(policy.executor?.resources && { resources: policy.executor.resources }),
    ...(securityContext && { securityContext }),
    volumeMounts: distinctMounts(mounts),
  };
}

function unknownDriver(plugin: string, { artifactDrivers = [] }: PodPolicy): string {
  const known = artifactDrivers.map(({ name }) => name).join(', ') || 'none';
  return `artifact driver '${plugin}' is not configured: add its name and image to artifactDrivers in the workflow-controller-configmap (there: ${known})`;
}
