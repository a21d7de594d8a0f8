import {
  type KubeClient,
  KubeError,
  type KubeObject,
  type ListOptions,
  objectKey,
  type ObjectRef,
  type ResourceType,
  type SimulatedTimers,
  type WatchEvent,
} from '@argosy/kube';
import { matchesSelector } from './label-selector.ts';
import { failure, type SimEvent, type SimServer } from './sim-server.ts';

/** How often things go wrong, each from 0 to 1. */
export interface Faults {
  /** The call fails before it has an effect: busy, broken, or no connection. */
  readonly refused: number;
  /** The answer is lost after the effect. */
  readonly lost: number;
  /** A conflict that the caller did nothing for. */
  readonly conflict: number;
  /** A watch event comes twice, late, or never. */
  readonly repeated: number;
  readonly reordered: number;
  readonly dropped: number;
  /** A watch breaks. */
  readonly broken: number;
}

export const noFaults: Faults = { refused: 0, lost: 0, conflict: 0, repeated: 0, reordered: 0, dropped: 0, broken: 0 };

/** A client of the simulated server whose process can be killed: then nothing it waits for ever comes. */
export interface SimClient extends KubeClient {
  kill(): void;
  /** Calls that were begun so far. */
  calls(): number;
}

export interface SimClientOptions {
  readonly server: SimServer;
  readonly timers: SimulatedTimers;
  readonly faults: Faults;
  /** Kill the process when this many calls have had their effect and before the answer of the last is there. */
  readonly killAfter?: number;
  readonly onKilled?: () => void;
}

export function createSimClient(options: SimClientOptions): SimClient {
  const { server, timers } = options;
  const state: State = { ...options, alive: true, begun: 0, effects: 0 };
  const call = <T>(write: boolean, effect: () => T): Promise<T> => callServer(state, write, effect);
  return {
    serverUrl: 'sim://',
    kill: () => kill(state),
    calls: () => state.begun,
    get: (type, ref) => call(false, () => server.get(type, keyOfRef(ref)) as never),
    list: (type, list = {}) =>
      call(false, () => ({
        metadata: { resourceVersion: String(server.version()) },
        items: server.list(type, list.labelSelector) as never[],
      })),
    watch: (type, watch = {}) => openWatch(state, type, watch),
    create: (type, object) => call(true, () => server.create(type, object) as never),
    update: () => Promise.reject(new Error('not simulated')),
    patch: (type, ref, _options) => call(true, () => server.patch(type, keyOfRef(ref), ref.body) as never),
    delete: (type, ref, remove = {}) => call(true, () => server.remove(type, keyOfRef(ref), remove.uid)),
    deleteCollection: (type, list) =>
      call(true, () =>
        server
          .list(type, list.labelSelector)
          .forEach((object) => server.remove(type, objectKey(object.metadata.namespace, object.metadata.name ?? ''))),
      ),
    logs: () => {
      throw new Error('not simulated');
    },
    exec: () => call(true, () => ({ exitCode: 1, stdout: '', stderr: 'not simulated' })),
    raw: () => Promise.reject(new Error('not simulated')),
    close: async () => void timers,
  };
}

interface State extends SimClientOptions {
  alive: boolean;
  begun: number;
  effects: number;
}

const NEVER = new Promise<never>(() => undefined);

async function callServer<T>(state: State, write: boolean, effect: () => T): Promise<T> {
  const { timers, faults } = state;
  if (!state.alive) return NEVER;
  state.begun += 1;
  await passing(state, 1 + timers.random() * 8);
  // What was sent before the process died may still arrive.
  if (!state.alive && timers.random() < 0.5) return NEVER;
  if (timers.random() < faults.refused)
    return answer(state, () => {
      throw refusal(state);
    });
  if (write && timers.random() < faults.conflict)
    return answer(state, () => {
      throw failure(409, 'Conflict', 'spurious');
    });
  const outcome = attempt(effect);
  state.effects += 1;
  if (state.killAfter !== undefined && state.effects >= state.killAfter) kill(state);
  await passing(state, 1 + timers.random() * 8);
  if (timers.random() < faults.lost)
    return answer(state, () => {
      throw unreachable();
    });
  return answer(state, outcome);
}

function attempt<T>(effect: () => T): () => T {
  try {
    const value = effect();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function answer<T>(state: State, outcome: () => T): T | Promise<never> {
  return state.alive ? outcome() : NEVER;
}

function passing({ timers }: State, time: number): Promise<void> {
  return new Promise((resolve) => void timers.after(time, resolve));
}

function refusal({ timers }: State): KubeError {
  const kind = timers.random();
  if (kind < 0.3) return failure(429, 'TooManyRequests', 'too many requests');
  return kind < 0.6 ? failure(500, 'InternalError', 'internal error') : unreachable();
}

function unreachable(): KubeError {
  return new KubeError('connection reset', { code: 'KUBE_UNREACHABLE', retry: 'backoff', ambiguous: true });
}

function kill(state: State): void {
  if (!state.alive) return;
  state.alive = false;
  state.onKilled?.();
}

function keyOfRef({ namespace, name }: ObjectRef): string {
  return objectKey(namespace, name);
}

async function* openWatch<T extends KubeObject>(
  state: State,
  type: ResourceType,
  options: ListOptions & { readonly signal?: AbortSignal },
): AsyncGenerator<WatchEvent<T>> {
  const { server, timers, faults } = state;
  await passing(state, 1 + timers.random() * 5);
  if (!state.alive) await NEVER;
  if (timers.random() < faults.refused) throw unreachable();
  if (timers.random() < faults.broken) {
    yield { type: 'ERROR', object: { code: 410, reason: 'Expired', message: 'too old' } };
    return;
  }
  const inbox = createInbox();
  const listen = (event: SimEvent): void => {
    const seen = eventFor<T>(event, type, options.labelSelector);
    if (seen !== undefined) deliver(state, inbox, seen as WatchEvent<KubeObject>);
  };
  for (const event of server.history) if (event.version > Number(options.resourceVersion)) listen(event);
  const unsubscribe = server.subscribe(listen);
  options.signal?.addEventListener('abort', inbox.end, { once: true });
  try {
    for await (const event of inbox.events()) {
      if (!state.alive) await NEVER;
      yield event as WatchEvent<T>;
    }
  } finally {
    unsubscribe();
  }
}

function deliver({ timers, faults }: State, inbox: Inbox, event: WatchEvent<KubeObject>): void {
  if (timers.random() < faults.broken) return void timers.after(1, () => inbox.fail(unreachable()));
  if (timers.random() < faults.dropped) return undefined;
  const delay = timers.random() < faults.reordered ? timers.random() * 200 : 1;
  void timers.after(delay, () => inbox.put(event));
  if (timers.random() < faults.repeated) void timers.after(delay + timers.random() * 300, () => inbox.put(event));
  return undefined;
}

/** What a watch with this selector shows of a change: entering and leaving the selection are additions and deletions. */
function eventFor<T extends KubeObject>(event: SimEvent, type: ResourceType, selector: string | undefined): WatchEvent<T> | undefined {
  if (event.plural !== type.plural) return undefined;
  const is = event.type !== 'DELETED' && matchesSelector(event.object.metadata.labels ?? {}, selector);
  const was = event.previous !== undefined && matchesSelector(event.previous.metadata.labels ?? {}, selector);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object: event.object as T };
  if (!was) return undefined;
  const metadata = { ...event.previous?.metadata, resourceVersion: String(event.version) };
  return { type: 'DELETED', object: { ...event.previous, metadata } as T };
}

interface Inbox {
  put(event: WatchEvent<KubeObject>): void;
  fail(error: Error): void;
  end(): void;
  events(): AsyncGenerator<WatchEvent<KubeObject>>;
}

function createInbox(): Inbox {
  const waiting: WatchEvent<KubeObject>[] = [];
  let error: Error | undefined;
  let ended = false;
  let wake = (): void => undefined;
  return {
    put(event) {
      waiting.push(event);
      wake();
    },
    fail(cause) {
      error = cause;
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async *events() {
      const isOpen = (): boolean => !ended;
      while (isOpen()) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else if (error !== undefined) throw error;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}
