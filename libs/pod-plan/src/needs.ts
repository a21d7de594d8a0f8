import type { Artifact, Container, ContainerSetTemplate, Template } from '@argosy/api';
import { kindOf, repositoryOf } from './artifact-location.ts';
import { commandOf } from './command.ts';
import type { PlanPodInput, PodLayout } from './pod-plan.ts';
import { utf8Length } from './report.ts';

/** What the executor has to do around a template's containers; what it need not do costs nothing. */
export interface Needs {
  /** Input artifacts are loaded before the containers start. */
  readonly loading: boolean;
  /** A script reaches the main container as a file made from an annotation; one that is too large for that is written by init. */
  readonly script: 'none' | 'annotation' | 'staged';
  readonly result: boolean;
  readonly parameters: boolean;
  readonly artifacts: boolean;
  /** stdout and stderr are kept in the artifact repository. */
  readonly logs: boolean;
  /** Somebody writes `$ARGO_PROGRESS_FILE`. */
  readonly progress: boolean;
  /** A wait container collects what the main containers leave. */
  readonly waiting: boolean;
  /** Main containers run under the emissary: something is captured, they wait for each other, or sidecars end with them. */
  readonly wrapping: boolean;
  readonly sidecars: 'none' | 'wrapped' | 'native';
  /** The emissary is copied into the shared volume by the init container. */
  readonly copying: boolean;
  readonly init: boolean;
}

/** Most bytes of a script in an annotation; all annotations of a pod together may have 256 KiB. */
const maxAnnotatedScript = 128 * 1024;

/** Finds out what a template needs; each question is answered once, here. */
export function needsOf(input: PlanPodInput): Needs {
  const { template, policy } = input;
  const captured = capturedOf(input);
  const sidecars = sidecarsOf(input);
  const waiting = Object.values(captured).includes(true) || isForced(input);
  const wrapping = waiting || sidecars === 'wrapped' || isOrdered(template.containerSet);
  const copying = wrapping && !policy.emissaryPath && !policy.imageVolumes;
  const script = scriptOf(template);
  const loading = suppliedInputs(template).length > 0 || template.resource?.manifestFrom?.artifact !== undefined;
  return {
    ...captured,
    loading,
    script,
    waiting,
    wrapping,
    sidecars,
    copying,
    init: [loading, copying, script === 'staged'].includes(true),
  };
}

function isForced({ policy, template }: PlanPodInput): boolean {
  return policy.layout === 'standard' && !isExecutor(template);
}

function capturedOf(input: PlanPodInput): Pick<Needs, 'result' | 'parameters' | 'artifacts' | 'logs' | 'progress'> {
  const { template, includeScriptOutput } = input;
  const { parameters = [], artifacts = [] } = template.outputs ?? {};
  const logs = archivesLogs(input);
  // Executors report by themselves what they find out.
  if (isExecutor(template)) return { result: false, parameters: false, artifacts: false, logs, progress: false };
  return {
    result: includeScriptOutput,
    parameters: parameters.some(({ valueFrom }) => valueFrom?.path !== undefined),
    artifacts: artifacts.length > 0,
    logs,
    progress: containersOf(template).some(mentionsProgress),
  };
}

/** Input artifacts that init loads; an optional one that nobody supplied is as if it were not declared (acceptance 5-031). */
export function suppliedInputs({ inputs }: Template): readonly Artifact[] {
  return (inputs?.artifacts ?? []).filter((artifact) => artifact.path && !(artifact.optional && namesNothing(artifact)));
}

function namesNothing(artifact: Artifact): boolean {
  const kind = kindOf(artifact);
  return kind === undefined || Object.values(artifact[kind] ?? {}).every((field) => field === undefined || field === null || field === '');
}

/** The name of the layout that the needs amount to. */
export function layoutOf({ init, waiting, wrapping, copying }: Needs): PodLayout {
  if (wrapping && !copying) return 'imageVolume';
  return init || waiting ? 'standard' : 'bare';
}

/** Templates whose main container is the executor itself (acceptance 6-004). */
export function isExecutor({ resource, data }: Template): boolean {
  return resource !== undefined || data !== undefined;
}

/** The repository's switch wins, then the template's, then the workflow's (acceptance 5-042). */
function archivesLogs({ template, spec, artifactRepository }: PlanPodInput): boolean {
  const repository = repositoryOf(artifactRepository);
  const hasPlace = repository !== undefined || (template.archiveLocation && kindOf(template.archiveLocation) !== undefined);
  if (template.data || !hasPlace) return false;
  return repository?.archiveLogs === true || (template.archiveLocation?.archiveLogs ?? spec.archiveLogs ?? false);
}

function isOrdered(set: ContainerSetTemplate | undefined): boolean {
  return set !== undefined && (set.retryStrategy !== undefined || set.containers.some(({ dependencies = [] }) => dependencies.length > 0));
}

/** Sidecars whose commands are known end with main under the emissary; the kubelet ends the others (ADR 0010). */
function sidecarsOf({ template, policy }: PlanPodInput): Needs['sidecars'] {
  const sidecars = template.sidecars ?? [];
  if (sidecars.length === 0) return 'none';
  const wrapped = [...sidecars, ...(isExecutor(template) ? [] : containersOf(template))];
  const known = wrapped.every((container) => commandOf(container, policy).ok);
  return known || policy.nativeSidecars === false ? 'wrapped' : 'native';
}

function scriptOf({ script }: Template): Needs['script'] {
  // Upstream warns that it should be a container template, and runs it as one.
  if (!script?.source) return 'none';
  return utf8Length(script.source) <= maxAnnotatedScript ? 'annotation' : 'staged';
}

function containersOf({ container, script, containerSet }: Template): readonly (Container & { readonly source?: string })[] {
  if (containerSet) return containerSet.containers;
  return script ? [{ ...script, name: 'main' }] : [{ ...container, name: 'main' }];
}

function mentionsProgress({ command = [], args = [], env = [], source = '' }: Container & { readonly source?: string }): boolean {
  return [source, ...command, ...args, ...env.map(({ value = '' }) => value)].some((text) => text.includes('ARGO_PROGRESS_FILE'));
}
