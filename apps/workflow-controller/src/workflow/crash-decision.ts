import type { Decision, Observation } from '@argosy/engine';
import { toRfc3339Seconds } from '@argosy/std';
import { label } from '../caches/objects.ts';

/** The end of a workflow that the engine failed on. */
export function crashDecision({ workflow, now }: Observation, error: unknown): Decision {
  const before = workflow.status ?? {};
  const finishedAt = toRfc3339Seconds(now);
  const message = error instanceof Error ? error.message : String(error);
  const conditions = [...(before.conditions ?? []).filter(({ type }) => type !== 'Completed'), { type: 'Completed', status: 'True' }];
  return {
    status: { ...before, phase: 'Error', message, startedAt: before.startedAt ?? finishedAt, finishedAt, conditions },
    metadata: { labels: { [label.phase]: 'Error', [label.completed]: 'true' } },
    urgency: 'now',
    actions: [],
    notices: [{ type: 'Warning', reason: 'WorkflowFailed', message }],
    metrics: [],
    trace: [{ rule: 'crash', reason: message }],
  };
}
