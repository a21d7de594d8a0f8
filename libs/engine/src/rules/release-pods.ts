import type { NodeStatus } from '@argosy/api';
import { parseDuration } from '@argosy/expressions';
import type { Draft } from '../draft.ts';
import { finalPhases, isCompleted } from '../nodes/phases.ts';
import { selectsLabels } from '../nodes/label-selector.ts';
import type { PodFacts } from '../observation.ts';

const defaultDelay = 5000;

/**
 * Lets go of pods whose node has ended: the label completed=true is set and the finalizer removed in one patch. Pods that podGC wants
 * away are deleted after its delay (acceptance 7-036 to 7-038).
 */
export function releasePods(draft: Draft): void {
  for (const pod of draft.observation.pods.values()) {
    const node = draft.node(pod.nodeId);
    if (node ? !isOver(node, pod) : !finalPhases.has(draft.status.phase ?? '')) continue;
    if (!pod.labelledCompleted) draft.act({ kind: 'ReleasePod', nodeId: pod.nodeId, podName: pod.name });
    if (shouldDelete(draft, pod) && !pod.deleting)
      draft.act({ kind: 'DeletePod', nodeId: pod.nodeId, podName: pod.name, uid: pod.uid, after: delayOf(draft) });
  }
}

/** A pod that was told to end is let go when it has. */
function isOver(node: NodeStatus, { phase, deleting }: PodFacts): boolean {
  return (
    (isCompleted(node) && node.taskResultSynced !== false && (phase === 'Succeeded' || phase === 'Failed' || deleting)) ||
    (isCompleted(node) && phase === 'Pending' && deleting)
  );
}

function shouldDelete(draft: Draft, pod: PodFacts): boolean {
  const { podGC } = draft.spec;
  if (podGC?.labelSelector && !selectsLabels(podGC.labelSelector, pod.labels)) return false;
  const phase = draft.status.phase ?? '';
  switch (podGC?.strategy) {
    case 'OnPodCompletion':
      return true;
    case 'OnPodSuccess':
      return pod.phase === 'Succeeded';
    case 'OnWorkflowCompletion':
      return finalPhases.has(phase);
    case 'OnWorkflowSuccess':
      return phase === 'Succeeded';
    default:
      return false;
  }
}

function delayOf({ spec }: Draft): number {
  const text = spec.podGC?.deleteDelayDuration;
  return (text ? parseDuration(text) : undefined) ?? defaultDelay;
}
