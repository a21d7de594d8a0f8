import { setTimeout as sleep } from 'node:timers/promises';

/** Pauses between attempts: `duration` first (ms), longer by `factor` each time, up to `jitter` of it at random on top (acceptance 5-012). */
export interface RetryPolicy {
  readonly steps: number;
  readonly duration: number;
  readonly factor: number;
  readonly jitter: number;
}

export const defaultRetryPolicy: RetryPolicy = { steps: 5, duration: 1000, factor: 1.6, jitter: 0.5 };

/** Tries again while the error says that it can help; the last error is thrown. */
export async function withRetries<T>(attempt: () => Promise<T>, policy: RetryPolicy = defaultRetryPolicy): Promise<T> {
  let pause = policy.duration;
  for (let step = 1; ; step++) {
    try {
      return await attempt();
    } catch (error) {
      if (step >= policy.steps || (error as { readonly retry?: unknown }).retry !== 'backoff') throw error;
      await sleep(pause * (1 + policy.jitter * Math.random()));
      pause *= policy.factor;
    }
  }
}
