import type { Container, EnvVar, Template, UserContainer, VolumeMount } from '@argosy/api';
import { strategicMerge } from './strategic-merge.ts';
import { commandOf } from './command.ts';
import type { Needs } from './layout.ts';
import type { PlanPodInput } from './pod-plan.ts';

export type Containers = { readonly ok: true; readonly containers: readonly Container[] } | { readonly ok: false; readonly message: string };

export const sharedVolume = 'var-run-argo';
export const sharedPath = '/var/run/argo';
export const scriptPath = '/argo/staging/script';
const emissary = `${sharedPath}/argoexec`;

/** The user's own containers: one called main, or those of a set. */
export function mainContainers(input: PlanPodInput, needs: Needs): Containers {
  const { template, policy } = input;
  const containers: Container[] = [];
  for (const container of userContainers(template)) {
    const defaulted = strategicMerge(policy.mainContainer ?? {}, withoutUndefined(container)) as Container;
    const mounted = withInputMounts(template, defaulted);
    if (!needs.wrapping) {
      containers.push(withScript(template, mounted));
      continue;
    }
    const command = commandOf(mounted, policy);
    if (!command.ok) return command;
    const wrapped = withScript(template, { ...mounted, command: command.command, args: command.args });
    containers.push(wrap(input, wrapped, { needs, dependencies: dependenciesOf(template, container.name) }));
  }
  return { ok: true, containers };
}

/** Names of the containers whose end is the end of the pod. */
export function mainNames(template: Template): readonly string[] {
  return template.containerSet?.containers.map(({ name }) => name) ?? ['main'];
}

function userContainers({ container, script, containerSet }: Template): Container[] {
  if (containerSet) return containerSet.containers.map(({ dependencies: _dependencies, ...one }) => ({ ...one, volumeMounts: [...(one.volumeMounts ?? []), ...(containerSet.volumeMounts ?? [])] }));
  if (script) {
    const { source: _source, ...rest } = script;
    return [{ ...rest, name: 'main' }];
  }
  return [{ ...container, name: 'main' }];
}

function dependenciesOf({ containerSet }: Template, name: string): readonly string[] {
  return containerSet?.containers.find((container) => container.name === name)?.dependencies ?? [];
}

/** A script is the last argument of its command (acceptance 2-002). */
function withScript({ script }: Template, container: Container): Container {
  if (!script) return container;
  const volumeMounts = [...(container.volumeMounts ?? []), { name: 'argo-staging', mountPath: '/argo/staging' }];
  return { ...container, args: [...(container.args ?? []), scriptPath], volumeMounts };
}

function withInputMounts({ inputs }: Template, container: Container): Container {
  if (container.name !== 'main') return container;
  const mounts = (inputs?.artifacts ?? []).filter(({ path }) => path).map(({ name, path }): VolumeMount => ({ name: 'input-artifacts', mountPath: path as string, subPath: name }));
  return mounts.length === 0 ? container : { ...container, volumeMounts: [...(container.volumeMounts ?? []), ...mounts] };
}

function wrap(input: PlanPodInput, container: Container, { needs, dependencies }: { readonly needs: Needs; readonly dependencies: readonly string[] }): Container {
  const { template } = input;
  const { name, command = [], args = [] } = container;
  const env: EnvVar[] = [...commonEnv(input, name), ...(needs.logs ? [{ name: 'ARGO_SAVE_LOGS', value: 'true' }] : [])];
  if (name === 'main' && needs.capture) env.push({ name: 'ARGO_OUTPUTS', value: outputPlan(template) });
  if (dependencies.length > 0) env.push({ name: 'ARGO_DEPENDENCIES', value: dependencies.join(' ') });
  const retries = template.containerSet?.retryStrategy;
  if (retries) env.push({ name: 'ARGO_CONTAINER_RETRIES', value: String(retries.retries ?? 0) }, { name: 'ARGO_CONTAINER_RETRY_DURATION', value: retries.duration ?? '' });
  return {
    ...container,
    command: [emissary, 'emissary', '--', ...command],
    args,
    env: [...(container.env ?? []), ...env],
    volumeMounts: [...(container.volumeMounts ?? []), { name: sharedVolume, mountPath: sharedPath }],
  };
}

/** What the emissary copies out of the main container after its end, one path a line: `P` a parameter's file, `A` an artifact. */
function outputPlan({ outputs }: Template): string {
  const parameters = (outputs?.parameters ?? []).map(({ valueFrom }) => valueFrom?.path).filter((path) => path !== undefined);
  const artifacts = (outputs?.artifacts ?? []).map(({ path }) => path).filter((path) => path !== undefined);
  return [...parameters.map((path) => `P ${path}`), ...artifacts.map((path) => `A ${path}`)].join('\n');
}

/** Env of every container that the executor has to do with (acceptance 6-006). */
export function commonEnv({ workflow, node, includeScriptOutput, deadline }: PlanPodInput, container: string): EnvVar[] {
  return [
    { name: 'ARGO_CONTAINER_NAME', value: container },
    { name: 'ARGO_NODE_ID', value: node.id },
    { name: 'ARGO_INCLUDE_SCRIPT_OUTPUT', value: String(includeScriptOutput) },
    { name: 'ARGO_DEADLINE', value: deadline === undefined ? '0001-01-01T00:00:00Z' : new Date(deadline).toISOString() },
    { name: 'ARGO_WORKFLOW_NAME', value: workflow.metadata.name ?? '' },
  ];
}

/** Sidecars are native ones: init containers that keep running, which the kubelet ends after the main containers (ADR 0010). */
export function sidecarContainers({ template }: PlanPodInput, mains: readonly Container[]): Container[] {
  return (template.sidecars ?? []).map((sidecar) => ({ ...mirrored(sidecar, mains), restartPolicy: 'Always' }));
}

export function userInitContainers({ template }: PlanPodInput, mains: readonly Container[]): Container[] {
  return (template.initContainers ?? []).map((container) => mirrored(container, mains));
}

function mirrored({ mirrorVolumeMounts, ...container }: UserContainer, mains: readonly Container[]): Container {
  if (!mirrorVolumeMounts) return container;
  const own = new Set((container.volumeMounts ?? []).map(({ mountPath }) => mountPath));
  const added = (mains[0]?.volumeMounts ?? []).filter(({ mountPath, name }) => !own.has(mountPath) && name !== sharedVolume);
  return { ...container, volumeMounts: [...(container.volumeMounts ?? []), ...added] };
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
