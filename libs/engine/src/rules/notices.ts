import type { NodeStatus } from '@argosy/api';
import type { Draft } from '../draft.ts';
import { isCompleted } from '../nodes/phases.ts';

/** Events of phases that this decision changes (acceptance 7-046, 7-047). */
export function emitNotices(draft: Draft): void {
  const before = draft.observation.workflow.status;
  const { phase, message } = draft.status;
  if (phase !== before?.phase) workflowNotice(draft, phase ?? '', message);
  const nodesBefore = before?.nodes ?? {};
  for (const node of draft.nodes()) {
    const earlier = nodesBefore[node.id];
    if (earlier !== node && earlier?.phase !== node.phase) tellOf(draft, node, earlier);
  }
}

function tellOf(draft: Draft, node: NodeStatus, earlier: NodeStatus | undefined): void {
  if (wasQuick(draft, node, earlier)) nodeNotice(draft, { ...node, phase: 'Running', message: undefined });
  if (isWorthTelling(node)) nodeNotice(draft, node);
}

/** That a group of steps or items begins says no more than its steps and items do. */
function isWorthTelling(node: NodeStatus): boolean {
  return isCompleted(node) || (node.phase === 'Running' && node.type !== 'StepGroup' && node.type !== 'TaskGroup');
}

/** A pod that ran and ended between two looks ran all the same. */
function wasQuick({ observation }: Draft, node: NodeStatus, earlier: NodeStatus | undefined): boolean {
  if (node.type !== 'Pod' || earlier?.phase !== 'Pending' || !isCompleted(node)) return false;
  const { containers = [] } = observation.pods.get(node.id) ?? {};
  return containers.some(({ init, state }) => !init && state.kind === 'terminated' && state.startedAt !== undefined);
}

function workflowNotice(draft: Draft, phase: string, message: string | undefined): void {
  if (phase === 'Running') draft.notices.push({ type: 'Normal', reason: 'WorkflowRunning', message: 'Workflow Running' });
  if (phase === 'Succeeded') draft.notices.push({ type: 'Normal', reason: 'WorkflowSucceeded', message: 'Workflow completed' });
  if (phase === 'Failed' || phase === 'Error')
    draft.notices.push({
      type: 'Warning',
      reason: message === 'Step exceeded its deadline' ? 'WorkflowTimedOut' : 'WorkflowFailed',
      message: message ?? '',
    });
}

function nodeNotice(draft: Draft, node: NodeStatus): void {
  const { phase = '', name, message, id, type, startedAt } = node;
  draft.notices.push({
    type: phase === 'Failed' || phase === 'Error' ? 'Warning' : 'Normal',
    reason: `WorkflowNode${phase}`,
    message: `${phase} node ${name}${message ? `: ${message}` : ''}`,
    annotations: {
      'workflows.argoproj.io/node-type': type,
      'workflows.argoproj.io/node-name': name,
      'workflows.argoproj.io/node-id': id,
      'workflows.argoproj.io/node-start-time': startedAt ?? '',
    },
  });
}
