import type { StoreEvent } from '../../store/history.ts';
import type { ApiObject, OwnerReference } from '../../store/object.ts';
import { deleteObject, type PropagationPolicy } from '../objects/delete.ts';
import { isReadyToLeave } from '../objects/update.ts';
import type { Resource } from '../resource.ts';
import type { ApiState } from '../state.ts';
import type { WorkQueue } from './work-queue.ts';

interface Dependent {
  readonly storage: string;
  readonly namespace: string;
  readonly name: string;
}

/** Deletes objects whose owners are gone, and holds owners whose dependents must go first or be orphaned. */
export function startGarbageCollector(state: ApiState, queue: WorkQueue): () => void {
  const collector = new GarbageCollector(state, queue);
  for (const storage of state.store.resourceNames()) for (const { object } of state.store.list(storage)) collector.know(storage, object);
  return state.store.subscribeAll((event, storage) => collector.take(event, storage));
}

class GarbageCollector {
  private readonly state: ApiState;
  private readonly queue: WorkQueue;
  private readonly dependents = new Map<string, Map<string, Dependent>>();

  constructor(state: ApiState, queue: WorkQueue) {
    this.state = state;
    this.queue = queue;
  }

  /** Remembers an object that is there from the start. */
  know(storage: string, object: ApiObject): void {
    this.index(storage, object, []);
    if (object.metadata.ownerReferences?.length) this.later('owners', object, () => this.checkOwners(storage, object));
    if (object.metadata.deletionTimestamp) this.later('finish', object, () => this.finish(storage, object));
  }

  take({ type, current, previous }: StoreEvent, storage: string): void {
    const { object } = current;
    if (type === 'DELETED') this.takeDeletion(object, previous?.object ?? object);
    else this.takeVersion(storage, object, previous?.object);
  }

  private takeDeletion({ metadata }: ApiObject, previous: ApiObject): void {
    const uid = metadata.uid ?? '';
    this.forget(previous);
    if (this.dependents.has(uid)) this.queue.add(`orphans/${uid}`, () => this.collect(uid));
    this.wakeOwners(metadata.ownerReferences, metadata.namespace ?? '');
  }

  private takeVersion(storage: string, object: ApiObject, previous: ApiObject | undefined): void {
    const { ownerReferences, deletionTimestamp, finalizers } = object.metadata;
    const before = previous?.metadata.ownerReferences ?? [];
    if (ownerReferences !== before && (ownerReferences?.length || before.length)) {
      this.index(storage, object, before);
      this.later('owners', object, () => this.checkOwners(storage, object));
    }
    if (deletionTimestamp && finalizers?.length) this.later('finish', object, () => this.finish(storage, object));
  }

  private later(what: string, { metadata }: ApiObject, work: () => void): void {
    this.queue.add(`${what}/${metadata.uid}`, work);
  }

  private index(storage: string, { metadata }: ApiObject, before: readonly OwnerReference[]): void {
    const dependent: Dependent = { storage, namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
    for (const { uid } of before) this.dependents.get(uid)?.delete(metadata.uid ?? '');
    for (const { uid } of metadata.ownerReferences ?? []) {
      const known = this.dependents.get(uid) ?? new Map<string, Dependent>();
      known.set(metadata.uid ?? '', dependent);
      this.dependents.set(uid, known);
    }
  }

  private forget({ metadata }: ApiObject): void {
    for (const { uid } of metadata.ownerReferences ?? []) {
      const known = this.dependents.get(uid);
      known?.delete(metadata.uid ?? '');
      if (known?.size === 0) this.dependents.delete(uid);
    }
  }

  /** An owner that waits for its dependents looks again when one of them goes. */
  private wakeOwners(owners: readonly OwnerReference[] | null | undefined, namespace: string): void {
    for (const owner of owners ?? []) {
      const resource = this.state.catalog.findKind(owner.apiVersion, owner.kind);
      const found = resource && this.state.store.get(resource.storage, resource.namespaced ? namespace : '', owner.name)?.object;
      if (found?.metadata.deletionTimestamp) this.later('finish', found, () => this.finish(resource?.storage ?? '', found));
    }
  }

  /** The owner is gone: each dependent goes, too, unless another owner is left. */
  private collect(ownerUid: string): void {
    for (const { storage, namespace, name } of this.dependents.get(ownerUid)?.values() ?? []) {
      const object = this.state.store.get(storage, namespace, name)?.object;
      if (object) this.later('owners', object, () => this.checkOwners(storage, object));
    }
    this.dependents.delete(ownerUid);
  }

  private checkOwners(storage: string, seen: ApiObject): void {
    const present = this.present(storage, seen);
    const resource = this.state.catalog.stored(storage);
    const owners = present?.metadata.ownerReferences ?? [];
    if (!present || !resource || owners.length === 0 || present.metadata.deletionTimestamp) return;
    // Owners of kinds that are not served here may exist elsewhere: nothing is concluded from them.
    if (owners.some((owner) => this.isAlive(owner, present))) return;
    this.remove(resource, present, 'Background');
  }

  private isAlive(owner: OwnerReference, dependent: ApiObject): boolean {
    const resource = this.state.catalog.findKind(owner.apiVersion, owner.kind);
    if (!resource) return true;
    const namespace = resource.namespaced ? (dependent.metadata.namespace ?? '') : '';
    return this.state.store.get(resource.storage, namespace, owner.name)?.object.metadata.uid === owner.uid;
  }

  /** Works off the finalizers that stand for the propagation policy of a deletion. */
  private finish(storage: string, seen: ApiObject): void {
    const present = this.present(storage, seen);
    const finalizers = present?.metadata.finalizers ?? [];
    if (!present) return;
    if (finalizers.includes('orphan')) this.orphan(storage, present);
    else if (finalizers.includes('foregroundDeletion')) this.deleteDependentsFirst(storage, present);
  }

  private orphan(storage: string, owner: ApiObject): void {
    const uid = owner.metadata.uid ?? '';
    for (const dependent of this.dependentsOf(uid)) {
      const left = (dependent.object.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== uid);
      this.state.store.put(dependent.storage, { ...dependent.object, metadata: { ...dependent.object.metadata, ownerReferences: left } });
    }
    this.dropFinalizer(storage, owner, 'orphan');
  }

  private deleteDependentsFirst(storage: string, owner: ApiObject): void {
    const uid = owner.metadata.uid ?? '';
    let isBlocked = false;
    for (const dependent of this.dependentsOf(uid)) {
      const resource = this.state.catalog.stored(dependent.storage);
      const blocks = dependent.object.metadata.ownerReferences?.some((reference) => reference.uid === uid && reference.blockOwnerDeletion);
      const isGone = dependent.object.metadata.deletionTimestamp
        ? false
        : resource && this.remove(resource, dependent.object, 'Foreground');
      if (blocks && !isGone) isBlocked = true;
    }
    if (!isBlocked) this.dropFinalizer(storage, owner, 'foregroundDeletion');
  }

  private dependentsOf(uid: string): readonly { readonly storage: string; readonly object: ApiObject }[] {
    return [...(this.dependents.get(uid)?.values() ?? [])].flatMap(({ storage, namespace, name }) => {
      const object = this.state.store.get(storage, namespace, name)?.object;
      return object ? [{ storage, object }] : [];
    });
  }

  private dropFinalizer(storage: string, object: ApiObject, finalizer: string): void {
    const finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
    const next: ApiObject = { ...object, metadata: { ...object.metadata, finalizers } };
    if (isReadyToLeave(next)) this.state.store.remove(storage, next);
    else this.state.store.put(storage, next);
  }

  private present(storage: string, { metadata }: ApiObject): ApiObject | undefined {
    const object = this.state.store.get(storage, metadata.namespace ?? '', metadata.name ?? '')?.object;
    return object?.metadata.uid === metadata.uid ? object : undefined;
  }

  private remove(resource: Resource, { metadata }: ApiObject, propagationPolicy: PropagationPolicy): boolean {
    const options = { dryRun: false, uid: metadata.uid, propagationPolicy };
    return deleteObject(this.state, { resource, namespace: metadata.namespace ?? '', name: metadata.name ?? '', options }).gone;
  }
}
