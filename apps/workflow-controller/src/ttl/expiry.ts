import type { Instant } from '@argosy/std';
import { fromRfc3339 } from '@argosy/std';
import { label } from '../caches/objects.ts';
import type { WorkflowRecord } from '../workflow/workflow-record.ts';

/**
 * When a finished workflow is deleted by its ttlStrategy (acceptance 7-033): counted from finishedAt, `secondsAfterFailure` for Failed
 * only. Undefined: never, or not before it is archived.
 */
export function expiryOf({ workflow, completed }: WorkflowRecord): Instant | undefined {
  const { ttlStrategy } = workflow.spec;
  const finishedAt = fromRfc3339(workflow.status?.finishedAt);
  if (!completed || ttlStrategy === undefined || finishedAt === undefined) return undefined;
  if (workflow.metadata.labels?.[label.archiving] === 'Pending') return undefined;
  const seconds = secondsFor(workflow.status?.phase, ttlStrategy) ?? ttlStrategy.secondsAfterCompletion;
  return seconds === undefined ? undefined : finishedAt + seconds * 1_000;
}

function secondsFor(
  phase: string | undefined,
  { secondsAfterSuccess, secondsAfterFailure }: NonNullable<WorkflowRecord['workflow']['spec']['ttlStrategy']>,
): number | undefined {
  if (phase === 'Succeeded') return secondsAfterSuccess;
  return phase === 'Failed' ? secondsAfterFailure : undefined;
}
