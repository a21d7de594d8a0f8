import type { Metrics } from '@argosy/telemetry';
import type { PodRecord } from '../workflow/project-pod.ts';
import type { Caches } from './caches.ts';

/** Counts the phases that pods enter and why they are pending, once for each change (acceptance 7-050). */
export function countPods(metrics: Metrics, { pods }: Pick<Caches, 'pods'>): void {
  const count = (namespace: string, before: PodRecord | undefined, after: PodRecord): void => {
    const { phase } = after.facts;
    if (before?.facts.phase !== phase) metrics.increment('argo_workflows_pods_total_count', { phase, namespace });
    const reason = pendingReason(after);
    if (reason !== undefined && reason !== (before && pendingReason(before)))
      metrics.increment('argo_workflows_pod_pending_count', { reason, namespace });
  };
  pods.subscribe({
    added: ({ namespace, value }) => count(namespace, undefined, value),
    updated: ({ namespace, value }, previous) => count(namespace, previous.value, value),
  });
}

function pendingReason({ facts }: PodRecord): string | undefined {
  if (facts.phase !== 'Pending') return undefined;
  if (facts.unschedulable !== undefined) return facts.unschedulable.split(':')[0];
  for (const { state } of facts.containers) if (state.kind === 'waiting' && state.reason !== '') return state.reason;
  return undefined;
}
