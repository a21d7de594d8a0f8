import type { NodePhase, NodeStatus } from '@argosy/api';

const completed: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Error'] satisfies NodePhase[]);

/** Phases in which a workflow has ended. */
export const finalPhases: ReadonlySet<string> = completed;

/** Ran to an end: Succeeded, Failed or Error; Skipped and Omitted never ran. */
export function isCompleted({ phase }: Pick<NodeStatus, 'phase'>): boolean {
  return completed.has(phase ?? '');
}

/** Nothing waits for this node any more: it ended and its results are in, was skipped, or is a started daemon (acceptance 13-043). */
export function isFulfilled(node: NodeStatus): boolean {
  if (isCompleted(node)) return node.taskResultSynced !== false;
  return node.phase === 'Skipped' || node.phase === 'Omitted' || isDaemoned(node);
}

export function isDaemoned(node: NodeStatus): boolean {
  return node.daemoned === true && node.phase !== 'Pending';
}

export function isFailed({ phase }: Pick<NodeStatus, 'phase'>): boolean {
  return phase === 'Failed' || phase === 'Error';
}

export function isActive({ phase }: Pick<NodeStatus, 'phase'>): boolean {
  return phase === 'Pending' || phase === 'Running';
}
