import type { Draft } from '../draft.ts';
import { finalPhases } from '../nodes/phases.ts';
import { setCondition } from './end-workflow.ts';

/** Reasons that no node can show as its message, since what waits has no node yet, or because it is the workflow itself that waits. */
const toldByWorkflow: ReadonlySet<string> = new Set(['parallelism', 'failFast', 'suspend']);

/**
 * Says what a workflow waits for that shows at no node: as a condition while it lasts, and as an event when it begins (DESIGN rule 6).
 * Messages of nodes stay those that tools know.
 */
export function tellWaits(draft: Draft): void {
  const { conditions = [], phase = '' } = draft.status;
  const reasons = finalPhases.has(phase) || phase === 'Pending' ? [] : waitsOf(draft);
  const known = conditions.find(({ type }) => type === 'Waiting');
  if (reasons.length === 0) {
    if (known) draft.setStatus({ conditions: conditions.filter(({ type }) => type !== 'Waiting') });
    return;
  }
  const message = `waiting for ${reasons.join('; ')}`;
  if (known?.message === message) return;
  setCondition(draft, { type: 'Waiting', status: 'True', message });
  draft.notices.push({ type: 'Normal', reason: 'WorkflowWaiting', message });
}

/** Limits are named without how many wait for them: that changes with every step and says nothing new. */
function waitsOf({ trace }: Draft): readonly string[] {
  return [...new Set(trace.filter(({ rule }) => toldByWorkflow.has(rule)).map(({ reason }) => reason))];
}
