import type { StoreEvent } from '../../store/history.ts';
import type { ApiObject } from '../../store/object.ts';
import type { Resource } from '../resource.ts';
import type { ApiState } from '../state.ts';
import { resourcesOf } from './custom-resources.ts';
import type { Definition } from './definition.ts';

const storage = 'customresourcedefinitions.apiextensions.k8s.io';

/** Serves what the stored definitions define, now and after every change of them. */
export function registerDefinitions(state: ApiState): () => void {
  const registered = new Map<string, readonly Resource[]>();
  const withdraw = (name: string): void => {
    for (const resource of registered.get(name) ?? []) state.catalog.remove(resource);
    registered.delete(name);
  };
  const serve = (definition: ApiObject): void => {
    const name = definition.metadata.name ?? '';
    withdraw(name);
    const resources = resourcesOf(definition as Definition);
    for (const resource of resources) state.catalog.add(resource);
    registered.set(name, resources);
  };
  for (const { object } of state.store.list(storage)) serve(object);
  return state.store.subscribe(storage, ({ type, current, previous, name }: StoreEvent) => {
    if (type === 'DELETED') withdraw(name);
    else if (current.object['spec'] !== previous?.object['spec']) serve(current.object);
  });
}
