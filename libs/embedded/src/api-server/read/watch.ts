import type { ServerResponse } from 'node:http';
import type { StoredObject, StoreEvent } from '../../store/history.ts';
import type { Presentation } from '../request.ts';
import { booleanParameter, integerParameter } from '../request.ts';
import { apiVersionOf, type Resource } from '../resource.ts';
import type { ApiState } from '../state.ts';
import { badRequest, expired } from '../status-error.ts';
import { drained } from '../http/drained.ts';
import { compileFilter, type Filter } from './filter.ts';
import { selectObjects } from './list.ts';
import { presentObject } from './present.ts';
import { readIncludeObject, tableOf } from './table.ts';

export interface WatchInput {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly query: URLSearchParams;
  readonly presentation: Presentation;
  readonly response: ServerResponse;
}

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

const bookmarkPeriodMs = 60_000;
/** A watcher that is this far behind, in bytes, is cut off; it will list again. */
const backlogLimit = 64 << 20;
/** Of the objects that are there at the start, so many bytes wait for a watcher to read them. */
const initialBacklog = 1 << 20;
const longestWatchSeconds = 3600;

/** Streams events until the client leaves, the time is over or the server stops. */
export async function watchObjects(state: ApiState, input: WatchInput): Promise<void> {
  const filter = compileFilter(input.resource, input);
  const start = readStart(input.query);
  const timeout = integerParameter(input.query, 'timeoutSeconds') || longestWatchSeconds;
  const watcher = new Watcher(state, { ...input, filter });
  await watcher.begin(start);
  await watcher.until(timeout);
}

interface Start {
  /** Absent: begin with the present state. */
  readonly revision?: number;
  readonly sendInitialEvents: boolean;
  readonly bookmarks: boolean;
}

function readStart(query: URLSearchParams): Start {
  const revision = integerParameter(query, 'resourceVersion') ?? 0;
  const sendInitialEvents = booleanParameter(query, 'sendInitialEvents');
  const match = query.get('resourceVersionMatch');
  if (sendInitialEvents && match !== 'NotOlderThan') {
    throw badRequest('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  }
  const bookmarks = booleanParameter(query, 'allowWatchBookmarks');
  const isFromNow = query.get('sendInitialEvents') === 'false' && revision === 0;
  if (revision > 0 && !sendInitialEvents) return { revision, sendInitialEvents, bookmarks };
  return isFromNow ? { revision: Number.POSITIVE_INFINITY, sendInitialEvents, bookmarks } : { sendInitialEvents, bookmarks };
}

class Watcher {
  private readonly state: ApiState;
  private readonly input: WatchInput & { readonly filter: Filter };
  /** Events up to here were sent or are not wanted. */
  private revision = 0;
  private isCorked = false;
  private hasColumns = false;
  private unsubscribe: () => void = () => undefined;
  private bookmarkTimer: NodeJS.Timeout | undefined;

  constructor(state: ApiState, input: WatchInput & { readonly filter: Filter }) {
    this.state = state;
    this.input = input;
  }

  async begin({ revision, sendInitialEvents, bookmarks }: Start): Promise<void> {
    const { resource, filter, response } = this.input;
    const { store } = this.state;
    const initial = revision === undefined ? selectObjects(this.state, resource, filter) : [];
    this.revision = Math.min(revision ?? Number.POSITIVE_INFINITY, store.revision);
    if (revision !== undefined && Number.isFinite(revision)) this.revision = revision;
    const from = this.revision;
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' });
    response.flushHeaders();
    await store.durable();
    for (const stored of initial) {
      this.sendStored('ADDED', stored);
      if (response.writableLength > initialBacklog) await drained(response);
    }
    if (sendInitialEvents) this.sendBookmark(from, { 'k8s.io/initial-events-end': 'true' });
    this.replay(from);
    this.unsubscribe = store.subscribe(resource.storage, (event) => this.take(event));
    if (bookmarks) this.bookmarkTimer = setInterval(() => this.sendBookmark(this.newestRevision()), bookmarkPeriodMs).unref();
  }

  until(timeoutSeconds: number): Promise<void> {
    const { response } = this.input;
    return new Promise((resolve) => {
      const timer = setTimeout(() => response.end(), timeoutSeconds * 1000).unref();
      const finish = (): void => {
        clearTimeout(timer);
        clearInterval(this.bookmarkTimer);
        this.unsubscribe();
        resolve();
      };
      if (response.writableFinished || response.destroyed) finish();
      else response.once('close', finish).once('finish', finish);
    });
  }

  private newestRevision(): number {
    // While a batch is on its way to the disk its events are not sent yet.
    return this.state.store.durable() ? this.revision : Math.max(this.revision, this.state.store.revision);
  }

  private replay(from: number): void {
    const { store } = this.state;
    const events = store.since(this.input.resource.storage, from);
    if (events) {
      for (const event of events) this.take(event);
      return;
    }
    const oldest = store.oldestRevision(this.input.resource.storage);
    this.send('ERROR', Buffer.from(JSON.stringify(expired(`too old resource version: ${from} (${oldest})`).status)));
    this.input.response.end();
  }

  private take(event: StoreEvent): void {
    if (event.revision <= this.revision) return;
    const { filter, resource, presentation } = this.input;
    this.revision = event.revision;
    if (filter.namespace !== undefined && event.namespace !== filter.namespace) return;
    const type = typeFor(event, filter.matches);
    if (!type) return;
    if (presentation === 'table') this.sendStored(type, event.current);
    else this.write(frameOf(event, type, { resource, presentation }));
  }

  private sendStored(type: EventType, stored: StoredObject): void {
    const { resource, presentation } = this.input;
    if (presentation !== 'table') {
      this.send(type, presentObject(resource, stored, presentation));
      return;
    }
    const metadata = { resourceVersion: stored.object.metadata.resourceVersion };
    const options = {
      includeObject: readIncludeObject(this.input.query),
      now: this.state.clock.now(),
      metadata,
      withColumns: !this.hasColumns,
    };
    this.hasColumns = true;
    this.send(type, Buffer.from(JSON.stringify(tableOf(resource, [stored], options))));
  }

  private sendBookmark(revision: number, annotations?: Readonly<Record<string, string>>): void {
    const { resource, presentation } = this.input;
    const isPartial = presentation === 'metadata';
    const metadata = { resourceVersion: String(revision), creationTimestamp: null, ...(annotations ? { annotations } : {}) };
    const object =
      presentation === 'table'
        ? tableOf(resource, [], { includeObject: 'None', now: 0, metadata, withColumns: false })
        : {
            kind: isPartial ? 'PartialObjectMetadata' : resource.kind,
            apiVersion: isPartial ? 'meta.k8s.io/v1' : apiVersionOf(resource),
            metadata,
          };
    this.send('BOOKMARK', Buffer.from(JSON.stringify(object)));
  }

  private send(type: EventType, object: Buffer): void {
    this.write(frame(type, object));
  }

  /** Frames of one turn of the event loop leave in one piece. */
  private write(bytes: Buffer): void {
    const { response } = this.input;
    if (response.destroyed || response.writableEnded) return;
    if (response.writableLength > backlogLimit) {
      response.destroy();
      return;
    }
    if (!this.isCorked) {
      this.isCorked = true;
      response.cork();
      process.nextTick(() => {
        this.isCorked = false;
        response.uncork();
      });
    }
    response.write(bytes);
  }
}

/** What an event means for a watcher: an object may come into its selection or leave it. */
function typeFor(event: StoreEvent, matches: Filter['matches']): EventType | undefined {
  if (!matches) return event.type;
  const did = event.previous !== undefined && matches(event.previous);
  const does = event.type !== 'DELETED' && matches(event.current);
  if (does) return did ? 'MODIFIED' : 'ADDED';
  return did ? 'DELETED' : undefined;
}

interface FrameInput {
  readonly resource: Resource;
  readonly presentation: Exclude<Presentation, 'table'>;
}

/** The latest frames, made once for all watchers that are shown the same. */
const frames = new WeakMap<StoreEvent, Map<string, Buffer>>();

function frameOf(event: StoreEvent, type: EventType, { resource, presentation }: FrameInput): Buffer {
  const key = `${type} ${presentation} ${apiVersionOf(resource)}`;
  let known = frames.get(event);
  if (!known) {
    known = new Map();
    frames.set(event, known);
    // Histories keep events for long; their frames would double the memory.
    setImmediate(() => frames.delete(event));
  }
  const made = known.get(key) ?? frame(type, presentObject(resource, event.current, presentation));
  known.set(key, made);
  return made;
}

const heads = Object.fromEntries(
  (['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR'] as const).map((type) => [type, Buffer.from(`{"type":"${type}","object":`)]),
) as Record<EventType, Buffer>;
const tail = Buffer.from('}\n');

function frame(type: EventType, object: Buffer): Buffer {
  return Buffer.concat([heads[type], object, tail]);
}
