import type { WorkflowPhase } from '@argosy/api';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { isFailed } from '../nodes/phases.ts';
import { deleteClaims } from './claims.ts';
import { endWorkflow } from './end-workflow.ts';
import { workflowDeadline } from './enforce-deadline.ts';
import { treePhase } from './tree-phase.ts';

/** Ends the workflow with the phase and message of its root, unless the exit handler failed after a success (acceptance 4-087). */
export function completeWorkflow(draft: Draft): RuleOutcome {
  const phase = treePhase(draft) as WorkflowPhase;
  if (draft.nodes().some(({ taskResultSynced }) => taskResultSynced === false)) {
    draft.explain('results', undefined, 'outputs of a node have not been reported yet');
    return 'stop';
  }
  const root = draft.nodeByName(draft.workflowName);
  const handler = draft.nodeByName(`${draft.workflowName}.onExit`);
  const { shutdown } = draft.spec;
  let outcome: { readonly phase: WorkflowPhase; readonly message: string | undefined } = {
    phase,
    message: phase === 'Succeeded' ? undefined : root?.message,
  };
  if (shutdown && phase !== 'Succeeded') outcome = { phase: 'Failed', message: `Stopped with strategy '${shutdown}'` };
  if (phase === 'Succeeded' && handler && isFailed(handler)) {
    const prefix = draft.failedToStart.has(handler.name) ? 'error in exit template execution : ' : '';
    outcome = { phase: handler.phase as WorkflowPhase, message: `${prefix}${handler.message ?? ''}` };
  }
  if (phase === 'Error' && root && (root.type === 'Skipped' || draft.failedToStart.has(root.name)))
    outcome = { phase, message: `error in entry template execution: ${root.message ?? ''}` };
  if (phase === 'Failed' && outcome.message === undefined && isOverdue(draft)) outcome = { phase, message: 'Step exceeded its deadline' };
  endWorkflow(draft, outcome.phase, outcome.message);
  deleteClaims(draft);
  if (draft.observation.taskResults.size > 0) draft.act({ kind: 'DeleteTaskResults' });
  return 'continue';
}

function isOverdue(draft: Draft): boolean {
  const deadline = workflowDeadline(draft);
  return deadline !== undefined && deadline <= draft.now;
}
