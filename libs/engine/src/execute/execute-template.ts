import type { NodeStatus, NodeType, Template } from '@argosy/api';
import { formatTemplateScope, type ResolvedTemplate, type TemplateKind, templateKind } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import { kinds } from '../kinds/index.ts';
import { isCompleted, isFulfilled } from '../nodes/phases.ts';
import { failFastMessage, isHeldByFailure } from './fail-fast.ts';
import { acquireLocks } from './locks.ts';
import { recallMemo } from './memoize.ts';
import { findResolved, prepareTemplate } from './prepare-template.ts';
import type { Execution, ExecuteRequest } from './request.ts';
import { executeWithRetries } from './retries.ts';

/**
 * Moves one node on: creates it when it may start, lets its kind look after it while it runs. Gives the node as it is then, or
 * undefined when it could not start yet (the reason is in the trace).
 */
export function executeTemplate(draft: Draft, request: ExecuteRequest): NodeStatus | undefined {
  const existing = draft.nodeByName(request.nodeName);
  if (existing && isFulfilled(existing) && !existing.daemoned) return existing;
  const found = findResolved(draft, request);
  if (!found.ok) return failToStart(draft, request, found.message);
  const { value: resolved } = found;
  if (existing && isUnderWay(draft, existing)) return observeOnly(draft, existing, resolved);
  const { maxRecursionDepth } = draft.observation.policy;
  if (draft.depth >= maxRecursionDepth)
    return failToStart(
      draft,
      request,
      'Maximum recursion depth exceeded. See https://argo-workflows.readthedocs.io/en/latest/scaling/#maximum-recursion-depth',
    );
  draft.depth++;
  try {
    return resolved.template.retryStrategy
      ? executeWithRetries(draft, request, resolved)
      : executeOnce(draft, request, { resolved, nodeName: request.nodeName });
  } finally {
    draft.depth--;
  }
}

/** What was observed of a pod or the agent is looked after by the rules that observe them; nothing needs to be resolved again for it. */
function isUnderWay({ observation }: Draft, node: NodeStatus): boolean {
  if (observation.agent?.tasks.has(node.id)) return true;
  return node.type === 'Pod' && (node.phase === 'Running' || node.daemoned === true);
}

function observeOnly(draft: Draft, node: NodeStatus, { template }: ResolvedTemplate): NodeStatus {
  const kind = templateKind(template);
  return kind === undefined ? node : (kinds[kind].observe?.(draft, node, template) ?? node);
}

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
  if (!prepared.ok) return failToStart(draft, { ...request, nodeName }, prepared.message, options.resolved);
  const kind = templateKind(prepared.template);
  if (kind === undefined)
    return failToStart(draft, { ...request, nodeName }, `Template '${prepared.template.name ?? ''}' has no type`, options.resolved);
  const execution: Execution = {
    request,
    nodeName,
    resolved: prepared.resolved,
    template: prepared.template,
    scope: prepared.scope,
    boundaryID: request.boundaryID,
    nodeFlag: options.nodeFlag ?? request.nodeFlag,
    failedHosts: options.failedHosts ?? [],
    attemptDeadline: options.attemptDeadline,
  };
  if (!existing && !mayStart(draft, execution, kind)) return undefined;
  if (!options.locked && !acquireLocks(draft, execution)) return draft.nodeByName(nodeName);
  return recallMemo(draft, execution) ?? kinds[kind].execute(draft, execution);
}

/** Limits on parallelism and the suspension of the whole workflow hold back what has no node yet. */
function mayStart(draft: Draft, execution: Execution, kind: TemplateKind): boolean {
  const { spec } = draft;
  const { nodeName, boundaryID, request } = execution;
  if (spec.shutdown && !request.onExit) return waits(draft, nodeName, 'shutdown', `workflow shutdown with strategy: ${spec.shutdown}`);
  if (spec.parallelism !== undefined && draft.activePods >= spec.parallelism)
    return waits(draft, nodeName, 'parallelism', `workflow parallelism ${draft.activePods}/${spec.parallelism}`);
  if (isHeldByFailure(draft, request.boundaryTemplate, boundaryID)) return waits(draft, nodeName, 'failFast', failFastMessage);
  const limit = request.boundaryTemplate?.parallelism;
  if (limit !== undefined && boundaryID !== undefined && kind !== 'suspend' && draft.activeChildren(boundaryID) >= limit) {
    return waits(draft, nodeName, 'parallelism', `template parallelism ${draft.activeChildren(boundaryID)}/${limit}`);
  }
  return true;
}

function waits(draft: Draft, nodeName: string, rule: string, reason: string): false {
  draft.explain(rule, draft.id(nodeName), reason);
  return false;
}

/** What every node that runs a template carries: where the template came from, and the inputs. */
export function executableNode(
  draft: Draft,
  { request, nodeName, resolved, template, boundaryID, nodeFlag }: Execution,
  type: NodeType,
  phase: NodeStatus['phase'] & string,
): NodeStatus {
  if (resolved.storeAs) draft.store(resolved.storeAs, resolved.template);
  const displayName = template.annotations?.['workflows.argoproj.io/display-name'];
  return draft.create({
    name: nodeName,
    type,
    phase,
    boundaryID,
    extra: {
      ...templateFields(request),
      ...(displayName && { displayName }),
      ...(nodeFlag && { nodeFlag }),
      ...(hasInputs(template) && { inputs: template.inputs }),
    },
  });
}

export function templateFields({ holder, templateScope }: ExecuteRequest): Partial<NodeStatus> {
  return {
    ...(holder.templateRef
      ? { templateRef: holder.templateRef }
      : holder.template && !holder.inline
        ? { templateName: holder.template }
        : {}),
    templateScope: formatTemplateScope(templateScope),
  };
}

function hasInputs({ inputs }: Template): boolean {
  return (inputs?.parameters?.length ?? 0) > 0 || (inputs?.artifacts?.length ?? 0) > 0;
}

/** A node that cannot start is an Error with the reason: the existing one, or a new one of type Skipped (acceptance 13-033). */
export function failToStart(
  draft: Draft,
  request: Pick<ExecuteRequest, 'nodeName' | 'boundaryID' | 'holder' | 'templateScope' | 'nodeFlag'>,
  message: string,
  _resolved?: ResolvedTemplate,
): NodeStatus {
  const existing = draft.nodeByName(request.nodeName);
  draft.urgent = true;
  draft.failedToStart.add(request.nodeName);
  if (existing) return draft.finish(existing.id, 'Error', message);
  return draft.create({
    name: request.nodeName,
    type: 'Skipped',
    phase: 'Error',
    boundaryID: request.boundaryID,
    message,
    extra: { ...templateFields(request as ExecuteRequest), ...(request.nodeFlag && { nodeFlag: request.nodeFlag }) },
  });
}
