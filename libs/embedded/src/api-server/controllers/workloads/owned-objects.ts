import type { StoreEvent } from '../../../store/history.ts';
import type { ApiObject, OwnerReference } from '../../../store/object.ts';
import type { Store } from '../../../store/store.ts';

interface Place {
  readonly storage: string;
  readonly namespace: string;
  readonly name: string;
}

/** The reference to the object that manages this one. */
export function controllerOf({ metadata }: ApiObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller);
}

/**
 * Objects by the uid of what manages them. A controller adds what it makes at once: events come only after the journal has the write, and
 * whoever looks again before would make it twice.
 */
export class OwnedObjects {
  private readonly store: Store;
  private readonly places = new Map<string, Map<string, Place>>();

  constructor(store: Store, storages: readonly string[]) {
    this.store = store;
    for (const storage of storages) for (const { object } of store.list(storage)) this.add(storage, object);
  }

  add(storage: string, object: ApiObject): void {
    const uid = controllerOf(object)?.uid;
    if (uid === undefined) return;
    const { namespace = '', name = '', uid: own = '' } = object.metadata;
    const known = this.places.get(uid) ?? new Map<string, Place>();
    this.places.set(uid, known.set(own, { storage, namespace, name }));
  }

  take(storage: string, { type, current, previous }: StoreEvent): void {
    if (type !== 'DELETED') {
      this.add(storage, current.object);
      return;
    }
    const object = previous?.object ?? current.object;
    const uid = controllerOf(object)?.uid ?? '';
    const known = this.places.get(uid);
    known?.delete(object.metadata.uid ?? '');
    if (known?.size === 0) this.places.delete(uid);
  }

  /** What is managed by the object of this uid, as it is stored now, in the order of creation. */
  of(uid: string, storage: string): readonly ApiObject[] {
    const places = [...(this.places.get(uid)?.entries() ?? [])];
    return places.flatMap(([own, place]) => {
      if (place.storage !== storage) return [];
      const object = this.store.get(place.storage, place.namespace, place.name)?.object;
      return object?.metadata.uid === own && controllerOf(object)?.uid === uid ? [object] : [];
    });
  }
}
