import type { Instant, Milliseconds } from '@argosy/std';
import type { Timers } from './timers.ts';

/** Time that moves only when it is told to, and randomness from a seed: the same seed gives the same run. */
export interface SimulatedTimers extends Timers {
  /** Moves on to the next timer, runs it, and lets everything that follows from it without time passing happen. False: no timer is left. */
  step(): Promise<boolean>;
  /** Steps until `done` or `limit` of simulated time has passed; tells whether `done` came true. */
  runUntil(done: () => boolean, limit: Milliseconds): Promise<boolean>;
}

interface Timer {
  readonly at: Instant;
  readonly order: number;
  readonly run: () => void;
}

export function createSimulatedTimers(seed: number, start: Instant = Date.UTC(2026, 0, 1)): SimulatedTimers {
  let now = start;
  let order = 0;
  const timers = new Set<Timer>();
  const random = mulberry32(seed);
  const step = async (): Promise<boolean> => {
    const next = earliest(timers);
    if (next === undefined) return false;
    timers.delete(next);
    now = Math.max(now, next.at);
    next.run();
    await settled();
    return true;
  };
  return {
    now: () => now,
    random,
    after(delay, run) {
      const timer = { at: now + Math.max(0, delay), order: order++, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    step,
    async runUntil(done, limit) {
      const end = now + limit;
      await settled();
      const isOver = (): boolean => done() || now > end;
      while (!isOver()) if (!(await step())) break;
      return done();
    },
  };
}

/** All microtasks have run when the next macrotask starts. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function earliest(timers: ReadonlySet<Timer>): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers)
    if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer;
  return first;
}

/** A small generator of evenly spread numbers, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
