import type { Milliseconds } from '@argosy/std';

/** What should happen to a key after it was looked at. */
export interface ReconcileResult {
  /** Look again after this time, even if nothing happens. */
  readonly requeueAfter?: Milliseconds | undefined;
}

/**
 * Brings the world closer to what one key (`namespace/name`) says, whatever happened before: it reads the whole state and never an event.
 * A thrown error means: again, after a backoff.
 */
export interface Reconciler {
  reconcile(key: string): Promise<ReconcileResult>;
}
