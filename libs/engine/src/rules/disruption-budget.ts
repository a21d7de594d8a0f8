import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { finalPhases } from '../nodes/phases.ts';
import { endWorkflow } from './end-workflow.ts';

/** Under this id a refusal of the budget is noted. */
export const budgetId = 'podDisruptionBudget';

/** Keeps drains away from the pods of a workflow that asks for it, before there are any (acceptance 1-045). */
export function protectPods(draft: Draft): RuleOutcome {
  const { podDisruptionBudget } = draft.spec;
  const { disruptionBudget, failures } = draft.observation;
  if (!podDisruptionBudget || disruptionBudget) return 'continue';
  const failure = failures.get(budgetId);
  if (failure && !failure.transient) {
    const message = `Unable to create PDB resource for workflow, ${draft.workflowName} error: ${failure.message}`;
    endWorkflow(draft, 'Error', message);
    return 'stop';
  }
  draft.act({ kind: 'CreatePodDisruptionBudget', spec: podDisruptionBudget });
  return 'continue';
}

/** A workflow that has ended has nothing left to protect. */
export function unprotectPods(draft: Draft): void {
  if (draft.spec.podDisruptionBudget && finalPhases.has(draft.status.phase ?? '')) draft.act({ kind: 'DeletePodDisruptionBudget' });
}
