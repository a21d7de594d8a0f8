import { cleanupFinalizer } from '../kinds/custom-resource-definitions.ts';
import { deleteObject } from '../objects/delete.ts';
import { isReadyToLeave } from '../objects/update.ts';
import type { ApiState } from '../state.ts';
import type { WorkQueue } from './work-queue.ts';

const storage = 'customresourcedefinitions.apiextensions.k8s.io';

/** Deletes all custom objects of a definition that is being deleted, and then lets the definition go. */
export function startDefinitionCleanup(state: ApiState, queue: WorkQueue): () => void {
  const look = (name: string): void => queue.add(`definition/${name}`, () => cleanUp(state, name));
  for (const { object } of state.store.list(storage)) look(object.metadata.name ?? '');
  return state.store.subscribeAll((event, resource) => {
    if (resource === storage && event.current.object.metadata.deletionTimestamp) look(event.name);
    else if (event.type === 'DELETED' && state.store.get(storage, '', resource)?.object.metadata.deletionTimestamp) look(resource);
  });
}

function cleanUp(state: ApiState, name: string): void {
  const definition = state.store.get(storage, '', name)?.object;
  const finalizers = definition?.metadata.finalizers ?? [];
  if (!definition?.metadata.deletionTimestamp || !finalizers.includes(cleanupFinalizer)) return;
  deleteInstances(state, name);
  if (state.store.count(name) > 0) return;
  const left = finalizers.filter((finalizer) => finalizer !== cleanupFinalizer);
  const next = { ...definition, metadata: { ...definition.metadata, finalizers: left } };
  if (isReadyToLeave(next)) state.store.remove(storage, next);
  else state.store.put(storage, next);
}

function deleteInstances(state: ApiState, name: string): void {
  const resource = state.catalog.stored(name);
  for (const { object } of state.store.list(name)) {
    if (!resource || object.metadata.deletionTimestamp) continue;
    deleteObject(state, {
      resource,
      namespace: object.metadata.namespace ?? '',
      name: object.metadata.name ?? '',
      options: { dryRun: false },
    });
  }
}
