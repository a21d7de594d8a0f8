import { coreResources, objectKey } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import type { PodObject } from '../../caches/objects.ts';
import type { Applied, Applier } from './apply-actions.ts';
import { againAfterRefusal, refused } from './refusals.ts';

/**
 * Creates the pod of a node. A pod of that name that this workflow owns is the one we want: the answer of an earlier try was lost.
 * What the API server refuses is shown at the node by the next decision.
 */
export const createPod: Applier<'CreatePod'> = async (context, { nodeId, pod }) => {
  const { shell, track, key } = context;
  if (shell.podRate()?.tryTake() === false) return { again: 1_000 / (shell.settings().resourceRateLimit?.limit ?? 1) };
  try {
    shell.caches.pods.learn(await shell.client.create<PodObject>(coreResources.Pod, pod as PodObject));
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_ALREADYEXISTS')) return adopt(context, { nodeId, pod: pod as PodObject });
    return refused(shell, track, { what: 'a pod', id: nodeId, error });
  }
  track.failures.delete(nodeId);
  track.refusals = 0;
  shell.metrics.increment('argo_workflows_pods_total_count', { phase: 'Pending', namespace: key.split('/')[0] ?? '' });
  return {};
};

async function adopt(
  { shell, track, workflow }: Parameters<Applier<'CreatePod'>>[0],
  { nodeId, pod }: { readonly nodeId: string; readonly pod: PodObject },
): Promise<Applied> {
  const { namespace = '', name = '' } = pod.metadata;
  const existing = await shell.client.get<PodObject>(coreResources.Pod, { namespace, name });
  const isOurs = existing.metadata.ownerReferences?.some(({ uid }) => uid === workflow.metadata.uid) === true;
  if (isOurs) {
    track.failures.delete(nodeId);
    // One that was let go already is not taken back into the cache: it is no longer ours to look after.
    if (existing.metadata.labels?.['workflows.argoproj.io/completed'] !== 'true') shell.caches.pods.learn(existing);
    else shell.logger.warn('the pod of a node that wants one was let go already', { pod: objectKey(namespace, name), node: nodeId });
    return { again: SOON };
  }
  // A namesake of an earlier workflow goes away with its owner.
  track.failures.set(nodeId, { message: `pod ${name} already exists and belongs to something else`, transient: true });
  return { again: againAfterRefusal(shell, track) };
}

const SOON = 50;
