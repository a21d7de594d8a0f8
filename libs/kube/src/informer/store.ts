import type { KubeObject } from '../client.ts';

/** One cached object: its identity, and what was kept of it. */
export interface Stored<T> {
  /** `<namespace>/<name>`, or the name alone for cluster-scoped kinds. */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly value: T;
}

/** Computes under which words an object is found. */
export type Indexer<T> = (item: Stored<T>) => readonly string[];

/** Read access to a watch cache. */
export interface Store<T> {
  readonly size: number;
  get(key: string): Stored<T> | undefined;
  list(): IterableIterator<Stored<T>>;
  /** Everything that `index` filed under `word`. */
  byIndex(index: string, word: string): readonly Stored<T>[];
}

export interface WritableStore<T> extends Store<T> {
  set(item: Stored<T>): void;
  remove(key: string): void;
}

export function objectKey(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

export function storedObject<T>(object: KubeObject, value: T): Stored<T> {
  const { namespace = '', name = '', uid = '', resourceVersion = '' } = object.metadata;
  return { key: objectKey(namespace, name), namespace, name, uid, resourceVersion, value };
}

export function createStore<T>(indexers: Readonly<Record<string, Indexer<T>>>): WritableStore<T> {
  const items = new Map<string, Stored<T>>();
  const indexes = new Map(Object.entries(indexers).map(([name, indexer]) => [name, { indexer, words: new Map<string, Set<string>>() }]));
  const unfile = (item: Stored<T>): void => {
    for (const { indexer, words } of indexes.values()) for (const word of indexer(item)) removeFrom(words, word, item.key);
  };
  const remove = (key: string): void => {
    const item = items.get(key);
    if (item === undefined) return;
    unfile(item);
    items.delete(key);
  };
  return {
    get size() {
      return items.size;
    },
    get: (key) => items.get(key),
    list: () => items.values(),
    byIndex: (index, word) => [...(indexes.get(index)?.words.get(word) ?? [])].map((key) => items.get(key) as Stored<T>),
    remove,
    set(item) {
      remove(item.key);
      items.set(item.key, item);
      for (const { indexer, words } of indexes.values()) for (const word of indexer(item)) addTo(words, word, item.key);
    },
  };
}

function addTo(words: Map<string, Set<string>>, word: string, key: string): void {
  const keys = words.get(word);
  if (keys === undefined) words.set(word, new Set([key]));
  else keys.add(key);
}

function removeFrom(words: Map<string, Set<string>>, word: string, key: string): void {
  const keys = words.get(word);
  keys?.delete(key);
  if (keys?.size === 0) words.delete(word);
}
