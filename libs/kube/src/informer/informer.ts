import type { Instant, Logger, Milliseconds } from '@argosy/std';
import type { KubeClient, KubeObject, ListOptions, ResourceType } from '../client.ts';
import type { KubeError } from '../kube-error.ts';
import type { Timers } from '../timers.ts';
import { reflect } from './reflector.ts';
import { isLaterVersion } from './resource-version.ts';
import { createStore, type Indexer, objectKey, type Store, type Stored, storedObject, type WritableStore } from './store.ts';

/** What happens in a cache. Handlers run synchronously after the store changed and must not throw. */
export interface InformerHandlers<T> {
  added?(item: Stored<T>): void;
  updated?(item: Stored<T>, previous: Stored<T>): void;
  deleted?(last: Stored<T>): void;
}

export interface InformerOptions<O extends KubeObject, T> {
  readonly client: Pick<KubeClient, 'list' | 'watch'>;
  readonly type: ResourceType;
  readonly selection?: Pick<ListOptions, 'namespace' | 'labelSelector' | 'fieldSelector'>;
  /** What is kept of an object. Everything else is dropped before it enters the cache. */
  readonly project: (object: O) => T;
  readonly indexers?: Readonly<Record<string, Indexer<T>>>;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly pageSize?: number;
  readonly relistAfter?: Milliseconds;
  /** The kind may be missing or forbidden: then the cache is empty and synced. */
  readonly optional?: boolean;
  /** Told when the cache stops following because the API server cannot be heard, and when it follows again. */
  readonly onHearing?: (hears: boolean) => void;
  /** Told when the watch brings a version that was learnt before from the answer to a write: how long after it. */
  readonly onEcho?: (lag: Milliseconds) => void;
}

/** A cache of a collection, kept current by list and watch. */
export interface Informer<O extends KubeObject, T> {
  readonly store: Store<T>;
  /** Resolves when the first list is in the cache; rejects when the kind is forbidden and not optional. */
  readonly synced: Promise<void>;
  subscribe(handlers: InformerHandlers<T>): void;
  start(): void;
  stop(): void;
  /** Takes over an object that was read or written directly, if it is later than the cached one. */
  learn(object: O): void;
  /** Takes over that an object is gone, if the cache still holds it with this uid. */
  learnGone(key: string, uid: string): void;
}

export function createInformer<O extends KubeObject, T>(options: InformerOptions<O, T>): Informer<O, T> {
  const cache: Cache<O, T> = {
    options,
    store: createStore<T>(options.indexers ?? {}),
    handlers: [],
    buried: new Map(),
    learnt: new Map(),
  };
  const stopping = new AbortController();
  const first = firstList();
  // Whoever does not wait for it must not be ended by it.
  first.promise.catch(() => undefined);
  const sink = {
    changed: (object: O) => {
      echo(cache, object);
      put(cache, object);
    },
    deleted: (object: O) => bury(cache, object),
    listed: (keys: ReadonlySet<string>, version: string) => {
      prune(cache, keys, version);
      first.resolve();
    },
  };
  const onDenied = (error: KubeError): void => (options.optional ? first.resolve() : first.reject(error));
  const { client, type, timers, logger, onHearing, selection = {}, pageSize = 500, relistAfter = 30 * 60_000 } = options;
  return {
    store: cache.store,
    synced: first.promise,
    subscribe: (handlers) => void cache.handlers.push(handlers),
    start: () =>
      void reflect({ client, type, selection, sink, timers, logger, pageSize, relistAfter, signal: stopping.signal, onDenied, onHearing }),
    stop: () => stopping.abort(),
    learn: (object) => {
      remember(cache, object);
      put(cache, object);
    },
    learnGone: (key, uid) => {
      if (cache.store.get(key)?.uid === uid) remove(cache, key);
    },
  };
}

interface Cache<O extends KubeObject, T> {
  readonly options: InformerOptions<O, T>;
  readonly store: WritableStore<T>;
  readonly handlers: InformerHandlers<T>[];
  /** Versions at which objects went, by uid: a late event must not bring one back. */
  readonly buried: Map<string, string>;
  /** When versions were learnt that the watch has not brought yet. */
  readonly learnt: Map<string, Instant>;
}

const GRAVES = 2_000;
const ECHOES = 1_000;

function remember<O extends KubeObject, T>({ options, learnt }: Cache<O, T>, { metadata }: O): void {
  if (options.onEcho === undefined || metadata.resourceVersion === undefined) return;
  learnt.set(metadata.resourceVersion, options.timers.now());
  if (learnt.size > ECHOES) learnt.delete(learnt.keys().next().value as string);
}

function echo<O extends KubeObject, T>({ options, learnt }: Cache<O, T>, { metadata }: O): void {
  const at = learnt.get(metadata.resourceVersion ?? '');
  if (at === undefined) return;
  learnt.delete(metadata.resourceVersion ?? '');
  options.onEcho?.(options.timers.now() - at);
}

function put<O extends KubeObject, T>(cache: Cache<O, T>, object: O): void {
  const { uid = '', resourceVersion, name = '', namespace } = object.metadata;
  const previous = cache.store.get(objectKey(namespace, name));
  if (!isNews({ resourceVersion, uid }, previous, cache.buried.get(uid))) return;
  const item = projected(cache, object);
  if (item === undefined) return;
  // The same name with another uid is another object.
  const same = previous?.uid === uid ? previous : undefined;
  if (previous !== undefined && same === undefined) remove(cache, previous.key);
  cache.store.set(item);
  announce(cache, item, same);
}

function announce<O extends KubeObject, T>(cache: Cache<O, T>, item: Stored<T>, previous: Stored<T> | undefined): void {
  for (const handler of cache.handlers) {
    if (previous === undefined) handler.added?.(item);
    else handler.updated?.(item, previous);
  }
}

interface Version {
  readonly uid: string;
  readonly resourceVersion: string | undefined;
}

function isNews(object: Version, previous: Version | undefined, buriedAt: string | undefined): boolean {
  if (buriedAt !== undefined && !isLaterVersion(object.resourceVersion, buriedAt)) return false;
  return previous === undefined || isLaterVersion(object.resourceVersion, previous.resourceVersion);
}

function projected<O extends KubeObject, T>(cache: Cache<O, T>, object: O): Stored<T> | undefined {
  try {
    return storedObject(object, cache.options.project(object));
  } catch (error) {
    const { namespace, name } = object.metadata;
    cache.options.logger.error(`cannot read a ${cache.options.type.kind}, ignoring it: ${(error as Error).message}`, { namespace, name });
    return undefined;
  }
}

function bury<O extends KubeObject, T>(cache: Cache<O, T>, object: O): void {
  const { uid = '', resourceVersion = '', name = '', namespace } = object.metadata;
  cache.buried.set(uid, resourceVersion);
  if (cache.buried.size > GRAVES) cache.buried.delete(cache.buried.keys().next().value as string);
  const key = objectKey(namespace, name);
  const current = cache.store.get(key);
  if (current === undefined || current.uid !== uid || isLaterVersion(current.resourceVersion, resourceVersion)) return;
  remove(cache, key);
}

function remove<O extends KubeObject, T>(cache: Cache<O, T>, key: string): void {
  const last = cache.store.get(key);
  if (last === undefined) return;
  cache.store.remove(key);
  for (const handler of cache.handlers) handler.deleted?.(last);
}

function prune<O extends KubeObject, T>(cache: Cache<O, T>, present: ReadonlySet<string>, version: string): void {
  for (const { key, resourceVersion } of cache.store.list()) {
    // Something learnt from a write may be later than the list.
    if (!present.has(key) && !isLaterVersion(resourceVersion, version)) remove(cache, key);
  }
}

function firstList(): { readonly promise: Promise<void>; resolve(): void; reject(error: Error): void } {
  let resolve = (): void => undefined;
  let reject = (_error: Error): void => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
