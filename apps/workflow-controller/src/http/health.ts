import type { Store } from '@argosy/kube';
import { type Clock, fromRfc3339, type Milliseconds } from '@argosy/std';
import { label } from '../caches/objects.ts';
import type { WorkflowRecord } from '../workflow/workflow-record.ts';
import type { Page } from './serve.ts';

export interface HealthOptions {
  readonly workflows: Store<WorkflowRecord>;
  readonly clock: Clock;
  /** How old a workflow may get before somebody must have looked at it. */
  readonly age: Milliseconds;
  isLeader(): boolean;
}

/**
 * Healthy unless workflows wait to be looked at for too long and none of those that waited at the last check has got on since
 * (acceptance 7-005). One that does not lead is healthy.
 */
export function healthCheck({ workflows, clock, age, isLeader }: HealthOptions): () => Page {
  let waitedBefore: ReadonlySet<string> = new Set();
  return () => {
    if (!isLeader()) return { code: 200, text: 'ok' };
    const waiting = [...workflows.list()]
      .filter(({ value }) => isNeglected(value, clock.now() - age))
      .map(({ key, uid }) => ({ key, uid }));
    const stillWaiting = waiting.filter(({ uid }) => waitedBefore.has(uid));
    const progressed = [...waitedBefore].some((uid) => waiting.every((one) => one.uid !== uid));
    waitedBefore = new Set(waiting.map(({ uid }) => uid));
    const [first] = stillWaiting;
    if (first === undefined || progressed) return { code: 200, text: 'ok' };
    return { code: 500, text: `workflow exceeds max age and no progress: ${first.key}` };
  };
}

function isNeglected({ workflow }: WorkflowRecord, before: number): boolean {
  const created = fromRfc3339(workflow.metadata.creationTimestamp) ?? Infinity;
  return workflow.metadata.labels?.[label.phase] === undefined && created < before;
}
