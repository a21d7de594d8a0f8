import { fromRfc3339, toRfc3339Seconds } from '@argosy/std';
import type { PodView } from '../../kinds/pod-types.ts';
import { jobLabels } from '../../kinds/workloads/jobs.ts';
import type { PodTemplate } from '../../kinds/workloads/pod-template.ts';
import { completedIndexes, firstMissing, indexText } from './job-indexes.ts';
import { type JobPods, type JobTally, tallyOf } from './job-tally.ts';
import { failureByPolicy } from './pod-failure-policy.ts';
import {
  type Condition,
  type Controller,
  counted,
  createPod,
  hasCondition,
  recordEvent,
  remove,
  removePod,
  uniqueName,
  withCondition,
  type Workload,
  type WorkloadContext,
  writeStatus,
} from './workload.ts';

/** What a job is heading for. */
interface Outcome {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

/** Runs pods until enough of them have succeeded, or too many have failed. */
export function jobController(tally: JobTally): Controller {
  return (context, job) => {
    if (hasCondition(job, 'Complete') || hasCondition(job, 'Failed')) removeWhenStale(context, job);
    else if (!job.metadata.deletionTimestamp && isOurs(job)) run(context, job, tally);
  };
}

/** Jobs that another controller manages are left to it. */
function isOurs({ spec }: Workload): boolean {
  const by = spec['managedBy'];
  return by === undefined || by === 'kubernetes.io/job-controller';
}

function run(context: WorkloadContext, job: Workload, tally: JobTally): void {
  const pods = tallyOf(context, job, tally);
  const isSuspended = job.spec['suspend'] === true;
  const startTime = isSuspended ? undefined : startOf(context, job);
  const outcome = pendingOutcome(job) ?? outcomeOf(context, job, { pods, startTime });
  if (outcome || isSuspended) dismiss(context, job, { pods: pods.active, tally });
  else startMissing(context, job, { pods, tally });
  const after = tallyOf(context, job, tally);
  const isOver = outcome !== undefined && after.active.length === 0 && after.terminating.length === 0;
  const progress = { outcome, isOver, isSuspended };
  writeStatus(context, job, { startTime, ...numbersOf(job, after), ...endOf(context, job, progress) });
  report(context, job, progress);
}

function startOf({ state }: WorkloadContext, { status }: Workload): string {
  return String(status?.['startTime'] ?? toRfc3339Seconds(state.clock.now()));
}

function numbersOf(job: Workload, pods: JobPods): object {
  const isIndexed = job.spec['completionMode'] === 'Indexed';
  return {
    active: counted(pods.active.length),
    ready: pods.ready,
    terminating: pods.terminating.length,
    succeeded: counted(pods.succeeded),
    failed: counted(pods.failed),
    completedIndexes: (isIndexed && indexText(completedIndexes(job, pods.all))) || undefined,
    uncountedTerminatedPods: {},
  };
}

interface Progress {
  readonly outcome: Outcome | undefined;
  readonly isOver: boolean;
  readonly isSuspended: boolean;
}

function endOf({ state }: WorkloadContext, job: Workload, { outcome, isOver, isSuspended }: Progress): object {
  const now = state.clock.now();
  const conditions = outcome ? finishing(job, { outcome, isOver, now }) : suspension(job, { isSuspended, now });
  return {
    conditions: conditions.length > 0 ? conditions : undefined,
    completionTime: isOver && outcome?.type === 'Complete' ? toRfc3339Seconds(now) : undefined,
  };
}

/** A decision that was taken before stays. */
function pendingOutcome({ status }: Workload): Outcome | undefined {
  const conditions = (status?.['conditions'] ?? []) as readonly Condition[];
  const found = conditions.find(({ type, status: is }) => is === 'True' && (type === 'FailureTarget' || type === 'SuccessCriteriaMet'));
  if (!found) return undefined;
  const { reason = '', message = '' } = found;
  return { type: found.type === 'FailureTarget' ? 'Failed' : 'Complete', reason, message };
}

interface Facts {
  readonly pods: JobPods;
  readonly startTime: string | undefined;
}

function outcomeOf(context: WorkloadContext, job: Workload, { pods, startTime }: Facts): Outcome | undefined {
  const policy = failureByPolicy(job, pods.all);
  if (policy) return { type: 'Failed', reason: 'PodFailurePolicy', message: policy };
  if (isDone(job, pods)) return { type: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
  const limit = Number(job.spec['backoffLimit'] ?? 6);
  if (pods.failed > limit || (pods.restarts > 0 && (limit === 0 ? pods.restarts > 0 : pods.restarts >= limit)))
    return { type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  return isLate(context, job, startTime)
    ? { type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' }
    : undefined;
}

/** Without a number of completions any success ends the job once no pod runs any more. */
function isDone({ spec }: Workload, { succeeded, active }: JobPods): boolean {
  const completions = spec['completions'];
  return completions === undefined ? succeeded > 0 && active.length === 0 : succeeded >= Number(completions);
}

function isLate({ state, again }: WorkloadContext, { spec }: Workload, startTime: string | undefined): boolean {
  const seconds = spec['activeDeadlineSeconds'];
  if (seconds === undefined || startTime === undefined) return false;
  const left = (fromRfc3339(startTime) ?? 0) + Number(seconds) * 1000 - state.clock.now();
  if (left > 0) again(left);
  return left <= 0;
}

/** Pods that the job itself takes back do not count as failures. */
function dismiss(
  context: WorkloadContext,
  job: Workload,
  { pods, tally }: { readonly pods: readonly PodView[]; readonly tally: JobTally },
): void {
  for (const pod of pods) {
    tally.dismiss(pod.metadata.uid ?? '');
    removePod(context, job, pod);
  }
}

function startMissing(
  context: WorkloadContext,
  job: Workload,
  { pods, tally }: { readonly pods: JobPods; readonly tally: JobTally },
): void {
  const { completions } = job.spec as { readonly completions?: number };
  const parallelism = Number(job.spec['parallelism'] ?? 1);
  const left = completions === undefined ? (pods.succeeded > 0 ? 0 : parallelism) : Math.max(0, completions - pods.succeeded);
  const wanted = completions === undefined && pods.succeeded > 0 ? pods.active.length : Math.min(parallelism, left);
  const held = job.spec['podReplacementPolicy'] === 'Failed' ? pods.terminating.length : 0;
  if (pods.active.length > wanted) dismiss(context, job, { pods: pods.active.slice(wanted), tally });
  const missing = wanted - pods.active.length - held;
  if (missing <= 0) return;
  const wait = backoff(pods, context.state.clock.now());
  if (wait > 0) context.again(wait);
  else startPods(context, job, { pods, missing });
}

const firstBackoff = 10_000;
const longestBackoff = 600_000;

/** Milliseconds that a job waits after failures in a row: 10 s, 20 s, 40 s … */
function backoff({ failuresInRow, lastFailure }: JobPods, now: number): number {
  if (failuresInRow === 0) return 0;
  return lastFailure + Math.min(longestBackoff, firstBackoff * 2 ** (failuresInRow - 1)) - now;
}

function startPods(context: WorkloadContext, job: Workload, { pods, missing }: { readonly pods: JobPods; readonly missing: number }): void {
  const template = job.spec.template as PodTemplate;
  if (job.spec['completionMode'] !== 'Indexed') {
    for (let i = 0; i < missing; i++) if (!createPod(context, job, { template })) return;
    return;
  }
  const completions = Number(job.spec['completions'] ?? 0);
  for (const index of firstMissing(completedIndexes(job, pods.all), pods.active, { completions, count: missing }))
    if (!createPod(context, job, indexedPod(job, template, index))) return;
}

function indexedPod({ metadata: { name = '' } }: Workload, template: PodTemplate, index: number): Parameters<typeof createPod>[2] {
  const value = String(index);
  return {
    name: uniqueName(`${name}-${value}`),
    template,
    labels: { [jobLabels.index]: value },
    annotations: { [jobLabels.index]: value },
    change: (spec) => {
      spec['hostname'] = `${name}-${value}`;
      for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])])
        container.env = [...(container.env ?? []), { name: 'JOB_COMPLETION_INDEX', value }];
    },
  };
}

interface Finishing {
  readonly outcome: Outcome;
  readonly isOver: boolean;
  readonly now: number;
}

/** First it is said what the job is heading for, and when its last pod has ended that it is there. */
function finishing(job: Workload, { outcome: { type, reason, message }, isOver, now }: Finishing): readonly object[] {
  const probe = { lastProbeTime: toRfc3339Seconds(now) };
  const condition = { status: 'True', reason, message, now, ...probe } as const;
  const target = withCondition(job.status?.['conditions'], {
    ...condition,
    type: type === 'Failed' ? 'FailureTarget' : 'SuccessCriteriaMet',
  });
  return isOver ? withCondition(target, { ...condition, type }) : target;
}

function suspension(job: Workload, { isSuspended, now }: { readonly isSuspended: boolean; readonly now: number }): readonly object[] {
  const conditions = (job.status?.['conditions'] ?? []) as readonly Condition[];
  if (!isSuspended && !conditions.some(({ type }) => type === 'Suspended')) return conditions;
  return withCondition(
    conditions,
    isSuspended
      ? { type: 'Suspended', status: 'True', reason: 'JobSuspended', message: 'Job suspended', now }
      : { type: 'Suspended', status: 'False', reason: 'JobResumed', message: 'Job resumed', now },
  );
}

function report({ state }: WorkloadContext, job: Workload, { outcome, isOver, isSuspended }: Progress): void {
  if (isSuspended && !hasCondition(job, 'Suspended')) recordEvent(state, job, { reason: 'Suspended', message: 'Job suspended' });
  if (!outcome || !isOver) return;
  if (outcome.type === 'Complete') recordEvent(state, job, { reason: 'Completed', message: 'Job completed' });
  else recordEvent(state, job, { type: 'Warning', reason: outcome.reason, message: outcome.message });
}

/** A finished job goes when its time to live is over. */
function removeWhenStale(context: WorkloadContext, job: Workload): void {
  const seconds = job.spec['ttlSecondsAfterFinished'];
  if (seconds === undefined || seconds === null || job.metadata.deletionTimestamp) return;
  const conditions = (job.status?.['conditions'] ?? []) as readonly (Condition & { readonly lastTransitionTime?: string })[];
  const end = conditions.find(({ type }) => type === 'Complete' || type === 'Failed')?.lastTransitionTime;
  const left = (fromRfc3339(end) ?? 0) + Number(seconds) * 1000 - context.state.clock.now();
  if (left > 0) context.again(left);
  else remove(context, 'jobs.batch', job);
}
