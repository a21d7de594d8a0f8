import type { NodeStatus } from '@argosy/api';
import { type ResolvedTemplate, templateKind } from '@argosy/templates';
import type { Draft } from '../draft.ts';
import { isFulfilled } from '../nodes/phases.ts';
import { executeOnce } from './execute-once.ts';
import { findResolved } from './prepare-template.ts';
import type { ExecuteRequest } from './request.ts';
import { executeWithRetries } from './retries.ts';
import { errorNode, failToStart } from './template-nodes.ts';

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
    return errorNode(
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
  return kind === undefined ? node : (draft.kinds[kind].observe?.(draft, node, template) ?? node);
}
