import type { Milliseconds } from '@argosy/std';
import type { KubeError } from '../kube-error.ts';
import { jitteredBackoff, type Timers } from '../timers.ts';

/** `always`: repeating does no harm. `unsent`: only where the server certainly did nothing. */
export type Repeatable = 'always' | 'unsent' | 'never';

/** How long to wait before trying again, or undefined to give up. `attempt` counts from 0. */
export function retryDelay(
  error: KubeError,
  repeatable: Repeatable,
  options: { readonly attempt: number; readonly timers: Timers },
): Milliseconds | undefined {
  if (options.attempt >= MAX_RETRIES || !mayRepeat(error, repeatable)) return undefined;
  const asked = error.status?.details?.retryAfterSeconds;
  const backoff = jitteredBackoff(options.timers, { attempt: options.attempt, base: 100, limit: 5_000 });
  return asked === undefined ? backoff : Math.min(asked * 1_000, 30_000) + backoff;
}

const MAX_RETRIES = 4;

function mayRepeat(error: KubeError, repeatable: Repeatable): boolean {
  if (repeatable === 'never' || error.retry !== 'backoff') return false;
  if (repeatable === 'always') return true;
  return wasNotProcessed(error);
}

/** The server refused before it began, or was never reached. */
function wasNotProcessed(error: KubeError): boolean {
  if (error.status !== undefined)
    return error.status.code === 429 || (error.status.code === 503 && error.status.details?.retryAfterSeconds !== undefined);
  return !error.ambiguous;
}
