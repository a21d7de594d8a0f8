import type { Workflow } from '@argosy/api';
import type { Decision, Observation } from '@argosy/engine';
import { coreResources } from '@argosy/kube';
import { fromRfc3339 } from '@argosy/std';
import { label, type PodObject } from '../caches/objects.ts';
import type { Shell } from './shell.ts';

/** True where the decision ends a node because its pod is not in the cache. */
export function believesPodDeleted({ workflow }: Observation, { status }: Decision): boolean {
  const before = workflow.status?.nodes ?? {};
  return Object.values(status.nodes ?? {}).some(
    (node) => node !== before[node.id] && node.message === 'pod deleted' && before[node.id]?.message !== 'pod deleted',
  );
}

/** Takes pods of the workflow that the cache has not heard of into it; true when there were any. */
export async function findMissingPods(shell: Shell, { workflow, pods }: Observation): Promise<boolean> {
  const { namespace = '', name = '' } = workflow.metadata;
  const known = new Set([...pods.values()].map(({ uid }) => uid));
  const list = await shell.client.list<PodObject>(coreResources.Pod, {
    namespace,
    labelSelector: `${label.workflow}=${name},${label.completed}!=true`,
  });
  const unknown = list.items.filter(({ metadata }) => !known.has(metadata.uid ?? ''));
  for (const pod of unknown) shell.caches.pods.learn(pod);
  if (unknown.length === 0) countMissing(shell, workflow);
  return unknown.length > 0;
}

/** Counted once a look: nodes that run although their pods are nowhere (acceptance 7-050). */
function countMissing({ metrics, timers }: Shell, { status }: Workflow): void {
  for (const { type, phase, startedAt } of Object.values(status?.nodes ?? {})) {
    if (type !== 'Pod' || (phase !== 'Running' && phase !== 'Pending')) continue;
    const isRecent = timers.now() - (fromRfc3339(startedAt) ?? 0) < RECENTLY;
    metrics.increment('argo_workflows_pod_missing', { recently_started: String(isRecent), node_phase: phase });
  }
}

const RECENTLY = 10_000;
