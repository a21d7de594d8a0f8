import type { Workflow } from '@argosy/api';
import type { Action, Decision, Observation } from '@argosy/engine';
import { isLaterVersion, objectKey, type Stored, workflowResources } from '@argosy/kube';
import type { Reconciler, ReconcileResult } from '@argosy/reconciler';
import { isErrorWithCode, type Milliseconds } from '@argosy/std';
import { archivingLabels } from '../archive/pending.ts';
import { finalizersToSet } from '../artifact-gc/finalizer.ts';
import type { WorkflowObject } from '../caches/objects.ts';
import { isKeptForGc } from '../pod-gc/kept-for-gc.ts';
import { abandonedPods, clearLeftovers, graceOf } from '../pod-gc/leftovers.ts';
import { applyActions } from './act/apply-actions.ts';
import { commit, commitFailure } from './commit.ts';
import { crashDecision } from './crash-decision.ts';
import { withLockStatus } from './lock-status.ts';
import { believesPodDeleted, findMissingPods } from './missing-pods.ts';
import { observe } from './observe.ts';
import { countOutcome, countRestarts, exportSamples } from './outcome-metrics.ts';
import type { Shell, Track } from './shell.ts';
import type { WorkflowRecord } from './workflow-record.ts';

/** Takes one workflow a step further: observe, decide, commit the intent, act, sleep. */
export function workflowReconciler(shell: Shell): Reconciler {
  return { reconcile: (key) => reconcile(shell, key).catch((error: unknown) => endUnreadable(shell, key, error)) };
}

async function reconcile(shell: Shell, key: string): Promise<ReconcileResult> {
  // 1. What is there? Nothing is decided about what is gone or has ended.
  const stored = shell.caches.workflows.store.get(key);
  if (stored === undefined || stored.value.completed) return close(shell, key);
  const track = shell.tracks.open(key, stored.uid);
  const outdated = await untilCurrent(shell, stored, track);
  if (outdated !== undefined) return outdated;

  // 2. Decide on everything that is known.
  const startedAt = shell.timers.now();
  const { observation, decision } = await decideOn(shell, stored, track);
  track.decidedAt = shell.timers.now();
  track.cost = track.decidedAt - startedAt;

  // 3. The intent comes before the effects.
  const postponed = softDelay(shell, decision, track);
  if (postponed !== undefined) return { requeueAfter: postponed };
  const isCurrent = await fence(shell, { stored, decision, track });
  if (!isCurrent) return { requeueAfter: 1 };

  // 4. The effects.
  if (decision.urgency !== 'none') report(shell, observation.workflow, decision);
  const applied = await applyActions({ shell, workflow: observation.workflow, key, track, decision });
  for (const pod of abandonedPods(shell, key, decision.status.nodes ?? {})) shell.cleanup.terminate(pod.key, graceOf(shell));

  // 5. Sleep until something happens, or it is time.
  return {
    requeueAfter: earliest(applied.again, decision.wakeAt === undefined ? undefined : Math.max(1, decision.wakeAt - shell.timers.now())),
  };
}

/** Nodes in a database that is not configured any more stay where they are: the workflow ends and says why. */
async function endUnreadable(shell: Shell, key: string, error: unknown): Promise<ReconcileResult> {
  const stored = shell.caches.workflows.store.get(key);
  if (stored === undefined || !isErrorWithCode(error, 'STATUS_OFFLOADED')) throw error;
  await commitFailure(shell, stored.value.workflow, (error as Error).message);
  return {};
}

/** A workflow that ended or is gone holds nothing any more. */
async function close(shell: Shell, key: string): Promise<ReconcileResult> {
  shell.tracks.forget(key);
  shell.metrics.custom.forget(key);
  for (const next of [...shell.throttle.release(key), ...(await shell.locks.releaseAll(key))]) shell.enqueue(next);
  await clearLeftovers(shell, key);
  return {};
}

/** How long the cache may take to bring a newer version before it is asked for. */
const CACHE_PATIENCE: Milliseconds = 500;

/** After a conflict nothing is decided on a copy that is known to be outdated. Undefined: the copy may be used. */
async function untilCurrent(shell: Shell, stored: Stored<WorkflowRecord>, track: Track): Promise<ReconcileResult | undefined> {
  const { outdated } = track;
  if (outdated === undefined) return undefined;
  if (isLaterVersion(stored.resourceVersion, outdated.version)) {
    track.outdated = undefined;
    return undefined;
  }
  const waited = shell.timers.now() - outdated.since;
  if (waited < CACHE_PATIENCE) return { requeueAfter: CACHE_PATIENCE - waited };
  track.outdated = undefined;
  await refresh(shell, stored);
  return { requeueAfter: 1 };
}

/** Reads the workflow past the cache. */
async function refresh(
  { client, caches }: Shell,
  { key, namespace, name, uid }: Stored<WorkflowRecord>,
): Promise<WorkflowObject | undefined> {
  try {
    const current = await client.get<WorkflowObject>(workflowResources.Workflow, { namespace, name });
    caches.workflows.learn(current);
    return current;
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
    caches.workflows.learnGone(key, uid);
    return undefined;
  }
}

interface Decided {
  readonly observation: Observation;
  readonly decision: Decision;
}

/** ConfigMaps may refer to further ones, but not for ever. */
const MOST_ROUNDS = 5;

/** Decides; what the decision asked for and nobody has read yet is read, and then it is decided anew. */
async function decideOn(shell: Shell, { key, namespace, value }: Stored<WorkflowRecord>, track: Track): Promise<Decided> {
  for (let round = 1; ; round++) {
    const observed = await observe(shell, value.workflow, track);
    const { observation } = observed;
    const decision = withLockStatus(shell, key, decideSafely(shell, observation));
    const wanted = observed.wanted();
    await Promise.all(wanted.map((name) => shell.configMaps.fetch(namespace, name)));
    // A cache that lags must not cost a pod its result.
    const isIncomplete = wanted.length > 0 || (believesPodDeleted(observation, decision) && (await findMissingPods(shell, observation)));
    if (!isIncomplete || round === MOST_ROUNDS) return { observation, decision };
  }
}

/** A bug in the engine ends the workflow with its message; it must not end the controller (acceptance 7-031). */
function decideSafely(shell: Shell, observation: Observation): Decision {
  try {
    return shell.decide(observation);
  } catch (error) {
    const { namespace, name } = observation.workflow.metadata;
    shell.metrics.increment('argo_workflows_error_count', { cause: 'OperationPanic' });
    shell.logger.error(`deciding failed: ${(error as Error).stack ?? String(error)}`, { namespace, workflow: name });
    return crashDecision(observation, error);
  }
}

/** Changes that are only progress wait a little, to be written together with what follows. Undefined: write now. */
function softDelay(shell: Shell, decision: Decision, track: Track): Milliseconds | undefined {
  if (decision.urgency !== 'soon') return undefined;
  const now = shell.timers.now();
  track.softSince ??= now;
  // With many workflows under way the API server is busier, and nobody looks at each of them.
  const patience = Math.min(1_000, 300 + 10 * shell.throttle.running);
  const remaining = track.softSince + patience - now;
  return remaining > 0 ? remaining : undefined;
}

interface FenceInput {
  readonly stored: Stored<WorkflowRecord>;
  readonly decision: Decision;
  readonly track: Track;
}

/**
 * Makes sure that the decision was made on the current version: the status patch proves it. Where there is nothing to write but a pod to
 * create, the version is read. False: forget the decision.
 */
function markedForArchive({ persistence }: Shell, workflow: Workflow, decision: Decision): Pick<Decision, 'metadata'> | undefined {
  const marks = archivingLabels(persistence, workflow, decision);
  if (Object.keys(marks).length === 0) return undefined;
  return { metadata: { ...decision.metadata, labels: { ...decision.metadata?.labels, ...marks } } };
}

async function fence(shell: Shell, input: FenceInput): Promise<boolean> {
  const { stored, decision, track } = input;
  if (decision.urgency === 'none') {
    const mayHarm = mayHarmWhenOutdated(shell, stored, decision);
    return !mayHarm || (await refresh(shell, stored))?.metadata.resourceVersion === stored.resourceVersion;
  }
  const { workflow } = stored.value;
  const finalizers = finalizersToSet(shell, workflow, decision.status);
  const intent = { ...decision, ...(finalizers && { finalizers }), ...markedForArchive(shell, workflow, decision) };
  const outcome = await commit(shell, { workflow, decision: intent, track });
  shell.metrics.increment('argosy_decisions_total', { outcome: outcome.kind });
  switch (outcome.kind) {
    case 'written':
      return true;
    case 'conflict':
      shell.metrics.increment('argosy_duplicates_prevented_total', { reason: 'conflict' });
      track.outdated = { version: stored.resourceVersion, since: shell.timers.now() };
      return false;
    case 'gone':
      shell.caches.workflows.learnGone(stored.key, stored.uid);
      return false;
    case 'refused':
      shell.logger.error(`the API server refuses the status: ${outcome.message}`, { namespace: stored.namespace, workflow: stored.name });
      await commitFailure(shell, stored.value.workflow, `the status cannot be stored: ${outcome.message}${adviceOn(shell)}`);
      return false;
  }
}

function adviceOn({ persistence }: Shell): string {
  return persistence?.nodeStatuses() === undefined ? ' (offload node status is not supported: see persistence.nodeStatusOffLoad)' : '';
}

/** True where something must not be done on the word of an old copy: a retried workflow may have a pod of that name that is wanted. */
function mayHarmWhenOutdated(shell: Shell, { key, namespace }: Stored<WorkflowRecord>, decision: Decision): boolean {
  const isNew = (podName: string, what: 'release' | 'delete' | 'terminate'): boolean =>
    !shell.cleanup.isUnderWay(objectKey(namespace, podName), what);
  const harms = (action: Action): boolean => {
    switch (action.kind) {
      case 'CreatePod':
        return true;
      case 'ReleasePod':
        return (
          isNew(action.podName, 'release') &&
          !isKeptForGc(shell, decision, { key: objectKey(namespace, action.podName), name: action.podName })
        );
      case 'TerminatePod':
        return isNew(action.podName, 'terminate');
      case 'DeletePod':
        return isNew(action.podName, 'delete');
      default:
        return false;
    }
  };
  return decision.actions.some(harms) || abandonedPods(shell, key, decision.status.nodes ?? {}).length > 0;
}

/** Tells people and dashboards what was decided, once it is stored. */
function report(shell: Shell, workflow: Workflow, decision: Decision): void {
  countOutcome(shell, workflow, decision.status);
  exportSamples(shell, workflow, decision.metrics);
  countRestarts(shell, workflow, decision.status);
  for (const notice of decision.notices) shell.recorder.record(workflow, notice);
}

function earliest(...times: readonly (Milliseconds | undefined)[]): Milliseconds | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
