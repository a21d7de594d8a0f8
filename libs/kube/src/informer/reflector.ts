import { isErrorWithCode, type Logger, type Milliseconds } from '@argosy/std';
import type { KubeClient, KubeObject, ListOptions, ResourceType, WatchEvent } from '../client.ts';
import { KubeError } from '../kube-error.ts';
import { jitteredBackoff, pause, type Timers } from '../timers.ts';
import { objectKey } from './store.ts';

/** Where a reflector puts what it learns. */
interface ReflectorSink<O extends KubeObject> {
  changed(object: O): void;
  deleted(object: O): void;
  /** A list as of `resourceVersion` is complete, each object was handed to `changed`: what is not among `keys` is gone. */
  listed(keys: ReadonlySet<string>, resourceVersion: string): void;
}

export interface ReflectorOptions<O extends KubeObject> {
  readonly client: Pick<KubeClient, 'list' | 'watch'>;
  readonly type: ResourceType;
  readonly selection: Pick<ListOptions, 'namespace' | 'labelSelector' | 'fieldSelector'>;
  readonly sink: ReflectorSink<O>;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly pageSize: number;
  /** List again after this time even if the watch is well: heals what a watch may have lost. */
  readonly relistAfter: Milliseconds;
  readonly signal: AbortSignal;
  /** Called when a list could not be had because the kind is unknown or forbidden. */
  readonly onDenied: (error: KubeError) => void;
  /** Told when the sink stops following the collection because the API server cannot be heard, and when it follows again. */
  readonly onHearing?: ((hears: boolean) => void) | undefined;
}

/** Keeps a sink equal to a collection of the API server until `signal` is aborted: paged list, then watch; expired versions list again. */
export async function reflect<O extends KubeObject>(options: ReflectorOptions<O>): Promise<void> {
  const state: State<O> = { ...options, version: undefined, listedAt: 0, failures: 0, hears: true };
  while (!options.signal.aborted) {
    const startedAt = options.timers.now();
    try {
      if (state.version === undefined) await relist(state);
      await confirm(state);
      await watch(state);
      // A server that ends every watch at once must not be asked in a tight loop.
      state.failures = options.timers.now() - startedAt < SHORT_WATCH ? state.failures + 1 : 0;
    } catch (error) {
      note(state, error);
    }
    if (state.failures > 0)
      await pause(options.timers, jitteredBackoff(options.timers, { attempt: state.failures - 1, ...BACKOFF }), options.signal);
  }
}

const SHORT_WATCH = 1_000;
const BACKOFF = { base: 200, limit: 30_000 };
/** Asked of the server; doubled at random so that watches do not end together. */
const WATCH_SECONDS = 300;
/** A watch that is this much over its time is dead. */
const OVERTIME = 30_000;

interface State<O extends KubeObject> extends ReflectorOptions<O> {
  /** Where the next watch starts; undefined: list first. */
  version: string | undefined;
  listedAt: number;
  failures: number;
  hears: boolean;
}

function tell<O extends KubeObject>(state: State<O>, hears: boolean): void {
  if (state.hears === hears) return;
  state.hears = hears;
  state.onHearing?.(hears);
}

/** A watch says nothing while nothing happens, so after a failure a small request tells whether the API server is back. */
async function confirm<O extends KubeObject>(state: State<O>): Promise<void> {
  if (state.hears || state.onHearing === undefined || state.signal.aborted) return;
  await state.client.list<O>(state.type, { ...state.selection, limit: 1 });
  tell(state, true);
}

async function relist<O extends KubeObject>(state: State<O>): Promise<void> {
  const keys = new Set<string>();
  let next: string | undefined;
  let version = '';
  do {
    const page = await state.client.list<O>(state.type, { ...state.selection, limit: state.pageSize, ...(next ? { continue: next } : {}) });
    if (state.signal.aborted) return;
    for (const object of page.items) {
      keys.add(objectKey(object.metadata.namespace, object.metadata.name ?? ''));
      state.sink.changed(object);
    }
    version = page.metadata.resourceVersion;
    next = page.metadata.continue;
  } while (next);
  state.sink.listed(keys, version);
  state.version = version;
  state.listedAt = state.timers.now();
  state.failures = 0;
}

async function watch<O extends KubeObject>(state: State<O>): Promise<void> {
  if (state.signal.aborted) return;
  const seconds = Math.round(WATCH_SECONDS * (1 + state.timers.random()));
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const untilRelist = Math.max(0, state.listedAt + state.relistAfter - state.timers.now());
  const cancel = state.timers.after(Math.min(seconds * 1_000 + OVERTIME, untilRelist), abort);
  state.signal.addEventListener('abort', abort, { once: true });
  try {
    await consume(state, seconds, controller.signal);
  } finally {
    cancel();
    state.signal.removeEventListener('abort', abort);
    controller.abort();
  }
  if (state.timers.now() >= state.listedAt + state.relistAfter) state.version = undefined;
}

async function consume<O extends KubeObject>(state: State<O>, timeoutSeconds: number, signal: AbortSignal): Promise<void> {
  const watchOptions = { ...state.selection, resourceVersion: state.version ?? '', allowWatchBookmarks: true, timeoutSeconds, signal };
  for await (const event of state.client.watch<O>(state.type, watchOptions)) {
    if (signal.aborted) return;
    accept(state, event);
  }
}

function accept<O extends KubeObject>(state: State<O>, event: WatchEvent<O>): void {
  if (event.type === 'ERROR') {
    const code = event.object.code === 410 ? 'KUBE_GONE' : 'KUBE_WATCH';
    throw new KubeError(event.object.message ?? 'the watch failed', { code, retry: 'backoff', status: event.object });
  }
  if (event.type === 'DELETED') state.sink.deleted(event.object);
  else if (event.type !== 'BOOKMARK') state.sink.changed(event.object);
  state.version = event.object.metadata.resourceVersion ?? state.version;
}

function note<O extends KubeObject>(state: State<O>, error: unknown): void {
  if (state.signal.aborted) return;
  if (isErrorWithCode(error, 'KUBE_GONE')) {
    state.version = undefined;
    state.logger.debug('watch expired, listing again', { resource: state.type.plural });
    return;
  }
  state.failures += 1;
  tell(state, false);
  if (error instanceof KubeError && (error.code === 'KUBE_FORBIDDEN' || error.code === 'KUBE_NOTFOUND')) state.onDenied(error);
  const level = state.failures > 1 ? 'warn' : 'info';
  state.logger[level](`cannot watch ${state.type.plural}, trying again: ${(error as Error).message}`, {
    resource: state.type.plural,
    failures: state.failures,
  });
}
