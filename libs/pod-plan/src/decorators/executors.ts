import type { Container, EnvVar, VolumeMount } from '@argosy/api';
import { pluginPlan } from '../artifact-plugins.ts';
import type { Decorator, PlanContext, PodDraft } from '../draft.ts';
import { executorContainer, identityEnv, planEnv } from '../executor.ts';
import { type CapturePlan, capturePlan, type ExecutorPlan, identityPlan, type LoadPlan, loadPlan } from '../executor-plan.ts';
import { plainReport } from '../plain-report.ts';
import { distinctMounts, mirrorOf, userMounts } from '../mounts.ts';
import { inputFolder, inputVolume, mirrorFolder, scriptFolder, sharedPath, sharedVolume, stagingVolume } from '../paths.ts';
import { artifactAccess, withVolumes } from './artifact-access.ts';

const sharedMount: VolumeMount = { name: sharedVolume, mountPath: sharedPath };

/** The init container copies the emissary, loads input artifacts and writes large scripts; it is there only for those. */
export const withInitContainer: Decorator = (draft, context) => {
  if (!context.needs.init) return draft;
  const loading = loadPlan(context);
  if (!loading.ok) return loading;
  const { load } = loading;
  const script = context.needs.script === 'staged' ? context.template.script?.source : undefined;
  const works = load.length > 0 || script !== undefined;
  const { container, volumes } = equipped(context, {
    name: 'init',
    command: initCommand(context.needs.copying, works),
    plan: works ? { load, ...(script !== undefined && { script }) } : undefined,
    artifacts: load.map(({ artifact }) => artifact),
    mounts: initMounts(context, load),
  });
  return { ...draft, init: [container, ...draft.init], volumes: withVolumes(draft, volumes) };
};

/** The emissary copies itself; Node starts only where there is more to do. */
function initCommand(copying: boolean, works: boolean): readonly string[] {
  const executor = works ? ['argoexec', 'init'] : [];
  if (!copying) return executor;
  return works ? ['emissary', 'init', '--', ...executor] : ['emissary', 'init'];
}

function initMounts(context: PlanContext, load: readonly LoadPlan[]): readonly VolumeMount[] {
  const mounts: VolumeMount[] = context.needs.copying ? [sharedMount] : [];
  if (context.needs.script === 'staged') mounts.push({ name: stagingVolume, mountPath: scriptFolder });
  if (load.some(({ to }) => to.startsWith(inputFolder))) mounts.push({ name: inputVolume, mountPath: inputFolder });
  return [...mounts, ...mirroredInputs(context, load)];
}

/**
 * The wait container collects outputs once the main containers have ended. It is the emissary while it waits, and reports small results by
 * itself; it becomes Node only when there is something to upload.
 */
export const withWaitContainer: Decorator = (draft, context) => {
  const { needs } = context;
  if (!needs.waiting) return draft;
  const capture = capturePlan(context);
  if (!capture.ok) return capture;
  const { plan } = capture;
  const plain = plainReport(plan);
  const { container, volumes } = equipped(context, {
    name: 'wait',
    command: [
      'emissary',
      'wait',
      ...plan.mains.flatMap((name) => ['--main', name]),
      ...(plan.progressFile ? ['--until', plan.progressFile] : []),
      '--',
      'argoexec',
      'wait',
    ],
    plan: { capture: plan },
    env: plain === undefined ? [] : [{ name: 'ARGO_PLAIN_REPORT', value: plain }],
    artifacts: [...plan.artifacts, ...plan.logs].map(({ located }) => located),
    mounts: [sharedMount, ...mirroredOutputs(context, plan)],
  });
  return { ...draft, executors: [container], volumes: withVolumes(draft, volumes) };
};

interface Equipment {
  readonly name: string;
  readonly command: readonly string[];
  readonly plan: Partial<ExecutorPlan> | undefined;
  readonly env?: readonly EnvVar[];
  readonly artifacts: readonly unknown[];
  readonly mounts: readonly VolumeMount[];
}

/** An executor container with its plan, the secrets of its artifacts and the local repository, where it needs them. */
function equipped(
  context: PlanContext,
  { name, command, plan, env = [], artifacts, mounts }: Equipment,
): { readonly container: Container; readonly volumes: PodDraft['volumes'] } {
  const { policy } = context;
  const access = artifactAccess(context, artifacts);
  const volumeMounts = distinctMounts([...mounts, ...access.mounts]);
  const container = executorContainer(policy, {
    name,
    command,
    env: [
      ...identityEnv(context),
      ...env,
      ...(plan ? planEnv({ ...identityPlan(context), ...plan, ...pluginPlan(policy, artifacts) }) : []),
    ],
    ...(volumeMounts.length > 0 && { volumeMounts }),
  });
  return { container, volumes: access.volumes };
}

function mirroredInputs({ template, policy }: PlanContext, load: readonly LoadPlan[]): readonly VolumeMount[] {
  const own = userMounts(template, policy.mainContainer);
  return load.filter(({ to }) => to.startsWith(`${mirrorFolder}/`)).flatMap(({ to }) => mirrorOf(to.slice(mirrorFolder.length), own));
}

function mirroredOutputs({ template, policy }: PlanContext, { parameters, artifacts }: CapturePlan): readonly VolumeMount[] {
  const own = userMounts(template, policy.mainContainer);
  const files = [...parameters.map(({ file }) => file), ...artifacts.map(({ from }) => from)];
  return files
    .filter((file) => file?.startsWith(`${mirrorFolder}/`))
    .flatMap((file = '') => mirrorOf(file.slice(mirrorFolder.length), own));
}
