import type { Metrics } from '@argosy/telemetry';
import type { Locks } from './locks.ts';

/** Shows who holds locks and who waits, whenever metrics are asked for. */
export function showLocks(metrics: Metrics, locks: Locks): void {
  metrics.beforeRender(() => {
    const { held, pending } = locks.counts();
    metrics.clear('argo_workflows_locks_held');
    for (const [lock, count] of held) metrics.set('argo_workflows_locks_held', { lock }, count);
    metrics.clear('argo_workflows_locks_pending');
    for (const [lock, count] of pending) metrics.set('argo_workflows_locks_pending', { lock }, count);
  });
}
