import type { NodeStatus, RetryStrategy } from '@argosy/api';
import { compileExpression, ExpressionError, parseDuration, Scope, substitute } from '@argosy/expressions';
import { fromRfc3339, type Instant } from '@argosy/std';
import type { ResolvedTemplate } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import { isCompleted, isFailed, isFulfilled } from '../nodes/phases.ts';
import { isTransient } from '../nodes/transient.ts';
import { acquireLocks } from './locks.ts';
import { recallMemo } from './memoize.ts';
import { prepareTemplate } from './prepare-template.ts';
import type { Execution, ExecuteRequest } from './request.ts';
import { executeOnce } from './execute-once.ts';
import { executableNode, failToStart } from './template-nodes.ts';

/** Runs a template under a Retry node whose attempts are `name(0)`, `name(1)` … (acceptance 4.7, 13.13). */
export function executeWithRetries(draft: Draft, request: ExecuteRequest, resolved: ResolvedTemplate): NodeStatus | undefined {
  const existing = draft.nodeByName(request.nodeName);
  const opened = existing?.type === 'Retry' ? existing : openRetry(draft, request, resolved);
  if (opened?.type !== 'Retry' || isDone(opened)) return opened;
  const strategy = strategyOf(draft, request, resolved);
  const node = settle(draft, opened, strategy);
  const attempt = isDone(node) ? undefined : attemptToRun(draft, node, strategy);
  if (attempt === undefined) return node;
  const ran = executeOnce(draft, request, { resolved, nodeName: attempt, ...attemptOptions(draft, node, strategy) });
  if (ran) draft.addChild(node.id, ran.id);
  const settled = settle(draft, draft.node(node.id) as NodeStatus, strategy);
  if (isFailed(settled)) followRefusal(draft, settled, attempt);
  return settled;
}

/** Where the last attempt could not be carried out, the step could not. */
function followRefusal(draft: Draft, { name }: NodeStatus, attempt: string): void {
  if (draft.failedToStart.has(attempt)) draft.failedToStart.add(name);
}

/** The attempt that is under way or, once it has ended, the next one; a daemon that serves needs nothing. */
function attemptToRun(draft: Draft, node: NodeStatus, strategy: RetryStrategy): string | undefined {
  const last = attemptsOf(draft, node).at(-1);
  if (last?.daemoned && !isCompleted(last)) return undefined;
  return last && !isFulfilled(last) ? last.name : nextAttempt(draft, node, { strategy, last });
}

/** A daemon lets its boundary go on, and may still fail and be started again. */
function isDone(node: NodeStatus): boolean {
  return isFulfilled(node) && !(node.daemoned && !isCompleted(node));
}

function openRetry(draft: Draft, request: ExecuteRequest, resolved: ResolvedTemplate): NodeStatus | undefined {
  const existing = draft.nodeByName(request.nodeName);
  const prepared = prepareTemplate(draft, request, {
    resolved,
    nodeName: request.nodeName,
    variables: attemptVariables(undefined, 0),
  });
  if (!prepared.ok) return failToStart(draft, request, prepared.message);
  const execution: Execution = {
    request,
    nodeName: request.nodeName,
    resolved,
    template: prepared.template,
    scope: prepared.scope,
    boundaryID: request.boundaryID,
    nodeFlag: request.nodeFlag,
    failedHosts: [],
  };
  if (!existing && !hasRoom(draft, request)) return undefined;
  if (!acquireLocks(draft, execution)) return draft.nodeByName(request.nodeName);
  const remembered = recallMemo(draft, execution);
  if (remembered) return remembered;
  if (existing) return draft.update(existing.id, { type: 'Retry', phase: 'Running', message: undefined });
  return executableNode(draft, execution, { type: 'Retry', phase: 'Running' });
}

function hasRoom(draft: Draft, { nodeName, boundaryID, boundaryTemplate }: ExecuteRequest): boolean {
  const { parallelism } = draft.spec;
  const limit = boundaryTemplate?.parallelism;
  const full =
    (parallelism !== undefined && draft.activePods >= parallelism) ||
    (limit !== undefined && boundaryID !== undefined && draft.activeChildren(boundaryID) >= limit);
  if (full) draft.explain('parallelism', draft.id(nodeName), 'parallelism limit reached');
  return !full;
}

function strategyOf(draft: Draft, request: ExecuteRequest, { template }: ResolvedTemplate): RetryStrategy {
  const strategy = template.retryStrategy as RetryStrategy;
  const node = draft.nodeByName(request.nodeName);
  const variables = (node?.inputs?.parameters ?? []).map(({ name, value }) => [`inputs.parameters.${name}`, value ?? ''] as const);
  return substitute(strategy, { scope: new Scope(draft.globals, variables), input: draft.input }).value;
}

function attemptsOf(draft: Draft, node: NodeStatus): NodeStatus[] {
  return draft.childrenOf(node).filter((child) => child.nodeFlag?.retried || isNamedAttempt(child, node));
}

/** Workflows that an older engine has begun have no flags. */
function isNamedAttempt({ name }: NodeStatus, parent: NodeStatus): boolean {
  return name.startsWith(`${parent.name}(`) && /^\(\d+\)$/.test(name.slice(parent.name.length));
}

function attemptOptions(
  draft: Draft,
  node: NodeStatus,
  strategy: RetryStrategy,
): {
  readonly variables: Iterable<readonly [string, string]>;
  readonly nodeFlag: NodeStatus['nodeFlag'];
  readonly failedHosts: readonly string[];
  readonly attemptDeadline?: number;
  readonly locked: true;
} {
  const finished = attemptsOf(draft, node).filter(isCompleted);
  const deadline = maxDurationEnd(draft, node, strategy);
  return {
    variables: attemptVariables(finished.at(-1), finished.length),
    nodeFlag: { ...node.nodeFlag, retried: true },
    failedHosts: strategy.affinity?.nodeAntiAffinity
      ? finished.map(({ hostNodeName }) => hostNodeName ?? '').filter((host) => host !== '')
      : [],
    ...(deadline !== undefined && { attemptDeadline: deadline }),
    locked: true,
  };
}

/** What the template of an attempt may read (acceptance 4-056). */
function attemptVariables(last: NodeStatus | undefined, retries: number): [string, string][] {
  return [
    ['retries', String(retries)],
    ['lastRetry.exitCode', last?.outputs?.exitCode ?? '0'],
    ['lastRetry.status', last?.phase ?? ''],
    ['lastRetry.duration', last === undefined ? '0' : durationOf(last)],
    ['lastRetry.message', last?.message ?? ''],
  ];
}

function durationOf({ startedAt, finishedAt }: NodeStatus): string {
  return String(((fromRfc3339(finishedAt) ?? 0) - (fromRfc3339(startedAt) ?? 0)) / 1000);
}

/** Ends the Retry node when its last attempt succeeded or no other may follow. */
function settle(draft: Draft, node: NodeStatus, strategy: RetryStrategy): NodeStatus {
  const attempts = attemptsOf(draft, node);
  const last = attempts.at(-1);
  if (last === undefined) return node;
  const followed = followAttempt(draft, node, last);
  if (!isFulfilled(last) || last.daemoned) return followed;
  if (!isFailed(last)) return draft.finish(node.id, last.phase ?? 'Succeeded');
  const refusal = refusalOf(draft, node, { strategy, last, attempts: attempts.length });
  if (refusal === undefined) return draft.node(node.id) as NodeStatus;
  return draft.finish(node.id, refusal.phase ?? last.phase ?? 'Failed', refusal.message);
}

/** What the last attempt gives is what the step gives. */
function followAttempt(draft: Draft, node: NodeStatus, last: NodeStatus): NodeStatus {
  return draft.update(node.id, {
    ...(last.outputs && { outputs: last.outputs }),
    ...(!isCompleted(last) && { daemoned: last.daemoned }),
  });
}

interface Attempts {
  readonly strategy: RetryStrategy;
  readonly last: NodeStatus;
  readonly attempts: number;
}

/** A refusal ends the Retry node with the phase of the last attempt, unless it has one of its own. */
interface Refusal {
  readonly message: string;
  readonly phase?: 'Error';
}

type Check = (draft: Draft, node: NodeStatus, attempts: Attempts) => string | Refusal | undefined;

/** Reasons against another attempt, in the order in which they are looked at (acceptance 13-112). */
const checks: readonly Check[] = [
  // The workflow is being stopped.
  (draft) => (draft.spec.shutdown ? `Stopped with strategy '${draft.spec.shutdown}'` : undefined),
  // The time of the workflow is over.
  overDeadline,
  // The time for all attempts is over, or would be before the next one starts.
  overMaxDuration,
  backoffWithoutBase,
  // This kind of failure is not retried: the attempt's own message says what happened.
  (draft, _node, { strategy, last }) => (policyAllows(draft, strategy, last) ? undefined : (last.message ?? '')),
  // All attempts are used up.
  (_draft, _node, { strategy, attempts }) =>
    limitOf(strategy) !== undefined && attempts > (limitOf(strategy) as number) ? 'No more retries left' : undefined,
  // The user's condition says no.
  conditionRefuses,
];

function overDeadline({ spec, status, now }: Draft): string | undefined {
  const started = fromRfc3339(status.startedAt);
  if (spec.activeDeadlineSeconds === undefined || started === undefined) return undefined;
  const end = started + spec.activeDeadlineSeconds * 1000;
  return now > end ? `retry exceeded workflow deadline ${new Date(end).toISOString().replace('T', ' ').slice(0, 19)} +0000 UTC` : undefined;
}

function refusalOf(draft: Draft, node: NodeStatus, attempts: Attempts): Refusal | undefined {
  for (const check of checks) {
    const refusal = check(draft, node, attempts);
    if (refusal !== undefined) return typeof refusal === 'string' ? { message: refusal } : refusal;
  }
  return undefined;
}

function limitOf({ limit }: RetryStrategy): number | undefined {
  return limit === undefined || limit === null ? undefined : Number(limit);
}

function policyAllows(draft: Draft, strategy: RetryStrategy, last: NodeStatus): boolean {
  const policy = strategy.retryPolicy || (strategy.expression ? 'Always' : 'OnFailure');
  if (policy === 'Always') return true;
  if (policy === 'OnError') return last.phase === 'Error';
  if (policy === 'OnTransientError') return isTransient(last.message ?? '', draft.observation.policy.transientErrorPattern);
  return last.phase === 'Failed';
}

function conditionRefuses(draft: Draft, _node: NodeStatus, { strategy, last, attempts }: Attempts): string | Refusal | undefined {
  if (!strategy.expression) return undefined;
  try {
    // Unlike the template of an attempt a condition can tell that there was no exit code (acceptance 4-055).
    const variables = [...attemptVariables(last, attempts - 1), ['lastRetry.exitCode', last.outputs?.exitCode ?? '-1'] as const];
    const scope = new Scope(draft.globals, variables);
    const value = compileExpression(strategy.expression).evaluate(scope.environment(), draft.input);
    return value === true ? undefined : 'retryStrategy.expression evaluated to false';
  } catch (error) {
    if (error instanceof ExpressionError)
      return { phase: 'Error', message: `failed to evaluate retryStrategy.expression: ${error.message}` };
    throw error;
  }
}

function maxDurationEnd(draft: Draft, node: NodeStatus, { backoff }: RetryStrategy): Instant | undefined {
  const max = backoff?.maxDuration ? parseDuration(backoff.maxDuration) : undefined;
  const first = attemptsOf(draft, node)[0];
  if (max === undefined) return undefined;
  return (fromRfc3339(first?.startedAt) ?? draft.now) + max;
}

function overMaxDuration(draft: Draft, node: NodeStatus, { strategy, last, attempts }: Attempts): string | undefined {
  const end = maxDurationEnd(draft, node, strategy);
  if (end === undefined) return undefined;
  if (draft.now > end) return 'Max duration limit exceeded';
  const next = (fromRfc3339(last.finishedAt) ?? draft.now) + backoffOf(strategy, attempts);
  return next > end ? 'Backoff would exceed max duration limit' : undefined;
}

/** How long to wait has to be said where it is said that there is a wait (acceptance 4-051). */
function backoffWithoutBase(_draft: Draft, _node: NodeStatus, { strategy: { backoff } }: Attempts): Refusal | undefined {
  return backoff && !backoff.duration ? { phase: 'Error', message: 'no base duration specified for retryStrategy' } : undefined;
}

/** duration * factor^(n-1), not above cap; factor counts as an integer (acceptance 13-113). */
function backoffOf({ backoff }: RetryStrategy, attempts: number): number {
  const base = backoff?.duration ? parseDuration(backoff.duration) : undefined;
  if (base === undefined) return 0;
  const factor = Math.trunc(Number(backoff?.factor ?? 1));
  const wait = factor > 0 ? base * factor ** (attempts - 1) : base;
  const cap = backoff?.cap ? parseDuration(backoff.cap) : undefined;
  return cap === undefined ? wait : Math.min(wait, cap);
}

/** The name of the next attempt, or undefined while its backoff lasts. */
function nextAttempt(
  draft: Draft,
  node: NodeStatus,
  { strategy, last }: { readonly strategy: RetryStrategy; readonly last: NodeStatus | undefined },
): string | undefined {
  const attempts = attemptsOf(draft, node);
  if (last !== undefined && limitOf(strategy) !== undefined) {
    const due = (fromRfc3339(last.finishedAt) ?? draft.now) + backoffOf(strategy, attempts.length);
    if (due > draft.now) {
      draft.wake(due);
      draft.update(node.id, { message: `Backoff for ${humanDuration(backoffOf(strategy, attempts.length))}` });
      draft.explain('retry', node.id, `next attempt at ${new Date(due).toISOString()}`);
      return undefined;
    }
  }
  draft.update(node.id, { message: undefined });
  return `${node.name}(${attempts.length})`;
}

/** `1 minute 5 seconds`: two units at most. */
export function humanDuration(duration: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ];
  let rest = Math.round(duration / 1000);
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.slice(0, 2).join(' ') || '0 seconds';
}
