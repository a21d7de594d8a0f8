import type { WorkflowPhase } from '@argosy/api';
import type { Draft } from '../draft.ts';
import { isFulfilled } from '../nodes/phases.ts';

/** The phase of the main tree once it has ended, without regard to the exit handler. */
export function treePhase(draft: Draft): WorkflowPhase | undefined {
  const root = draft.nodeByName(draft.workflowName);
  if (root === undefined) return draft.spec.shutdown ? 'Failed' : undefined;
  if (!isFulfilled(root) || root.daemoned) return undefined;
  if (root.phase === 'Skipped' || root.phase === 'Omitted') return 'Succeeded';
  if (root.phase === 'Succeeded' && draft.spec.shutdown) return 'Failed';
  return root.phase as WorkflowPhase;
}
