import type { Condition, CronWorkflow, CronWorkflowStatus, Workflow } from '@argosy/api';
import { compileExpression, evaluateCondition, ExpressionError, Scope, substitute } from '@argosy/expressions';
import { fromRfc3339, type Instant, toRfc3339Seconds } from '@argosy/std';
import { parseSchedule, type Schedule } from './cron-expression.ts';
import { lastRun, nextRun } from './next-run.ts';

/** What is known of a CronWorkflow at one moment. */
export interface CronObservation {
  readonly now: Instant;
  readonly cron: CronWorkflow;
  /** Workflows that carry its label, in any phase. */
  readonly children: readonly Workflow[];
  /** When this controller began to look after it: earlier ticks count as missed. */
  readonly since: Instant;
  /** Why the last submission failed, if it did. */
  readonly submissionError?: string | undefined;
}

export interface CronDecision {
  readonly status: CronWorkflowStatus;
  readonly labels?: Readonly<Record<string, string>>;
  /** Workflows to create: the name tells the scheduled time, so that no tick runs twice. */
  readonly start: readonly { readonly name: string; readonly scheduledTime: Instant }[];
  readonly terminate: readonly string[];
  readonly remove: readonly string[];
  /** Why a tick that was due does not run. */
  readonly skipped?: string;
  readonly wakeAt?: Instant;
}

const finished = (workflow: Workflow): boolean => ['Succeeded', 'Failed', 'Error'].includes(workflow.status?.phase ?? '');

/** Decides which ticks of a CronWorkflow run now, and what else is due (acceptance 4.17). Pure: time is an input. */
export function decideCron(observation: CronObservation): CronDecision {
  const { cron, now, children } = observation;
  const schedules = readSchedules(cron);
  const status = countEnded(cron.status ?? {}, children);
  const idle = { start: [], terminate: [], remove: beyondHistory(cron, children) };
  if (typeof schedules === 'string') return { ...idle, status: withCondition(status, 'SpecError', schedules) };
  if (status.phase === 'Stopped' || shouldStop(observation, status))
    return { ...idle, status: { ...status, phase: 'Stopped' }, labels: { 'cronworkflows.argoproj.io/completed': 'true' } };
  const base: CronWorkflowStatus = { ...withCondition(status, 'SpecError', undefined), phase: 'Active' };
  const wakeAt = earliest(schedules.map((schedule) => nextRun(schedule, now, cron.spec.timezone)));
  const awake = { ...idle, ...(wakeAt !== undefined && { wakeAt }) };
  const due = cron.spec.suspend ? undefined : dueTick(observation, schedules);
  if (due === undefined) return { ...awake, status: base };
  return { ...awake, ...tick(observation, { ...base, lastScheduledTime: toRfc3339Seconds(due) }, due) };
}

/** What becomes of a tick that is due: it starts a workflow, or says why it does not. */
function tick(
  observation: CronObservation,
  ticked: CronWorkflowStatus,
  due: Instant,
): Partial<CronDecision> & Pick<CronDecision, 'status'> {
  const policy = applyPolicy(observation);
  if (policy.skipped !== undefined)
    return { status: policy.error ? withCondition(ticked, 'SubmissionError', policy.skipped) : ticked, skipped: policy.skipped };
  const name = `${observation.cron.metadata.name ?? ''}-${Math.floor(due / 1000)}`;
  return {
    status: withCondition(ticked, 'SubmissionError', observation.submissionError),
    start: [{ name, scheduledTime: due }],
    terminate: policy.terminate,
  };
}

function readSchedules({ spec }: CronWorkflow): Schedule[] | string {
  const schedules: Schedule[] = [];
  if (spec.schedules.length === 0) return 'cron workflow must have at least one schedule';
  for (const source of spec.schedules) {
    const parsed = parseSchedule(source);
    if (!parsed.ok) return `cron schedule ${source} is malformed: ${parsed.message}`;
    schedules.push(parsed.schedule);
  }
  return schedules;
}

/** The latest tick that has come and was not handled; one that was missed only within startingDeadlineSeconds (acceptance 4-137). */
function dueTick({ cron, now, since }: CronObservation, schedules: readonly Schedule[]): Instant | undefined {
  const last = fromRfc3339(cron.status?.lastScheduledTime);
  const deadline = cron.spec.startingDeadlineSeconds;
  const grace = deadline === undefined || deadline === 0 ? 0 : deadline * 1000;
  const from = Math.max(last ?? fromRfc3339(cron.metadata.creationTimestamp) ?? since, Math.min(since, now) - grace);
  const ticks = schedules.map((schedule) => lastRun(schedule, { since: from, before: now, timeZone: cron.spec.timezone }));
  return latest(ticks);
}

interface PolicyResult {
  readonly skipped?: string;
  readonly error?: boolean;
  readonly terminate: readonly string[];
}

/** `when` first, then what still runs (acceptance 4-136, 4-139). */
function applyPolicy(observation: CronObservation): PolicyResult {
  const { cron, children } = observation;
  if (cron.spec.when) {
    const { value, problems } = substitute(cron.spec.when, { scope: cronScope(observation), input: { now: observation.now, seed: '' } });
    const result = evaluateCondition(value);
    if (problems[0]) return { skipped: `run policy error: ${problems[0].message}`, error: true, terminate: [] };
    if (!result.ok) return { skipped: `run policy error: ${result.message}`, error: true, terminate: [] };
    if (!result.value) return { skipped: `when '${value}' evaluated false`, terminate: [] };
  }
  const active = children.filter((workflow) => !finished(workflow)).map(({ metadata }) => metadata.name ?? '');
  if (cron.spec.concurrencyPolicy === 'Forbid' && active.length > 0)
    return { skipped: `${active.join(', ')} still runs and concurrencyPolicy is Forbid`, terminate: [] };
  return { terminate: cron.spec.concurrencyPolicy === 'Replace' ? active : [] };
}

function cronScope({ cron }: CronObservation, status: CronWorkflowStatus = cron.status ?? {}): Scope {
  const { name, namespace, labels, annotations } = cron.metadata;
  const { lastScheduledTime, failed = 0, succeeded = 0 } = status;
  const texts = {
    name,
    namespace,
    lastScheduledTime,
    failed: String(failed),
    succeeded: String(succeeded),
  };
  const scope = new Scope();
  for (const [variable, value] of Object.entries(texts)) scope.set(`cronworkflow.${variable}`, value ?? '');
  addMap(scope, 'cronworkflow.labels', labels);
  addMap(scope, 'cronworkflow.annotations', annotations);
  return scope;
}

function addMap(scope: Scope, name: string, map: Readonly<Record<string, string>> = {}): void {
  scope.set(`${name}.json`, JSON.stringify(map));
  for (const [key, value] of Object.entries(map)) scope.set(`${name}.${key}`, value);
}

function shouldStop(observation: CronObservation, status: CronWorkflowStatus): boolean {
  const expression = observation.cron.spec.stopStrategy?.expression;
  if (!expression) return false;
  try {
    const environment = cronScope(observation, status).environment() as { readonly cronworkflow: object };
    const numbers = {
      ...environment,
      cronworkflow: { ...environment.cronworkflow, failed: status.failed ?? 0, succeeded: status.succeeded ?? 0 },
    };
    return compileExpression(expression).evaluate(numbers, { now: observation.now, seed: '' }) === true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

/** Children that have ended leave `active` and are counted (acceptance 4-141). */
function countEnded(status: CronWorkflowStatus, children: readonly Workflow[]): CronWorkflowStatus {
  const known = new Set((status.active ?? []).map((reference) => reference['uid'] as string));
  const ended = children.filter((workflow) => finished(workflow) && known.has(workflow.metadata.uid ?? ''));
  const active = children.filter((workflow) => !finished(workflow)).map(activeReference);
  const succeeded = ended.filter(({ status: own }) => own?.phase === 'Succeeded').length;
  return { ...status, active, succeeded: (status.succeeded ?? 0) + succeeded, failed: (status.failed ?? 0) + ended.length - succeeded };
}

/** How `status.active` names a workflow. */
export function activeReference({ metadata, apiVersion = 'argoproj.io/v1alpha1' }: Workflow): Readonly<Record<string, unknown>> {
  const { name, namespace, uid, resourceVersion } = metadata;
  return { apiVersion, kind: 'Workflow', name, namespace, uid, resourceVersion };
}

/** The oldest finished children beyond the history limits, 3 and 1 by default (acceptance 4-138). */
function beyondHistory({ spec }: CronWorkflow, children: readonly Workflow[]): string[] {
  const newestFirst = children.filter(finished).toSorted((a, b) => ((a.status?.finishedAt ?? '') < (b.status?.finishedAt ?? '') ? 1 : -1));
  const succeeded = newestFirst.filter(({ status }) => status?.phase === 'Succeeded').slice(spec.successfulJobsHistoryLimit ?? 3);
  const failed = newestFirst.filter(({ status }) => status?.phase !== 'Succeeded').slice(spec.failedJobsHistoryLimit ?? 1);
  return [...succeeded, ...failed].map(({ metadata }) => metadata.name ?? '');
}

function withCondition(status: CronWorkflowStatus, type: string, message: string | undefined): CronWorkflowStatus {
  const others = (status.conditions ?? []).filter((condition) => condition.type !== type);
  const conditions: Condition[] = message === undefined ? others : [...others, { type, status: 'True', message }];
  return { ...status, conditions };
}

function earliest(times: readonly (Instant | undefined)[]): Instant | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function latest(times: readonly (Instant | undefined)[]): Instant | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
