import { coreResources, objectKey } from '@argosy/kube';
import { isErrorWithCode, type Milliseconds } from '@argosy/std';
import type { PodObject } from '../../caches/objects.ts';
import type { Shell } from '../shell.ts';
import type { Applied, Applier } from './apply-actions.ts';
import { againAfterRefusal, refused } from './refusals.ts';

/**
 * Creates the pod of a node. A pod of that name that this workflow owns is the one we want: the answer of an earlier try was lost.
 * What the API server refuses is shown at the node by the next decision.
 */
export const createPod: Applier<'CreatePod'> = async (context, { nodeId, pod }) => {
  const { shell, track } = context;
  const held = heldBack(shell);
  if (held !== undefined) return { again: held };
  try {
    shell.caches.pods.learn(await shell.client.create<PodObject>(coreResources.Pod, pod as PodObject));
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_ALREADYEXISTS')) return adopt(context, { nodeId, pod: pod as PodObject });
    return refused(shell, track, { what: 'a pod', id: nodeId, error });
  }
  track.failures.delete(nodeId);
  track.refusals = 0;
  return {};
};

/** How long to wait for the limit of pods per second; undefined: not at all. */
function heldBack({ podRate, settings, metrics }: Shell): Milliseconds | undefined {
  const { resourceRateLimit } = settings();
  if (resourceRateLimit === undefined) return undefined;
  const held = podRate()?.tryTake() === false ? 1_000 / resourceRateLimit.limit : undefined;
  metrics.observe('argo_workflows_resource_rate_limiter_latency', {}, (held ?? 0) / 1_000);
  return held;
}

async function adopt(
  { shell, track, workflow }: Parameters<Applier<'CreatePod'>>[0],
  { nodeId, pod }: { readonly nodeId: string; readonly pod: PodObject },
): Promise<Applied> {
  const { namespace = '', name = '' } = pod.metadata;
  const existing = await shell.client.get<PodObject>(coreResources.Pod, { namespace, name });
  const isOurs = existing.metadata.ownerReferences?.some(({ uid }) => uid === workflow.metadata.uid) === true;
  if (isOurs) {
    shell.metrics.increment('argosy_duplicates_prevented_total', { reason: 'exists' });
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
