import type { ActionFailure } from '@argosy/engine';
import { jitteredBackoff } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import type { Shell, Track } from '../shell.ts';
import type { Applied } from './apply-actions.ts';

const SOON = 50;

/**
 * Notes what the API server refused to create, for the next decision to show: under the id of the node, or the name of the claim. Throws
 * where there was no answer.
 */
export function refused(
  shell: Shell,
  track: Track,
  { what, id, error }: { readonly what: string; readonly id: string; readonly error: unknown },
): Applied {
  // Without an answer there is nothing to tell.
  if (isErrorWithCode(error, 'KUBE_UNREACHABLE') || isErrorWithCode(error, 'KUBE_TOOMANYREQUESTS')) throw error;
  const failure: ActionFailure = { message: (error as Error).message, transient: isTransient(shell, error as Error) };
  const known = track.failures.get(id);
  track.failures.set(id, failure);
  if (known?.message !== failure.message)
    shell.logger.warn(`cannot create ${what}: ${failure.message}`, { id, transient: failure.transient });
  return { again: failure.transient ? againAfterRefusal(shell, track) : SOON };
}

/** When to try again, later with each refusal. */
export function againAfterRefusal(shell: Shell, track: Track): number {
  track.refusals += 1;
  return jitteredBackoff(shell.timers, { attempt: track.refusals, base: 500, limit: 30_000 });
}

/** Refusals that pass: quotas, a busy or changing API server, and what the configuration calls transient (acceptance 4-047). */
function isTransient(shell: Shell, error: Error & { readonly retry?: string }): boolean {
  if (error.retry === 'backoff' || error.retry === 'now') return true;
  if (/exceeded quota|operation cannot be fulfilled on resourcequotas|timed? ?out|being terminated/i.test(error.message)) return true;
  const pattern = shell.policy().transientErrorPattern;
  return pattern !== undefined && pattern !== '' && new RegExp(pattern).test(error.message);
}
