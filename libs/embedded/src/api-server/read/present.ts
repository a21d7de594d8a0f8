import type { StoredObject } from '../../store/history.ts';
import type { Presentation } from '../request.ts';
import type { Resource } from '../resource.ts';

/** One object as the client asked to see it; tables are made elsewhere. */
export function presentObject(resource: Resource, stored: StoredObject, presentation: Exclude<Presentation, 'table'>): Buffer {
  if (presentation === 'metadata') return metadataOnly(stored);
  if (!resource.view) return stored.bytes;
  return remember(viewed, stored, () => Buffer.from(JSON.stringify(resource.view?.fromStored(stored.object))));
}

const viewed = new WeakMap<StoredObject, Buffer>();
const partial = new WeakMap<StoredObject, Buffer>();

function metadataOnly(stored: StoredObject): Buffer {
  return remember(partial, stored, () =>
    Buffer.from(JSON.stringify({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: stored.object.metadata })),
  );
}

function remember(cache: WeakMap<StoredObject, Buffer>, stored: StoredObject, make: () => Buffer): Buffer {
  const known = cache.get(stored);
  if (known) return known;
  const made = make();
  cache.set(stored, made);
  return made;
}
