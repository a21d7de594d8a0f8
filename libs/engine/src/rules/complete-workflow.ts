import type { WorkflowPhase } from '@argosy/api';
import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { isFailed } from '../nodes/phases.ts';
import { deleteClaims } from './claims.ts';
import { endWorkflow } from './end-workflow.ts';
import { workflowDeadline } from './enforce-deadline.ts';
import { entrypointError } from './execute-entrypoint.ts';
import { treePhase } from './tree-phase.ts';

/** Ends the workflow with the phase and message of its root, unless the exit handler failed after a success (acceptance 4-087). */
export function completeWorkflow(draft: Draft): RuleOutcome {
  if (draft.nodes().some(({ taskResultSynced }) => taskResultSynced === false)) {
    draft.explain('results', undefined, 'outputs of a node have not been reported yet');
    return 'stop';
  }
  const phase = treePhase(draft) as WorkflowPhase;
  const { phase: final, message } = phase === 'Succeeded' ? afterSuccess(draft) : afterFailure(draft, phase);
  endWorkflow(draft, final, message);
  deleteClaims(draft);
  if (draft.observation.taskResults.size > 0) draft.act({ kind: 'DeleteTaskResults' });
  return 'continue';
}

interface Outcome {
  readonly phase: WorkflowPhase;
  readonly message: string | undefined;
}

/** An exit handler that fails makes a workflow fail that has succeeded. */
function afterSuccess(draft: Draft): Outcome {
  const handler = draft.nodeByName(`${draft.workflowName}.onExit`);
  if (!handler || !isFailed(handler)) return { phase: 'Succeeded', message: undefined };
  const prefix = draft.failedToStart.has(handler.name) ? 'error in exit template execution : ' : '';
  return { phase: handler.phase as WorkflowPhase, message: `${prefix}${handler.message ?? ''}` };
}

function afterFailure(draft: Draft, phase: WorkflowPhase): Outcome {
  const root = draft.nodeByName(draft.workflowName);
  const { shutdown } = draft.spec;
  const early = entrypointError(draft);
  if (phase === 'Error' && early !== undefined) return { phase, message: early };
  if (shutdown) return { phase: 'Failed', message: `Stopped with strategy '${shutdown}'` };
  const message = root?.message ?? (phase === 'Failed' && isOverdue(draft) ? 'Step exceeded its deadline' : undefined);
  return { phase, message };
}

function isOverdue(draft: Draft): boolean {
  const deadline = workflowDeadline(draft);
  return deadline !== undefined && deadline <= draft.now;
}
