import type { NodeStatus } from '@argosy/api';
import type { Draft } from '../draft.ts';
import type { PodFacts } from '../observation.ts';

/** Reasons for which a kubelet or the node controller ends a pod that did nothing wrong. */
const notItsFault: ReadonlySet<string> = new Set(['Evicted', 'NodeShutdown', 'NodeAffinity', 'UnexpectedAdmissionError']);

/** True for a pod that was taken away before its main container began: another one may do its work (acceptance 13-096). */
export function isRestartable({ observation }: Draft, node: NodeStatus, pod: PodFacts): boolean {
  const { enabled, maxRestarts } = observation.policy.failedPodRestart;
  if (!enabled || pod.phase !== 'Failed' || !notItsFault.has(pod.reason ?? '')) return false;
  return (node.failedPodRestarts ?? 0) < maxRestarts && !hasBegun(pod);
}

function hasBegun({ containers }: PodFacts): boolean {
  return containers.some(({ init, state }) => !init && (state.kind === 'running' || (state.kind === 'terminated' && state.startedAt)));
}

/** Puts the node back to Pending and its pod away; the pod of the same name that follows is another one. */
export function restartPod(draft: Draft, node: NodeStatus, pod: PodFacts): NodeStatus {
  draft.urgent = true;
  const waiting = draft.update(node.id, {
    phase: 'Pending',
    message: `Pod auto-restarting due to ${pod.reason ?? ''}: ${pod.message ?? ''}`,
    failedPodRestarts: (node.failedPodRestarts ?? 0) + 1,
    restartingPodUID: pod.uid,
    daemoned: undefined,
  });
  return awaitReplacement(draft, waiting, pod);
}

export function awaitReplacement(draft: Draft, node: NodeStatus, pod: PodFacts): NodeStatus {
  draft.explain('pod', node.id, node.message ?? 'its pod is being replaced');
  draft.act({ kind: 'DeletePod', nodeId: node.id, podName: pod.name, uid: pod.uid, after: 0 });
  return node;
}
