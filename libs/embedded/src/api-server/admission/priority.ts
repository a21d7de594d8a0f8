import { type ApiObject, isJsonObject } from '../../store/object.ts';
import type { ApiState } from '../state.ts';
import { forbidden } from '../status-error.ts';

const builtIn: Readonly<Record<string, number>> = { 'system-node-critical': 2_000_001_000, 'system-cluster-critical': 2_000_000_000 };

/** Resolves `priorityClassName`; without one the global default class counts, or 0. */
export function admitPriority(state: ApiState, draft: ApiObject): void {
  const { spec } = draft;
  if (!isJsonObject(spec)) return;
  const name = spec['priorityClassName'];
  if (typeof name === 'string' && name !== '') {
    spec['priority'] = priorityOf(state, draft, name);
  } else {
    const fallback = defaultClass(state);
    if (fallback) spec['priorityClassName'] = fallback.metadata.name;
    spec['priority'] = Number(fallback?.['value'] ?? 0);
  }
  spec['preemptionPolicy'] ??= 'PreemptLowerPriority';
}

function priorityOf(state: ApiState, draft: ApiObject, name: string): number {
  const found = state.store.get('priorityclasses.scheduling.k8s.io', '', name);
  const value = found ? Number(found.object['value']) : builtIn[name];
  if (value !== undefined) return value;
  throw forbidden({ group: '', plural: 'pods', kind: 'Pod' }, draft.metadata.name ?? '', `no PriorityClass with name ${name} was found`);
}

function defaultClass(state: ApiState): ApiObject | undefined {
  return state.store.list('priorityclasses.scheduling.k8s.io').find(({ object }) => object['globalDefault'] === true)?.object;
}
