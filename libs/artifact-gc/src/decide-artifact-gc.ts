import type { Condition, WorkflowArtifactGCTask, WorkflowStatus } from '@argosy/api';
import { finalizers, labels } from '@argosy/api';
import { type Garbage, garbageOf } from './garbage.ts';
import { newWork, resumedWork } from './new-work.ts';
import type { ArtifactGcDecision, ArtifactGcObservation, GcPodFacts, GcWork } from './observation.ts';
import { firstError, isProcessed, markDeleted, resultsOf } from './results.ts';
import type { DeletionStrategy } from './strategy.ts';

/** A pod that has not started after this time counts as failed; its task stays, and it may still start. */
const patience = 5 * 60_000;

const nothing: ArtifactGcDecision = { terminate: false, create: [], results: [], remove: [], notices: [] };

/** What has to be done next to delete the artifacts of a workflow that has ended or was deleted (acceptance 5.6). Pure. */
export function decideArtifactGc(observation: ArtifactGcObservation): ArtifactGcDecision {
  const { metadata } = observation.workflow;
  if (!metadata.finalizers?.includes(finalizers.artifactGc)) return nothing;
  return metadata.labels?.[labels.completed] === 'true' ? decideEnded(observation) : decideOpen(observation);
}

/** What is still running may leave artifacts behind; what never began has none. */
function decideOpen(observation: ArtifactGcObservation): ArtifactGcDecision {
  const { metadata, status } = observation.workflow;
  const isDeleted = metadata.deletionTimestamp !== undefined;
  return isDeleted && !status?.startedAt ? { ...nothing, finalizers: othersOf(observation) } : { ...nothing, terminate: isDeleted };
}

function decideEnded(observation: ArtifactGcObservation): ArtifactGcDecision {
  const garbage = garbageOf(observation);
  const progress = progressOf(observation, garbage);
  const left = garbage.filter((one) => !progress.gone.has(one));
  const create = [...progress.resumed, ...uncoveredWork(observation, progress, left)];
  const problems = problemsOf(observation, progress, create);
  const isTried = progress.waiting.length === 0 && create.every(isRefused(observation));
  const isOver = left.length === 0 || (isTried && mayForce(observation, left));
  return {
    terminate: false,
    create: isOver ? [] : create,
    results: progress.results,
    ...statusChange(observation, progress, problems),
    ...(isOver && { finalizers: othersOf(observation) }),
    remove: progress.done,
    notices: noticesOf(observation, problems),
    ...(progress.wakeAfter !== undefined && { wakeAfter: progress.wakeAfter }),
  };
}

function othersOf({ workflow }: ArtifactGcObservation): readonly string[] {
  return (workflow.metadata.finalizers ?? []).filter((one) => one !== finalizers.artifactGc);
}

interface Progress {
  /** Tasks with results, those of this look included. */
  readonly processed: readonly WorkflowArtifactGCTask[];
  readonly results: ArtifactGcDecision['results'];
  readonly recouped: readonly string[];
  /** Tasks whose artifacts are all gone. */
  readonly done: readonly string[];
  /** Tasks whose pods are still at work. */
  readonly waiting: readonly WorkflowArtifactGCTask[];
  /** Pods that should have started long ago. */
  readonly stuck: readonly GcPodFacts[];
  readonly resumed: readonly GcWork[];
  readonly gone: ReadonlySet<Garbage>;
  readonly wakeAfter: number | undefined;
}

function progressOf(observation: ArtifactGcObservation, garbage: readonly Garbage[]): Progress {
  const { tasks, pods, now } = observation;
  const results: ArtifactGcDecision['results'][number][] = [];
  const [recouped, waiting, stuck, resumed]: [string[], WorkflowArtifactGCTask[], GcPodFacts[], GcWork[]] = [[], [], [], []];
  const processed = tasks.filter(isProcessed);
  let wakeAfter: number | undefined;
  for (const task of tasks.filter((one) => !isProcessed(one))) {
    const pod = pods.find(({ taskName }) => taskName === task.metadata.name);
    if (pod === undefined) resumed.push(resumedWork(observation, task));
    else if (pod.phase === 'Succeeded' || pod.phase === 'Failed') {
      const status = resultsOf(observation, task, pod);
      results.push({ taskName: task.metadata.name ?? '', status });
      processed.push({ ...task, status });
      recouped.push(pod.name);
    } else if (pod.phase === 'Pending' && now - pod.createdAt >= patience) stuck.push(pod);
    else {
      waiting.push(task);
      if (pod.phase === 'Pending') wakeAfter = Math.min(wakeAfter ?? patience, Math.max(1, patience - (now - pod.createdAt)));
    }
  }
  const done = processed.filter(({ status = {} }) => firstError(status) === undefined).map(({ metadata }) => metadata.name ?? '');
  return { processed, results, recouped, done, waiting, stuck, resumed, gone: goneOf(processed, garbage), wakeAfter };
}

function goneOf(processed: readonly WorkflowArtifactGCTask[], garbage: readonly Garbage[]): ReadonlySet<Garbage> {
  const isGone = ({ nodeId, artifact }: Garbage): boolean =>
    processed.some(({ status }) => status?.artifactResultsByNode?.[nodeId]?.artifactResults?.[artifact.name]?.success === true);
  return new Set(garbage.filter(isGone));
}

/**
 * Artifacts whose time has come and that no task covers. Deleting the workflow tries once more what failed when it ended; whoever removes
 * a failed task has it tried again.
 */
function uncoveredWork(observation: ArtifactGcObservation, { processed }: Progress, left: readonly Garbage[]): readonly GcWork[] {
  const isDeleted = observation.workflow.metadata.deletionTimestamp !== undefined;
  const strategy: DeletionStrategy = isDeleted ? 'OnWorkflowDeletion' : 'OnWorkflowCompletion';
  const ready = left.filter((one) => isDeleted || one.strategy === 'OnWorkflowCompletion');
  const failedBefore = new Set(
    processed.map(({ metadata }) => metadata.name).filter((name = '') => isDeleted && name.includes('-artgc-wfcomp-')),
  );
  const covering = observation.tasks.filter(({ metadata }) => !failedBefore.has(metadata.name));
  const isCovered = ({ nodeId, artifact }: Garbage): boolean =>
    covering.some(({ spec }) => spec.artifactsByNode?.[nodeId]?.artifacts?.[artifact.name] !== undefined);
  return newWork(
    observation,
    ready.filter((one) => !isCovered(one)),
    strategy,
  );
}

/** The workflow may go although something is left, once everything was tried (acceptance 5-050). */
function mayForce({ workflow, spec, refusals }: ArtifactGcObservation, left: readonly Garbage[]): boolean {
  // A namespace that is being deleted takes no pods: waiting would hold it back for ever.
  if ([...refusals.values()].some((why) => why.includes('because it is being terminated'))) return true;
  const isForced = workflow.spec.artifactGC?.forceFinalizerRemoval === true || spec.artifactGC?.forceFinalizerRemoval === true;
  const isTime = workflow.metadata.deletionTimestamp !== undefined || left.every(({ strategy }) => strategy === 'OnWorkflowCompletion');
  return isForced && isTime;
}

function isRefused({ refusals }: ArtifactGcObservation): (work: GcWork) => boolean {
  return ({ task }) => refusals.has(task.metadata.name ?? '');
}

function problemsOf(
  { refusals, workflow }: ArtifactGcObservation,
  { processed, stuck }: Progress,
  create: readonly GcWork[],
): readonly string[] {
  const { name = '', namespace = '' } = workflow.metadata;
  const failed = processed.flatMap(({ status = {}, metadata }) => {
    const error = firstError(status);
    return error === undefined
      ? []
      : [
          `${error} (artifactGCTask: ${metadata.name}); to try again: kubectl -n ${namespace} delete workflowartifactgctask ${metadata.name}`,
        ];
  });
  const waiting = stuck.map((pod) => `pod ${pod.name} has not started for 5 minutes: ${pod.message || 'nobody says why'}`);
  const refused = create.flatMap(({ task }) => {
    const why = refusals.get(task.metadata.name ?? '');
    return why === undefined ? [] : [`failed to create pod: ${why} (artifactGCTask: ${task.metadata.name})`];
  });
  const all = [...failed, ...waiting, ...refused];
  if (all.length === 0) return [];
  const wayOut = `to let the workflow go and leave its artifacts: kubectl -n ${namespace} patch workflow ${name} --type merge -p '{"spec":{"artifactGC":{"forceFinalizerRemoval":true}}}'`;
  return all.map((problem, index) => (index === 0 ? `${problem}; ${wayOut}` : problem));
}

function statusChange(
  { workflow }: ArtifactGcObservation,
  progress: Progress,
  problems: readonly string[],
): Pick<ArtifactGcDecision, 'status'> {
  const isDeleted = workflow.metadata.deletionTimestamp !== undefined;
  const before = workflow.status ?? {};
  const nodes =
    before.nodes &&
    markDeleted(
      before.nodes,
      progress.processed.map(({ status = {} }) => status),
    );
  const known = before.artifactGCStatus ?? {};
  const artifactGCStatus = {
    ...known,
    strategiesProcessed: { ...known.strategiesProcessed, OnWorkflowCompletion: true, ...(isDeleted && { OnWorkflowDeletion: true }) },
    ...(progress.recouped.length > 0 && {
      podsRecouped: { ...known.podsRecouped, ...Object.fromEntries(progress.recouped.map((name) => [name, true])) },
    }),
  };
  const status: WorkflowStatus = { ...before, ...(nodes && { nodes }), artifactGCStatus, ...conditionsOf(before, problems) };
  return JSON.stringify({ ...status, nodes: 0 }) === JSON.stringify({ ...before, nodes: 0 }) && nodes === before.nodes ? {} : { status };
}

function conditionsOf({ conditions = [] }: WorkflowStatus, problems: readonly string[]): Pick<WorkflowStatus, 'conditions'> {
  const others = conditions.filter(({ type }) => type !== conditionType);
  if (problems.length === 0) return others.length === conditions.length ? {} : { conditions: others };
  const condition: Condition = { type: conditionType, status: 'True', message: problems.join('; ') };
  return { conditions: [...others, condition] };
}

const conditionType = 'ArtifactGCError';

/** Said once: while the condition says it already, nothing is new. */
function noticesOf({ workflow }: ArtifactGcObservation, problems: readonly string[]): ArtifactGcDecision['notices'] {
  const known = workflow.status?.conditions?.find(({ type }) => type === conditionType)?.message ?? '';
  const isDeleted = workflow.metadata.deletionTimestamp !== undefined;
  const strategy: DeletionStrategy = isDeleted ? 'OnWorkflowDeletion' : 'OnWorkflowCompletion';
  const [problem] = problems;
  if (problem === undefined || problems.join('; ') === known) return [];
  return [
    { type: 'Warning', reason: 'ArtifactGCFailed', message: `Artifact Garbage Collection failed for strategy ${strategy}, err:${problem}` },
  ];
}
