import { formatQuantity, parseQuantity } from '@argosy/std';
import { type ApiObject, isJsonObject } from '../../store/object.ts';
import type { PodView } from '../kinds/pod-types.ts';
import type { ApiState } from '../state.ts';
import { forbidden } from '../status-error.ts';

const podNames = { group: '', plural: 'pods', kind: 'Pod' };

/** Refuses a pod that would exceed a ResourceQuota of its namespace. Counted are pods, and their cpu and memory. */
export function enforceQuota(state: ApiState, draft: ApiObject): void {
  const namespace = draft.metadata.namespace ?? '';
  const quotas = state.store.list('resourcequotas', namespace);
  if (quotas.length === 0) return;
  const running = state.store.list('pods', namespace).map(({ object }) => object as PodView);
  const counted = running.filter((pod) => pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed');
  for (const { object } of quotas) enforce(object, draft as PodView, counted);
}

function enforce(quota: ApiObject, draft: PodView, pods: readonly PodView[]): void {
  const hard = isJsonObject(quota['spec']) ? quota['spec']['hard'] : undefined;
  if (!isJsonObject(hard)) return;
  const exceeded = Object.entries(hard).flatMap(([resource, limit]) => {
    const asked = usageOf(draft, resource);
    if (asked === undefined || asked === 0) return [];
    const used = pods.reduce((sum, pod) => sum + (usageOf(pod, resource) ?? 0), 0);
    return used + asked > parseQuantity(limit) ? [{ resource, asked, used, limit }] : [];
  });
  if (exceeded.length === 0) return;
  const list = (pick: (each: (typeof exceeded)[number]) => string): string =>
    exceeded.map((each) => `${each.resource}=${pick(each)}`).join(',');
  const requested = list(({ asked, resource }) => formatQuantity(asked, resource));
  const used = list((each) => formatQuantity(each.used, each.resource));
  const limited = list(({ limit }) => String(limit));
  throw forbidden(
    podNames,
    draft.metadata.name ?? '',
    `exceeded quota: ${quota.metadata.name}, requested: ${requested}, used: ${used}, limited: ${limited}`,
  );
}

/** What a pod takes of a resource that a quota names; undefined for resources that are not counted. */
function usageOf({ spec }: PodView, resource: string): number | undefined {
  if (resource === 'pods' || resource === 'count/pods') return 1;
  const match = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(resource);
  if (!match) return undefined;
  const kind = match[1] === 'limits' ? 'limits' : 'requests';
  const name = match[2] ?? '';
  const of = (list: PodView['spec']['containers']): readonly number[] =>
    (list ?? []).map((container) => parseQuantity(container.resources?.[kind]?.[name] ?? 0));
  const together = of(spec.containers).reduce((sum, value) => sum + value, 0);
  return Math.max(together, ...of(spec.initContainers));
}
