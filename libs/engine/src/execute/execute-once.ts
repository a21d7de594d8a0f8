import type { NodeStatus } from '@argosy/api';
import { type ResolvedTemplate, type TemplateKind, templateKind } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import { isCompleted, isFulfilled } from '../nodes/phases.ts';
import { failFastMessage, isHeldByFailure } from './fail-fast.ts';
import { acquireLocks } from './locks.ts';
import { recallMemo } from './memoize.ts';
import { type Prepared, prepareTemplate } from './prepare-template.ts';
import type { Execution, ExecuteRequest } from './request.ts';
import { displayNameProblem, executableNode, failToStart } from './template-nodes.ts';

export interface ExecuteOnce {
  readonly resolved: ResolvedTemplate;
  /** The request's name, or that of an attempt. */
  readonly nodeName: string;
  readonly variables?: Iterable<readonly [string, string]>;
  readonly nodeFlag?: NodeStatus['nodeFlag'];
  readonly failedHosts?: readonly string[];
  readonly attemptDeadline?: number;
  /** An attempt shares the locks of its Retry node. */
  readonly locked?: boolean;
}

/** Runs a template as one node, without retries. */
export function executeOnce(draft: Draft, request: ExecuteRequest, options: ExecuteOnce): NodeStatus | undefined {
  const { nodeName } = options;
  const existing = draft.nodeByName(nodeName);
  if (existing && (isFulfilled(existing) || isCompleted(existing))) return existing;
  const prepared = prepareTemplate(draft, request, options);
  if (!prepared.ok) return failToStart(draft, { ...request, nodeName }, prepared.message);
  const kind = templateKind(prepared.template);
  if (kind === undefined) return failToStart(draft, { ...request, nodeName }, `Template '${prepared.template.name ?? ''}' has no type`);
  const misnamed = displayNameProblem(prepared.template);
  if (misnamed !== undefined) return failToStart(draft, { ...request, nodeName }, misnamed);
  const execution = executionOf(request, prepared, options);
  return existing ? carryOn(draft, execution, { kind, options }) : begin(draft, execution, { kind, options });
}

interface Run {
  readonly kind: TemplateKind;
  readonly options: ExecuteOnce;
}

function begin(draft: Draft, execution: Execution, run: Run): NodeStatus | undefined {
  if (!mayStart(draft, execution, run.kind)) return undefined;
  return comesTooLate(draft, execution, run.kind) ? refuseAtShutdown(draft, execution, run.kind) : carryOn(draft, execution, run);
}

/** Locks first, then the cache, then the work itself (acceptance 4-103). */
function carryOn(draft: Draft, execution: Execution, { kind, options }: Run): NodeStatus | undefined {
  if (!options.locked && !acquireLocks(draft, execution)) return draft.nodeByName(execution.nodeName);
  return recallMemo(draft, execution) ?? draft.kinds[kind].execute(draft, execution);
}

function executionOf(
  request: ExecuteRequest,
  { resolved, template, scope }: Extract<Prepared, { ok: true }>,
  { nodeName, nodeFlag = request.nodeFlag, failedHosts = [], attemptDeadline }: ExecuteOnce,
): Execution {
  return { request, nodeName, resolved, template, scope, boundaryID: request.boundaryID, nodeFlag, failedHosts, attemptDeadline };
}

interface Hold {
  readonly rule: string;
  readonly reason: string;
}

/** Limits and the end of the workflow hold back what has no node yet; the reason goes into the trace. */
function mayStart(draft: Draft, execution: Execution, kind: TemplateKind): boolean {
  const hold = heldByWorkflow(draft) ?? heldByBoundary(draft, execution, kind);
  if (hold) draft.explain(hold.rule, draft.id(execution.nodeName), hold.reason);
  return hold === undefined;
}

function heldByWorkflow({ spec, activePods }: Draft): Hold | undefined {
  if (spec.parallelism === undefined || activePods < spec.parallelism) return undefined;
  return { rule: 'parallelism', reason: `workflow parallelism ${activePods}/${spec.parallelism}` };
}

/** Groups are still opened while a workflow is shut down: what is in them decides how they end. */
function comesTooLate({ spec }: Draft, { request }: Execution, kind: TemplateKind): boolean {
  return spec.shutdown !== undefined && spec.shutdown !== '' && !request.onExit && kind !== 'steps' && kind !== 'dag';
}

/** What would start while the workflow is shut down fails at once, so that nothing waits for it (acceptance 13-102, 13-103). */
function refuseAtShutdown(draft: Draft, execution: Execution, kind: TemplateKind): NodeStatus {
  const type = draft.kinds[kind].nodeType;
  const node = executableNode(draft, execution, { type, phase: 'Pending' });
  const { shutdown = '' } = draft.spec;
  const message = type === 'Pod' ? `workflow shutdown with strategy: ${shutdown}` : `Stopped with strategy '${shutdown}'`;
  return draft.finish(node.id, 'Failed', message);
}

function heldByBoundary(draft: Draft, { request, boundaryID }: Execution, kind: TemplateKind): Hold | undefined {
  if (isHeldByFailure(draft, request.boundaryTemplate, boundaryID)) return { rule: 'failFast', reason: failFastMessage };
  const limit = request.boundaryTemplate?.parallelism;
  if (limit === undefined || boundaryID === undefined || kind === 'suspend') return undefined;
  const active = draft.activeChildren(boundaryID);
  return active < limit ? undefined : { rule: 'parallelism', reason: `template parallelism ${active}/${limit}` };
}
