import type { Clock, Milliseconds } from '@argosy/std';

/** Time as the shell uses it: a clock, timers and the randomness of jitter, so that tests can play all three. */
export interface Timers extends Clock {
  /** Runs `run` once after `delay`; the returned function cancels it. */
  after(delay: Milliseconds, run: () => void): () => void;
  /** Uniform in [0, 1). */
  random(): number;
  /** Keeps the process alive until the returned function is called; absent where there is no process to keep. */
  hold?(): () => void;
}

/** Node fires a longer one at once; whoever waits for longer is woken early and must look at the clock. */
const LONGEST: Milliseconds = 2 ** 31 - 1;

/** The real clock and real timers. They do not keep the process alive. */
export const realTimers: Timers = {
  now: Date.now,
  random: Math.random,
  after(delay, run) {
    const timer = setTimeout(run, Math.min(delay, LONGEST));
    timer.unref();
    return () => clearTimeout(timer);
  },
  hold() {
    const timer = setInterval(() => undefined, LONGEST);
    return () => clearInterval(timer);
  },
};

/** As `pause`, for a caller who has nothing but this to wait for: the process does not end meanwhile. */
export async function pauseAlive(timers: Timers, delay: Milliseconds, signal?: AbortSignal): Promise<void> {
  const release = timers.hold?.();
  try {
    await pause(timers, delay, signal);
  } finally {
    release?.();
  }
}

/** Resolves after `delay`, or at once when `signal` is aborted. */
export function pause(timers: Timers, delay: Milliseconds, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const cancel = timers.after(delay, done);
    function done(): void {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** Exponential backoff with full jitter: uniform in [base/2, base) × 2^attempt, never above `limit`. */
export function jitteredBackoff(
  timers: Timers,
  options: { readonly attempt: number; readonly base: Milliseconds; readonly limit: Milliseconds },
): Milliseconds {
  const ceiling = Math.min(options.limit, options.base * 2 ** Math.min(options.attempt, 30));
  return ceiling / 2 + (ceiling / 2) * timers.random();
}
