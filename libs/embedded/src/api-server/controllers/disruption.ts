import { equalJson } from '../../store/object.ts';
import type { ApiObject } from '../../store/object.ts';
import type { PodView } from '../kinds/pod-types.ts';
import { type LabelSelector, selects } from '../kinds/workloads/label-selector.ts';
import type { ApiState } from '../state.ts';
import { isActive, isReady, scaled, withCondition } from './workloads/workload.ts';
import type { WorkQueue } from './work-queue.ts';

const storage = 'poddisruptionbudgets.policy';

interface Budget extends ApiObject {
  spec?: { readonly minAvailable?: number | string; readonly maxUnavailable?: number | string; readonly selector?: LabelSelector };
}

/** Counts for every PodDisruptionBudget how many of its pods may be evicted now. */
export function startDisruption(state: ApiState, queue: WorkQueue): () => void {
  const { store } = state;
  const look = (namespace: string, name: string): void => queue.add(`budget/${namespace}/${name}`, () => settle(state, namespace, name));
  for (const { object } of store.list(storage)) look(object.metadata.namespace ?? '', object.metadata.name ?? '');
  return store.subscribeAll((event, resource) => {
    if (resource === storage) look(event.namespace, event.name);
    else if (resource === 'pods' && store.count(storage) > 0)
      for (const { object } of store.list(storage, event.namespace)) look(event.namespace, object.metadata.name ?? '');
  });
}

/** Whether a budget is about a pod; one without a selector is about none. */
export function isCovered(budget: ApiObject, pod: ApiObject): boolean {
  const { selector } = (budget as Budget).spec ?? {};
  return selector !== undefined && selects(selector, pod.metadata.labels);
}

function settle(state: ApiState, namespace: string, name: string): void {
  const budget = state.store.get(storage, namespace, name)?.object as Budget | undefined;
  if (!budget) return;
  const pods = state.store
    .list('pods', namespace)
    .map(({ object }) => object as PodView)
    .filter((pod) => isCovered(budget, pod) && isActive(pod));
  const healthy = pods.filter(isReady).length;
  const { minAvailable, maxUnavailable } = budget.spec ?? {};
  const desired =
    maxUnavailable === undefined
      ? scaled(minAvailable, pods.length, Math.ceil)
      : pods.length - scaled(maxUnavailable, pods.length, Math.ceil);
  const allowed = Math.max(0, healthy - Math.max(0, desired));
  const status = (budget['status'] ?? {}) as { readonly conditions?: unknown };
  const next = {
    ...status,
    observedGeneration: budget.metadata.generation,
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy: Math.max(0, desired),
    expectedPods: pods.length,
    conditions: withCondition(status.conditions, {
      type: 'DisruptionAllowed',
      status: allowed > 0 ? 'True' : 'False',
      reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
      message: '',
      now: state.clock.now(),
    }),
  };
  if (!equalJson(status, next)) state.store.put(storage, { ...budget, status: next });
}
