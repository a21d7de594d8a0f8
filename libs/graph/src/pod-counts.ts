import type { NodeStatus } from '@argosy/api';

export interface PodCounts {
  readonly pending: number;
  readonly running: number;
  readonly completed: number;
}

const RUNNING_PHASES: ReadonlySet<string | undefined> = new Set(['Running']);
const PENDING_PHASES: ReadonlySet<string | undefined> = new Set([undefined, '', 'Pending']);

/** Pods of a workflow by how far they are: the P/R/C column of `argo list -o wide` (acceptance 9-042). */
export function countPods(nodes: Readonly<Record<string, NodeStatus>> | undefined): PodCounts {
  const counts = { pending: 0, running: 0, completed: 0 };
  for (const node of Object.values(nodes ?? {})) {
    if (node.type !== 'Pod') continue;
    if (RUNNING_PHASES.has(node.phase)) counts.running++;
    else if (PENDING_PHASES.has(node.phase)) counts.pending++;
    else counts.completed++;
  }
  return counts;
}
