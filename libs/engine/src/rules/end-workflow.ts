import type { Condition, WorkflowPhase } from '@argosy/api';
import type { Draft } from '../draft.ts';

/** Ends the workflow with a phase and message. */
export function endWorkflow(draft: Draft, phase: WorkflowPhase, message: string | undefined): void {
  draft.urgent = true;
  draft.setStatus({
    phase,
    finishedAt: draft.status.finishedAt ?? draft.timestamp,
    message,
    conditions: withCompleted(draft.status.conditions),
  });
}

function withCompleted(conditions: readonly Condition[] | undefined): readonly Condition[] {
  return [
    ...(conditions ?? []).filter(({ type }) => type !== 'Completed' && type !== 'PodRunning' && type !== 'Waiting'),
    { type: 'PodRunning', status: 'False' },
    { type: 'Completed', status: 'True' },
  ];
}

/** Says something about the workflow in place of what was said of that type before. */
export function setCondition(draft: Draft, condition: Condition): void {
  const others = (draft.status.conditions ?? []).filter(({ type }) => type !== condition.type);
  draft.setStatus({ conditions: [...others, condition] });
}
