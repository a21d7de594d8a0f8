import type { NodeStatus, Workflow } from '@argosy/api';

/** The STATUS text of a workflow: its phase, refined by what is known beside it (acceptance 9-034). */
export function printedWorkflowStatus(workflow: Workflow): string {
  const phase = workflow.status?.phase ?? '';
  if (phase === 'Running') return isWorkflowSuspended(workflow) ? 'Running (Suspended)' : phase;
  if (phase === 'Failed') return workflow.spec.shutdown ? 'Failed (Terminated)' : phase;
  if (phase === '' || phase === 'Pending') return workflow.metadata.creationTimestamp ? 'Pending' : 'Unknown';
  return phase;
}

/** Tells whether nothing goes on by itself: the workflow is suspended or one of its suspend steps waits. */
export function isWorkflowSuspended(workflow: Workflow): boolean {
  return workflow.spec.suspend === true || Object.values(workflow.status?.nodes ?? {}).some(isActiveSuspendNode);
}

/** Tells whether a node is a suspend step that waits for someone to resume it. */
export function isActiveSuspendNode(node: NodeStatus): boolean {
  return node.type === 'Suspend' && node.phase === 'Running';
}
