import type { Decision, Observation } from '@argosy/engine';
import { coreResources } from '@argosy/kube';
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
  return unknown.length > 0;
}
