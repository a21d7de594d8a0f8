import type { PodView } from '../../kinds/pod-types.ts';
import {
  type Controller,
  countAvailable,
  createPod,
  isActive,
  isReady,
  podsOf,
  removePod,
  type Workload,
  type WorkloadContext,
  writeStatus,
} from './workload.ts';

const burst = 100;

/** Keeps as many pods as a ReplicaSet says. */
export const reconcileReplicaSet: Controller = (context, set) => {
  const active = podsOf(context, set).filter(isActive);
  if (!set.metadata.deletionTimestamp) settleNumber(context, set, active);
  const pods = podsOf(context, set).filter(isActive);
  const { template, ['minReadySeconds']: minReadySeconds = 0 } = set.spec;
  const labels = Object.entries(template?.metadata?.labels ?? {});
  const labelled = pods.filter((pod) => labels.every(([key, value]) => pod.metadata.labels?.[key] === value));
  writeStatus(context, set, {
    replicas: pods.length,
    fullyLabeledReplicas: labelled.length || undefined,
    readyReplicas: pods.filter(isReady).length || undefined,
    availableReplicas: countAvailable(context, pods, Number(minReadySeconds)) || undefined,
    observedGeneration: set.metadata.generation,
  });
};

function settleNumber(context: WorkloadContext, set: Workload, active: readonly PodView[]): void {
  const { replicas = 1, template } = set.spec;
  const missing = replicas - active.length;
  for (let i = 0; i < Math.min(missing, burst); i++) if (!template || !createPod(context, set, { template })) break;
  for (const pod of missing < 0 ? leastUseful(active).slice(0, -missing) : []) removePod(context, set, pod);
  if (missing > burst) context.again(0);
}

/** Pods in the order in which they may go: those without a node, those that are not ready, the youngest. */
function leastUseful(pods: readonly PodView[]): readonly PodView[] {
  const rank = (pod: PodView): number => (pod.spec.nodeName ? 2 : 0) + (isReady(pod) ? 1 : 0);
  const born = ({ metadata }: PodView): string => metadata.creationTimestamp ?? '';
  return pods.toSorted((a, b) => rank(a) - rank(b) || born(b).localeCompare(born(a)));
}
