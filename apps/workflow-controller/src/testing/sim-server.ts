import { applyMergePatch, KubeError, type KubeObject, objectKey, type ResourceType } from '@argosy/kube';
import { toRfc3339Seconds } from '@argosy/std';
import type { SimulatedTimers } from '@argosy/kube';
import { matchesSelector } from './label-selector.ts';

export interface SimEvent {
  readonly version: number;
  readonly plural: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
  readonly previous: KubeObject | undefined;
}

/** An effect on the stored objects, in order. */
interface Effect {
  readonly verb: 'create' | 'patch' | 'delete';
  readonly plural: string;
  readonly key: string;
  readonly object: KubeObject;
}

/** The storage of an API server, without faults: optimistic locking, finalizers, versions that count up. */
export interface SimServer {
  readonly effects: readonly Effect[];
  readonly history: readonly SimEvent[];
  version(): number;
  all(plural: string): readonly KubeObject[];
  get(type: ResourceType, key: string): KubeObject;
  list(type: ResourceType, selector: string | undefined): readonly KubeObject[];
  create(type: ResourceType, object: KubeObject): KubeObject;
  patch(type: ResourceType, key: string, body: unknown): KubeObject;
  remove(type: ResourceType, key: string, uid?: string): void;
  /** Called with everything that changes. */
  subscribe(listener: (event: SimEvent) => void): () => void;
}

export function createSimServer(timers: SimulatedTimers): SimServer {
  const objects = new Map<string, Map<string, KubeObject>>();
  const listeners = new Set<(event: SimEvent) => void>();
  const effects: Effect[] = [];
  const history: SimEvent[] = [];
  let version = 0;
  const kind = (plural: string): Map<string, KubeObject> => {
    const known = objects.get(plural) ?? new Map<string, KubeObject>();
    objects.set(plural, known);
    return known;
  };
  const find = (plural: string, key: string): KubeObject => {
    const object = kind(plural).get(key);
    if (object === undefined) throw failure(404, 'NotFound', `${plural} "${key}" not found`);
    return object;
  };
  const store = (plural: string, object: KubeObject, previous: KubeObject | undefined): KubeObject => {
    version += 1;
    const stamped = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
    const key = keyOf(stamped);
    const isGone = stamped.metadata.deletionTimestamp !== undefined && finalizersOf(stamped).length === 0;
    if (isGone) kind(plural).delete(key);
    else kind(plural).set(key, stamped);
    const type = isGone ? 'DELETED' : previous === undefined ? 'ADDED' : 'MODIFIED';
    const event: SimEvent = { version, plural, type, object: stamped, previous };
    history.push(event);
    for (const listener of listeners) listener(event);
    return stamped;
  };
  return {
    effects,
    history,
    version: () => version,
    all: (plural) => [...kind(plural).values()],
    get: ({ plural }, key) => find(plural, key),
    list: ({ plural }, selector) => [...kind(plural).values()].filter((object) => matchesSelector(object.metadata.labels ?? {}, selector)),
    create({ plural }, object) {
      const key = keyOf(object);
      if (kind(plural).has(key)) throw failure(409, 'AlreadyExists', `${plural} "${key}" already exists`);
      const metadata = { ...object.metadata, uid: `uid-${version + 1}`, creationTimestamp: toRfc3339Seconds(timers.now()) };
      const created = store(plural, { ...object, metadata }, undefined);
      effects.push({ verb: 'create', plural, key, object: created });
      return created;
    },
    patch({ plural }, key, body) {
      const before = find(plural, key);
      const wanted = (body as { metadata?: { resourceVersion?: string; uid?: string } }).metadata ?? {};
      if (wanted.resourceVersion !== undefined && wanted.resourceVersion !== before.metadata.resourceVersion)
        throw failure(409, 'Conflict', 'the object has been modified');
      if (wanted.uid !== undefined && wanted.uid !== before.metadata.uid)
        throw failure(409, 'Conflict', 'Precondition failed: UID in precondition');
      const after = store(plural, applyMergePatch(before, body) as KubeObject, before);
      effects.push({ verb: 'patch', plural, key, object: after });
      return after;
    },
    remove({ plural }, key, uid) {
      const before = find(plural, key);
      if (uid !== undefined && uid !== before.metadata.uid) throw failure(409, 'Conflict', 'Precondition failed: UID in precondition');
      if (before.metadata.deletionTimestamp !== undefined) return;
      const after = store(
        plural,
        { ...before, metadata: { ...before.metadata, deletionTimestamp: toRfc3339Seconds(timers.now()) } },
        before,
      );
      effects.push({ verb: 'delete', plural, key, object: after });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function failure(code: number, reason: string, message: string): KubeError {
  const retry = code === 409 ? 'now' : code === 429 || code >= 500 ? 'backoff' : 'never';
  return new KubeError(message, { code: `KUBE_${reason.toUpperCase()}`, retry, status: { code, reason, message } });
}

export function keyOf({ metadata }: KubeObject): string {
  return objectKey(metadata.namespace, metadata.name ?? '');
}

function finalizersOf({ metadata }: KubeObject): readonly unknown[] {
  return (metadata['finalizers'] as readonly unknown[] | undefined) ?? [];
}
