import type { NodeStatus } from '@argosy/api';
import { parseDuration } from '@argosy/expressions';
import { fromRfc3339, type Instant } from '@argosy/std';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { isActive, isFulfilled } from '../nodes/phases.ts';
import { isAgentNode } from './observe-agent.ts';
import { templateOf } from './observe-pods.ts';

const defaultGrace = 30_000;

/** Ends what runs when the workflow is stopped or its time is over; the exit handler is left alone (acceptance 4-065, 4-123, 4-124). */
export function enforceDeadline(draft: Draft): RuleOutcome {
  const deadline = workflowDeadline(draft);
  const overdue = deadline !== undefined && deadline <= draft.now;
  if (deadline !== undefined && !overdue) draft.wake(deadline);
  const open = draft.nodes().filter((node) => isActive(node) && (!isFulfilled(node) || node.daemoned));
  for (const node of open) {
    const messages = reasonToStop(draft, node, overdue);
    if (messages) stopNode(draft, node, messages);
    else enforceTimeout(draft, node);
  }
  return 'continue';
}

const exceeded: Messages = { running: 'Step exceeded its deadline', waiting: 'Step exceeded its deadline' };

function reasonToStop(draft: Draft, node: NodeStatus, overdue: boolean): Messages | undefined {
  const { shutdown } = draft.spec;
  if (shutdown && !spared(draft, node))
    return { running: `workflow shutdown with strategy:  ${shutdown}`, waiting: `Stopped with strategy '${shutdown}'` };
  return overdue && !isExitHandler(draft, node) ? exceeded : undefined;
}

/** When the workflow must end: its start plus activeDeadlineSeconds. */
export function workflowDeadline(draft: Draft): Instant | undefined {
  const { activeDeadlineSeconds } = draft.spec;
  const started = fromRfc3339(draft.status.startedAt);
  return activeDeadlineSeconds === undefined || started === undefined ? undefined : started + activeDeadlineSeconds * 1000;
}

/** Stop lets exit handlers run, Terminate spares nothing. */
function spared(draft: Draft, node: NodeStatus): boolean {
  return draft.spec.shutdown === 'Stop' && isExitHandler(draft, node);
}

/** True for nodes of an exit handler: the node or one of its boundaries is called `….onExit` (acceptance 13-105). */
export function isExitHandler(draft: Draft, node: NodeStatus): boolean {
  for (
    let current: NodeStatus | undefined = node;
    current !== undefined;
    current = current.boundaryID === undefined ? undefined : draft.node(current.boundaryID)
  ) {
    if (/\.onExit(\(\d+\))?$/.test(current.name)) return true;
  }
  return false;
}

interface Messages {
  readonly running: string;
  readonly waiting: string;
}

function stopNode(draft: Draft, node: NodeStatus, messages: Messages): void {
  if (node.type === 'Pod') stopPod(draft, node, messages);
  else if (node.type === 'Suspend' || isAgentNode(node)) draft.finish(node.id, 'Failed', messages.waiting);
}

function stopPod(draft: Draft, node: NodeStatus, messages: Messages): void {
  const pod = draft.observation.pods.get(node.id);
  if (pod === undefined || node.synchronizationStatus?.waiting !== undefined) {
    draft.finish(node.id, 'Failed', node.synchronizationStatus?.waiting === undefined ? messages.running : messages.waiting);
    return;
  }
  draft.act({ kind: 'TerminatePod', nodeId: node.id, podName: pod.name, grace: graceOf(draft) });
  // A daemon that served until now has done what it was there for.
  if (node.daemoned) draft.finish(draft.update(node.id, { daemoned: undefined }).id, 'Succeeded');
  else draft.finish(node.id, 'Failed', messages.running);
}

function graceOf(draft: Draft): number {
  return draft.observation.policy.terminationGrace ?? defaultGrace;
}

/** Timeouts that the kubelet cannot see, because the pod does not run yet (acceptance 4-067, 4-068). */
function enforceTimeout(draft: Draft, node: NodeStatus): void {
  if ((node.type !== 'Pod' && !isAgentNode(node)) || node.phase !== 'Pending') return;
  const { timeout, pendingTimeout } = templateOf(draft, node) ?? {};
  const started = fromRfc3339(node.startedAt);
  const lengths = [timeout, pendingTimeout]
    .map((text) => (text && !text.includes('{{') ? parseDuration(text) : undefined))
    .filter((length) => length !== undefined);
  if (lengths.length === 0 || started === undefined) return;
  const end = started + Math.min(...lengths);
  if (end > draft.now) {
    draft.wake(end);
    return;
  }
  const pod = draft.observation.pods.get(node.id);
  if (pod) draft.act({ kind: 'DeletePod', nodeId: node.id, podName: pod.name, uid: pod.uid, after: 0 });
  draft.finish(node.id, 'Failed', 'timeout');
}
