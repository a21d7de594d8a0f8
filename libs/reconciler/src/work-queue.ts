import { jitteredBackoff, type Timers } from '@argosy/kube';
import type { Logger, Milliseconds } from '@argosy/std';
import { createDelayHeap, type DelayHeap } from './delay-heap.ts';
import type { ReconcileResult, Reconciler } from './reconciler.ts';

/** What a queue tells about itself, for metrics. Every function is optional. */
export interface QueueObserver {
  added?(): void;
  retried?(): void;
  /** A key was taken up after waiting this long. */
  started?(waited: Milliseconds): void;
  /** It took this long; `since` includes the time that the key waited before. */
  finished?(took: Milliseconds, since: Milliseconds): void;
}

export interface WorkQueueOptions {
  readonly name: string;
  readonly reconciler: Reconciler;
  /** How many keys are worked on at the same time; one key never twice. */
  readonly workers: number;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly backoff?: { readonly base: Milliseconds; readonly limit: Milliseconds };
  readonly observer?: QueueObserver;
}

/** A queue of keys with client-go's semantics: a key waits at most once, and one that comes while it is worked on is worked on again. */
export interface WorkQueue {
  /** Keys that wait to be taken up now; delayed ones do not count. */
  readonly depth: number;
  /** Keys that wait for their time. */
  readonly delayed: number;
  readonly busy: number;
  /** How long the key that is worked on longest has taken so far, and the sum over all. */
  workInProgress(): { readonly longest: Milliseconds; readonly total: Milliseconds };
  /** Queues the key, now or after `delay`; of several delays the shortest counts. */
  add(key: string, delay?: Milliseconds): void;
  start(): void;
  /** Takes up nothing more and resolves when what is in work has ended. */
  stop(): Promise<void>;
}

export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  const queue: State = {
    ...options,
    ready: new Map(),
    working: new Map(),
    dirty: new Set(),
    failures: new Map(),
    later: createDelayHeap(),
    cancelTimer: undefined,
    timerAt: Infinity,
    running: false,
    idle: [],
  };
  return {
    get depth() {
      return queue.ready.size;
    },
    get delayed() {
      return queue.later.size;
    },
    get busy() {
      return queue.working.size;
    },
    workInProgress: () => workInProgress(queue),
    add: (key, delay = 0) => add(queue, key, delay),
    start: () => {
      queue.running = true;
      pump(queue);
      arm(queue);
    },
    stop: () => stop(queue),
  };
}

interface State extends WorkQueueOptions {
  /** Keys to take up, in order, with when they were added. */
  readonly ready: Map<string, number>;
  readonly working: Map<string, number>;
  /** Added while being worked on. */
  readonly dirty: Set<string>;
  readonly failures: Map<string, number>;
  readonly later: DelayHeap;
  cancelTimer: (() => void) | undefined;
  timerAt: number;
  running: boolean;
  readonly idle: (() => void)[];
}

const DEFAULT_BACKOFF = { base: 100, limit: 60_000 };

function add(queue: State, key: string, delay: Milliseconds): void {
  if (delay > 0) {
    queue.later.add(key, queue.timers.now() + delay);
    arm(queue);
    return;
  }
  queue.later.remove(key);
  if (queue.working.has(key)) {
    queue.dirty.add(key);
    return;
  }
  if (queue.ready.has(key)) return;
  queue.ready.set(key, queue.timers.now());
  queue.observer?.added?.();
  pump(queue);
}

/** One timer stands for the whole heap. */
function arm(queue: State): void {
  const next = queue.later.next();
  if (!queue.running || next === undefined || next >= queue.timerAt) return;
  queue.cancelTimer?.();
  queue.timerAt = next;
  queue.cancelTimer = queue.timers.after(Math.max(0, next - queue.timers.now()), () => {
    queue.timerAt = Infinity;
    queue.cancelTimer = undefined;
    for (const key of queue.later.takeDue(queue.timers.now())) add(queue, key, 0);
    arm(queue);
  });
}

function pump(queue: State): void {
  while (queue.running && queue.working.size < queue.workers) {
    const first = queue.ready.entries().next();
    if (first.done) return;
    const [key, addedAt] = first.value;
    queue.ready.delete(key);
    const now = queue.timers.now();
    queue.working.set(key, now);
    queue.observer?.started?.(now - addedAt);
    void work(queue, key, addedAt);
  }
}

async function work(queue: State, key: string, addedAt: number): Promise<void> {
  const startedAt = queue.timers.now();
  try {
    settle(queue, key, await queue.reconciler.reconcile(key));
  } catch (error) {
    retry(queue, key, error);
  }
  const endedAt = queue.timers.now();
  queue.observer?.finished?.(endedAt - startedAt, endedAt - addedAt);
  queue.working.delete(key);
  if (queue.dirty.delete(key)) add(queue, key, 0);
  pump(queue);
  if (queue.working.size === 0) for (const resolve of queue.idle.splice(0)) resolve();
}

function settle(queue: State, key: string, result: ReconcileResult): void {
  queue.failures.delete(key);
  if (result.requeueAfter === undefined) return;
  queue.later.add(key, queue.timers.now() + result.requeueAfter);
  arm(queue);
}

function retry(queue: State, key: string, error: unknown): void {
  const attempt = queue.failures.get(key) ?? 0;
  queue.failures.set(key, attempt + 1);
  const delay = jitteredBackoff(queue.timers, { attempt, ...(queue.backoff ?? DEFAULT_BACKOFF) });
  queue.logger.warn(`${queue.name}: ${error instanceof Error ? error.message : String(error)}; trying again`, {
    key,
    failures: attempt + 1,
    delay: Math.round(delay),
  });
  queue.observer?.retried?.();
  queue.later.add(key, queue.timers.now() + delay);
  arm(queue);
}

function workInProgress(queue: State): { readonly longest: Milliseconds; readonly total: Milliseconds } {
  const now = queue.timers.now();
  const ages = [...queue.working.values()].map((startedAt) => now - startedAt);
  return { longest: Math.max(0, ...ages), total: ages.reduce((sum, age) => sum + age, 0) };
}

function stop(queue: State): Promise<void> {
  queue.running = false;
  queue.cancelTimer?.();
  return queue.working.size === 0 ? Promise.resolve() : new Promise((resolve) => queue.idle.push(resolve));
}
