import { Collection, compareKeys } from './collection.ts';
import { History, type HistoryLimits, type StoredObject, type StoreEvent } from './history.ts';
import type { Journal, JournalRecord } from './journal.ts';
import { type ApiObject, orderedMetadata } from './object.ts';

export interface StoreOptions {
  /** Absent: nothing survives the process. */
  readonly journal?: Journal;
  readonly history?: HistoryLimits;
}

export type StoreListener = (event: StoreEvent) => void;

/** A snapshot of a resource at a revision. */
export interface Snapshot {
  readonly revision: number;
  readonly objects: readonly StoredObject[];
}

/**
 * All objects of the API server, in memory, with one increasing revision for all resources, and a journal that makes them durable.
 * A write changes what readers see at once; events reach listeners, and callers of `durable()` go on, only after the journal has it.
 */
export class Store {
  private readonly resources = new Map<string, ResourceStore>();
  private readonly journal: Journal | undefined;
  private readonly limits: HistoryLimits;
  private readonly listeners = new Set<StoreListener>();
  /** What happened before this revision is not known to any history. */
  private loadedRevision = 0;
  private newestRevision = 1;
  private publishedRevision = 1;
  private pending: PendingBatch | undefined;
  private lastCommitMs = 0;
  private failure: Error | undefined;

  constructor(options: StoreOptions = {}) {
    this.journal = options.journal;
    this.limits = options.history ?? { events: 20_000, bytes: 48 << 20 };
    if (this.journal) this.load(this.journal);
  }

  /** The newest revision given out. */
  get revision(): number {
    return this.newestRevision;
  }

  get(resource: string, namespace: string, name: string): StoredObject | undefined {
    return this.resources.get(resource)?.collection.get(namespace, name);
  }

  list(resource: string, namespace?: string): readonly StoredObject[] {
    return this.resources.get(resource)?.collection.list(namespace) ?? [];
  }

  count(resource: string): number {
    return this.resources.get(resource)?.collection.size ?? 0;
  }

  /** The objects as they were at `revision`; undefined where that is too long ago. */
  listAt(resource: string, revision: number, namespace?: string): Snapshot | undefined {
    const now = this.list(resource, namespace);
    const events = this.resource(resource).history.since(revision);
    if (!events) return undefined;
    const objects = events.length === 0 ? now : undo(now, events, namespace);
    return { revision, objects };
  }

  /** Stores a new version; its metadata gets the next resourceVersion. */
  put(resource: string, object: ApiObject): StoredObject {
    const { collection, history } = this.resource(resource);
    const namespace = object.metadata.namespace ?? '';
    const name = object.metadata.name ?? '';
    const previous = collection.get(namespace, name);
    const current = this.seal(object);
    collection.set(namespace, name, current);
    const event: StoreEvent = { type: previous ? 'MODIFIED' : 'ADDED', revision: current.revision, namespace, name, current, previous };
    history.add(event);
    this.write(resource, event);
    return current;
  }

  /** Removes an object; `last` is its final version, which watchers are shown. */
  remove(resource: string, last: ApiObject): StoredObject {
    const { collection, history } = this.resource(resource);
    const namespace = last.metadata.namespace ?? '';
    const name = last.metadata.name ?? '';
    const previous = collection.get(namespace, name);
    const current = this.seal(last);
    collection.delete(namespace, name);
    const event: StoreEvent = { type: 'DELETED', revision: current.revision, namespace, name, current, previous };
    history.add(event);
    this.write(resource, event);
    return current;
  }

  /** Events after `revision` that are durable; undefined where that is too long ago. */
  since(resource: string, revision: number): readonly StoreEvent[] | undefined {
    const events = this.resource(resource).history.since(revision);
    return this.pending ? events?.filter((event) => event.revision <= this.publishedRevision) : events;
  }

  oldestRevision(resource: string): number {
    return this.resource(resource).history.oldestRevision;
  }

  /** Durable events of one resource from now on. */
  subscribe(resource: string, listener: StoreListener): () => void {
    const { listeners } = this.resource(resource);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Durable events of all resources from now on. */
  subscribeAll(listener: (event: StoreEvent, resource: string) => void): () => void {
    const entry = listener as StoreListener;
    this.listeners.add(entry);
    return () => this.listeners.delete(entry);
  }

  /** Resolves when everything written so far is durable; undefined where it already is. */
  durable(): Promise<void> | undefined {
    if (this.failure) return Promise.reject(this.failure);
    return this.pending?.done;
  }

  /** Names of the resources that hold objects. */
  resourceNames(): readonly string[] {
    return [...this.resources.entries()].filter(([, { collection }]) => collection.size > 0).map(([name]) => name);
  }

  getSetting(name: string): string | undefined {
    return this.journal?.getSetting(name);
  }

  setSetting(name: string, value: string): void {
    this.journal?.setSetting(name, value);
  }

  close(): void {
    this.flush();
    this.journal?.close();
  }

  private load(journal: Journal): void {
    const { revision, records } = journal.load();
    this.newestRevision = Math.max(1, revision);
    this.publishedRevision = this.newestRevision;
    this.loadedRevision = revision;
    for (const record of records) {
      const object = JSON.parse(record.body.toString()) as ApiObject;
      this.resource(record.resource).collection.set(record.namespace, record.name, {
        object,
        bytes: record.body,
        revision: record.revision,
      });
    }
  }

  private resource(resource: string): ResourceStore {
    let found = this.resources.get(resource);
    if (!found) {
      found = { collection: new Collection(), history: new History(this.loadedRevision, this.limits), listeners: new Set() };
      this.resources.set(resource, found);
    }
    return found;
  }

  private seal(object: ApiObject): StoredObject {
    const revision = ++this.newestRevision;
    const sealed: ApiObject = { ...object, metadata: orderedMetadata({ ...object.metadata, resourceVersion: String(revision) }) };
    return { object: sealed, bytes: Buffer.from(JSON.stringify(sealed)), revision };
  }

  private write(resource: string, event: StoreEvent): void {
    if (!this.journal) {
      this.publishedRevision = event.revision;
      this.publish(resource, event);
      return;
    }
    this.pending ??= this.openBatch();
    this.pending.events.push({ resource, event });
  }

  /** Requests that arrive while the journal is busy, or in the same turn of the event loop, share one transaction. */
  private openBatch(): PendingBatch {
    let settle: (error?: Error) => void = () => undefined;
    const done = new Promise<void>((resolve, reject) => {
      settle = (error) => (error ? reject(error) : resolve());
    });
    done.catch(() => undefined);
    const flush = (): void => this.flush();
    if (this.lastCommitMs > 2) setTimeout(flush, Math.min(this.lastCommitMs, 20));
    else setImmediate(flush);
    return { events: [], done, settle };
  }

  private flush(): void {
    const batch = this.pending;
    if (!batch) return;
    const started = performance.now();
    try {
      this.journal?.commit(newestPerKey(batch));
    } catch (error) {
      // The journal is the truth: what it refused must not be served, so every later call fails too.
      this.failure = error instanceof Error ? error : new Error(String(error));
      batch.settle(this.failure);
      return;
    }
    this.lastCommitMs = performance.now() - started;
    this.pending = undefined;
    this.publishedRevision = this.newestRevision;
    for (const { resource, event } of batch.events) this.publish(resource, event);
    batch.settle();
  }

  private publish(resource: string, event: StoreEvent): void {
    for (const listener of this.resource(resource).listeners) listener(event);
    for (const listener of this.listeners) (listener as (event: StoreEvent, resource: string) => void)(event, resource);
  }
}

interface ResourceStore {
  readonly collection: Collection;
  readonly history: History;
  readonly listeners: Set<StoreListener>;
}

interface PendingBatch {
  readonly events: { readonly resource: string; readonly event: StoreEvent }[];
  readonly done: Promise<void>;
  readonly settle: (error?: Error) => void;
}

function newestPerKey(batch: PendingBatch): readonly JournalRecord[] {
  const records = new Map<string, JournalRecord>();
  for (const { resource, event } of batch.events) {
    const { namespace, name, revision } = event;
    const record = { resource, namespace, name, revision };
    records.set(`${resource}/${namespace}/${name}`, event.type === 'DELETED' ? record : { ...record, body: event.current.bytes });
  }
  return [...records.values()];
}

function undo(now: readonly StoredObject[], events: readonly StoreEvent[], namespace: string | undefined): readonly StoredObject[] {
  const objects = new Map(now.map((stored) => [keyOf(stored), stored]));
  for (const event of events.toReversed()) {
    if (namespace !== undefined && event.namespace !== namespace) continue;
    const key = `${event.namespace}/${event.name}`;
    if (event.previous) objects.set(key, event.previous);
    else objects.delete(key);
  }
  return [...objects.entries()].sort(([a], [b]) => compareKeys(a, b)).map(([, stored]) => stored);
}

function keyOf({ object }: StoredObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}
