import { isLaterVersion, type Stored } from '@argosy/kube';
import { ApiFailure } from '../api/failure.ts';
import type { Frame } from '../api/endpoint.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** Something that happened to a cached object. */
export interface Change<T> {
  readonly type: ChangeType;
  readonly item: Stored<T>;
  readonly previous?: Stored<T> | undefined;
  /** The version that the cache had reached with it. */
  readonly version: string;
}

export interface Subscription<T> {
  matches(item: Stored<T>): boolean;
  /** JSON of an object as this subscriber wants it; subscribers with one `view` share what was made once. */
  readonly view: string;
  render(item: Stored<T>): Promise<string>;
  /** One object is asked for: then what it is now makes up for whatever was missed. */
  readonly isOfOne: boolean;
  /** What there is now, for those who do not say from where on they want to know. */
  current(): readonly Stored<T>[];
  /** Where the subscriber was: the version of a list, or the id of the last event. */
  readonly since: { readonly version?: string; readonly id?: string };
  readonly signal: AbortSignal;
}

/** Passes changes of a cache on to any number of readers: one serialisation for all, and a slow reader costs only itself. */
export interface EventHub<T> {
  /** Changes up to this version came before the first that is published. */
  begin(version: string): void;
  publish(change: Change<T>): void;
  /** Tells all readers, and those who come later, whether what they get is current. */
  announce(isCurrent: boolean): void;
  subscribe(subscription: Subscription<T>): AsyncGenerator<Frame>;
  readonly subscribers: number;
}

interface Recorded<T> extends Change<T> {
  readonly sequence: number;
  /** JSON of the object by view. */
  readonly rendered: Map<string, Promise<string>>;
}

/** Changes that are kept for readers who come back. */
const KEPT = 2_000;

export function createEventHub<T>(): EventHub<T> {
  const hub: Hub<T> = {
    epoch: Math.random().toString(36).slice(2, 8),
    sequence: 0,
    recent: [],
    readers: new Set(),
    isComplete: true,
    firstVersion: '0',
    isCurrent: true,
  };
  return {
    get subscribers() {
      return hub.readers.size;
    },
    begin(version) {
      hub.firstVersion = version;
    },
    publish(change) {
      hub.sequence += 1;
      const recorded = { ...change, sequence: hub.sequence, rendered: new Map() };
      hub.recent.push(recorded);
      if (hub.recent.length > KEPT) {
        hub.recent.shift();
        hub.isComplete = false;
      }
      for (const reader of hub.readers) reader.offer(recorded);
    },
    announce(isCurrent) {
      hub.isCurrent = isCurrent;
      for (const reader of hub.readers) reader.wake();
    },
    subscribe: (subscription) => read(hub, subscription),
  };
}

interface Hub<T> {
  /** Tells the ids of this process from those of another. */
  readonly epoch: string;
  sequence: number;
  readonly recent: Recorded<T>[];
  readonly readers: Set<Reader<T>>;
  /** Nothing was forgotten yet. */
  isComplete: boolean;
  /** What the cache began with. */
  firstVersion: string;
  isCurrent: boolean;
}

interface Reader<T> {
  offer(change: Recorded<T>): void;
  /** Something else than a change is to be told. */
  wake(): void;
}

async function* read<T>(hub: Hub<T>, subscription: Subscription<T>): AsyncGenerator<Frame> {
  const missed = missedChanges(hub, subscription);
  const queue = createQueue<T>(subscription);
  hub.readers.add(queue);
  try {
    if (missed === 'everything') for (const item of subscription.current()) yield frameOf(hub, 'ADDED', await subscription.render(item));
    else for (const change of missed) queue.offer(change);
    let toldCurrent = true;
    for (let next = await queue.take(); next !== undefined; next = await queue.take()) {
      if (hub.isCurrent !== toldCurrent) {
        toldCurrent = hub.isCurrent;
        yield { comment: toldCurrent ? 'current' : 'behind' };
      }
      if (next === 'woken') continue;
      const { type, change } = next;
      yield { ...frameOf(hub, type, await rendered(change, subscription)), id: `${hub.epoch}.${change.sequence}` };
    }
  } finally {
    hub.readers.delete(queue);
  }
}

function frameOf<T>(hub: Hub<T>, type: ChangeType, object: string): Frame {
  return { json: `{"type":"${type}","object":${object}}`, id: `${hub.epoch}.${hub.sequence}` };
}

function rendered<T>(change: Recorded<T>, { view, render }: Subscription<T>): Promise<string> {
  const known = change.rendered.get(view);
  if (known !== undefined) return known;
  const made = render(change.item);
  change.rendered.set(view, made);
  return made;
}

/** What a reader has not seen since it was last here; throws OUT_OF_RANGE where that is not known any more: it must list anew. */
function missedChanges<T>(hub: Hub<T>, subscription: Subscription<T>): readonly Recorded<T>[] | 'everything' {
  const { since } = subscription;
  try {
    return missedSince(hub, since);
  } catch (error) {
    const [only] = subscription.isOfOne ? subscription.current() : [];
    if (only === undefined) throw error;
    return since.id === undefined && !isLaterVersion(only.resourceVersion, since.version ?? '0') ? [] : 'everything';
  }
}

function missedSince<T>(hub: Hub<T>, since: Subscription<T>['since']): readonly Recorded<T>[] | 'everything' {
  if (since.id !== undefined) return missedSinceId(hub, since.id);
  if (since.version === undefined || since.version === '' || since.version === '0') return 'everything';
  return missedSinceVersion(hub, since.version);
}

function missedSinceId<T>(hub: Hub<T>, id: string): readonly Recorded<T>[] {
  const [epoch, text] = id.split('.');
  const sequence = Number(text);
  const oldest = hub.recent[0]?.sequence ?? hub.sequence + 1;
  if (epoch !== hub.epoch || sequence + 1 < oldest) throw tooOld(id);
  return hub.recent.filter((change) => change.sequence > sequence);
}

function missedSinceVersion<T>(hub: Hub<T>, version: string): readonly Recorded<T>[] {
  if (!/^\d+$/.test(version)) throw new ApiFailure('INVALID_ARGUMENT', `invalid resource version "${version}"`);
  const [first] = hub.recent;
  const isForgotten = !hub.isComplete && first !== undefined && isLaterVersion(first.version, version);
  if (isForgotten || isLaterVersion(hub.firstVersion, version)) throw tooOld(version);
  return hub.recent.filter((change) => isLaterVersion(change.version, version));
}

function tooOld(position: string): ApiFailure {
  return new ApiFailure('OUT_OF_RANGE', `too old resource version: ${position}: list again`);
}

interface Pending<T> {
  readonly type: ChangeType;
  readonly change: Recorded<T>;
}

interface Queue<T> extends Reader<T> {
  /** `undefined`: the reader has gone. */
  take(): Promise<Pending<T> | 'woken' | undefined>;
}

/** Holds what a reader has not taken yet: of each object only the last change, so that a slow reader cannot fill the memory. */
function createQueue<T>(subscription: Subscription<T>): Queue<T> {
  const pending = new Map<string, Pending<T>>();
  let wake: (() => void) | undefined;
  // The first look tells whoever comes while nothing is current.
  let isWoken = true;
  subscription.signal.addEventListener('abort', () => wake?.(), { once: true });
  return {
    offer(change) {
      const type = typeFor(change, subscription);
      if (type === undefined) return;
      const { uid } = change.item;
      const earlier = pending.get(uid);
      pending.delete(uid);
      // Whoever has not heard of it yet hears of it as new, or not at all.
      if (earlier?.type === 'ADDED' && type === 'DELETED') return;
      pending.set(uid, { type: earlier?.type === 'ADDED' ? 'ADDED' : type, change });
      wake?.();
    },
    wake() {
      isWoken = true;
      wake?.();
    },
    async take() {
      while (!subscription.signal.aborted) {
        if (isWoken) {
          isWoken = false;
          return 'woken';
        }
        const [first] = pending;
        if (first !== undefined) {
          pending.delete(first[0]);
          return first[1];
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
      return undefined;
    },
  };
}

/** An object that begins or ceases to be asked for comes or goes, whatever happened to it. */
function typeFor<T>({ type, item, previous }: Change<T>, { matches }: Subscription<T>): ChangeType | undefined {
  const before = previous !== undefined && matches(previous);
  const after = type !== 'DELETED' && matches(item);
  if (before && after) return 'MODIFIED';
  if (after) return 'ADDED';
  return before ? 'DELETED' : undefined;
}
