import { randomUUID } from 'node:crypto';
import { toRfc3339Seconds } from '@argosy/std';
import type { ApiObject } from '../../store/object.ts';
import type { StoreEvent } from '../../store/history.ts';
import { deleteObject } from '../objects/delete.ts';
import type { ApiState } from '../state.ts';
import type { WorkQueue } from './work-queue.ts';

export interface NamespaceLifecycleOptions {
  readonly state: ApiState;
  readonly queue: WorkQueue;
  /** The certificate that pods trust, published in every namespace; empty where the server speaks plain HTTP. */
  readonly certificateAuthority: string;
}

/** Gives every namespace its default service account and certificate, and empties namespaces that are being deleted. */
export function startNamespaceLifecycle({ state, queue, certificateAuthority }: NamespaceLifecycleOptions): () => void {
  const { store } = state;
  const settle = (name: string): void => {
    const namespace = store.get('namespaces', '', name)?.object;
    if (!namespace) return;
    if (namespace.metadata.deletionTimestamp) emptyNamespace(state, namespace);
    else furnish(state, { name, certificateAuthority });
  };
  const look = (name: string): void => queue.add(`namespace/${name}`, () => settle(name));
  for (const { object } of store.list('namespaces')) look(object.metadata.name ?? '');
  return store.subscribeAll((event: StoreEvent, resource: string) => {
    if (resource === 'namespaces') look(event.name);
    else if (event.type === 'DELETED' && isTerminating(state, event.namespace)) look(event.namespace);
    else if (event.type === 'DELETED' && (resource === 'serviceaccounts' || resource === 'configmaps')) look(event.namespace);
  });
}

/** Creates a namespace with its default service account at once, without waiting for the queue. */
export function ensureNamespace(state: ApiState, name: string, certificateAuthority: string): void {
  if (!state.store.get('namespaces', '', name)) {
    state.store.put('namespaces', {
      kind: 'Namespace',
      apiVersion: 'v1',
      metadata: { name, ...identity(state), labels: { 'kubernetes.io/metadata.name': name } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  }
  furnish(state, { name, certificateAuthority });
}

interface Furnishing {
  readonly name: string;
  readonly certificateAuthority: string;
}

function furnish(state: ApiState, { name, certificateAuthority }: Furnishing): void {
  const { store } = state;
  if (!store.get('serviceaccounts', name, 'default')) {
    store.put('serviceaccounts', {
      kind: 'ServiceAccount',
      apiVersion: 'v1',
      metadata: { name: 'default', namespace: name, ...identity(state) },
    });
  }
  const published = store.get('configmaps', name, 'kube-root-ca.crt')?.object;
  const data = { 'ca.crt': certificateAuthority };
  if (!published)
    store.put('configmaps', {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'kube-root-ca.crt', namespace: name, ...identity(state) },
      data,
    });
  else if ((published['data'] as typeof data | undefined)?.['ca.crt'] !== certificateAuthority)
    store.put('configmaps', { ...published, data });
}

function identity(state: ApiState): { readonly uid: string; readonly creationTimestamp: string } {
  return { uid: randomUUID(), creationTimestamp: toRfc3339Seconds(state.clock.now()) };
}

function isTerminating(state: ApiState, namespace: string): boolean {
  return namespace !== '' && Boolean(state.store.get('namespaces', '', namespace)?.object.metadata.deletionTimestamp);
}

function emptyNamespace(state: ApiState, namespace: ApiObject): void {
  const { store, catalog } = state;
  const name = namespace.metadata.name ?? '';
  const resources = store.resourceNames().flatMap((storage) => catalog.stored(storage) ?? []);
  let left = 0;
  for (const resource of resources.filter((each) => each.namespaced)) {
    for (const { object } of store.list(resource.storage, name)) {
      const result = deleteObject(state, {
        resource,
        namespace: name,
        name: object.metadata.name ?? '',
        options: { dryRun: false, propagationPolicy: 'Background' },
      });
      if (!result.gone) left++;
    }
  }
  if (left === 0) finalizeNamespace(state, name);
}

/** Takes the namespace's own finalizer; others may still hold it. */
function finalizeNamespace(state: ApiState, name: string): void {
  const present = state.store.get('namespaces', '', name)?.object;
  const finalizers = (present?.['spec'] as { readonly finalizers?: readonly string[] } | undefined)?.finalizers ?? [];
  if (!present || !finalizers.includes('kubernetes')) return;
  const left = finalizers.filter((finalizer) => finalizer !== 'kubernetes');
  const next = { ...present, spec: { ...(present['spec'] as object), finalizers: left } };
  if (left.length === 0 && !present.metadata.finalizers?.length) state.store.remove('namespaces', next);
  else state.store.put('namespaces', next);
}
