import type { NodeResult, Template } from '@argosy/api';
import type { Milliseconds } from '@argosy/std';

/** What came of one look at a task: a result to report, and when to look again where it is not done. */
export interface TaskOutcome {
  readonly result?: NodeResult;
  readonly again?: Milliseconds;
}

/** Carries out one template. What may pass is thrown as a `TransientError`; everything else that is thrown ends the node as an Error. */
export type TaskRunner = (template: Template) => Promise<TaskOutcome>;

/** A failure that may pass: the task is tried again, up to `attempts` times (default: as often as the agent is set up to). */
export class TransientError extends Error {
  readonly attempts: number | undefined;

  constructor(message: string, { attempts, cause }: { readonly attempts?: number; readonly cause?: unknown } = {}) {
    super(message, { cause });
    this.attempts = attempts;
  }
}
