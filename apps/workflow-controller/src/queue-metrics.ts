import type { QueueObserver, WorkQueue } from '@argosy/reconciler';
import type { Metrics } from '@argosy/telemetry';

/** Counts what happens in a queue under its name. */
export function queueObserver(metrics: Metrics, name: string): QueueObserver {
  const labels = { queue_name: name };
  return {
    added: () => metrics.increment('argo_workflows_queue_adds_count', labels),
    retried: () => metrics.increment('argo_workflows_queue_retries', labels),
    started: (waited) => metrics.observe('argo_workflows_queue_latency', labels, waited / 1_000),
    finished: (took, since) => {
      metrics.observe('argo_workflows_queue_duration', labels, took / 1_000);
      metrics.observe('argosy_reconcile_latency_seconds', labels, since / 1_000);
    },
  };
}

/** Shows how full queues are, whenever metrics are asked for. */
export function showQueues(metrics: Metrics, queues: Readonly<Record<string, WorkQueue>>): void {
  metrics.beforeRender(() => {
    for (const [name, queue] of Object.entries(queues)) {
      const labels = { queue_name: name };
      const { longest, total } = queue.workInProgress();
      metrics.set('argo_workflows_queue_depth_gauge', labels, queue.depth);
      metrics.set('argosy_queue_depth', { ...labels, state: 'ready' }, queue.depth);
      metrics.set('argosy_queue_depth', { ...labels, state: 'delayed' }, queue.delayed);
      metrics.set('argo_workflows_queue_longest_running', labels, longest / 1_000);
      metrics.set('argo_workflows_queue_unfinished_work', labels, total / 1_000);
      metrics.set('argo_workflows_workers_busy_count', { worker_type: name }, queue.busy);
    }
  });
}
