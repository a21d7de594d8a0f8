import type { ActionFailure } from '@argosy/engine';
import { coreResources, jitteredBackoff, objectKey } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import type { PodObject } from '../../caches/objects.ts';
import type { Shell, Track } from '../shell.ts';
import type { Applied, Applier } from './apply-actions.ts';

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
    return refused(shell, track, { nodeId, error });
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
  return { again: backoff(shell, track) };
}

const SOON = 50;

function refused(shell: Shell, track: Track, { nodeId, error }: { readonly nodeId: string; readonly error: unknown }): Applied {
  // Without an answer there is nothing to tell about the pod.
  if (isErrorWithCode(error, 'KUBE_UNREACHABLE') || isErrorWithCode(error, 'KUBE_TOOMANYREQUESTS')) throw error;
  const failure: ActionFailure = { message: (error as Error).message, transient: isTransient(shell, error as Error) };
  const known = track.failures.get(nodeId);
  track.failures.set(nodeId, failure);
  if (known?.message !== failure.message)
    shell.logger.warn(`cannot create a pod: ${failure.message}`, { node: nodeId, transient: failure.transient });
  return { again: failure.transient ? backoff(shell, track) : SOON };
}

function backoff(shell: Shell, track: Track): number {
  track.refusals += 1;
  return jitteredBackoff(shell.timers, { attempt: track.refusals, base: 500, limit: 30_000 });
}

/** Refusals that pass: quotas, a busy or changing API server, and what the configuration calls transient (acceptance 4-047). */
function isTransient(shell: Shell, error: Error & { readonly retry?: string }): boolean {
  if (error.retry === 'backoff' || error.retry === 'now') return true;
  if (/exceeded quota|operation cannot be fulfilled on resourcequotas|timed? ?out|being terminated/i.test(error.message)) return true;
  const pattern = shell.policy().transientErrorPattern;
  return pattern !== undefined && pattern !== '' && new RegExp(pattern).test(error.message);
}
