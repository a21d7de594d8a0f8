/** What a caller may do with a failed operation: try at once, try after a pause, or give up. */
export type RetryAdvice = 'now' | 'backoff' | 'never';

export interface OperationalErrorOptions {
  /** Stable identifier to test by, for example `KUBE_CONFLICT`. */
  readonly code: string;
  readonly retry: RetryAdvice;
  readonly cause?: unknown;
}

/** A failure of the world outside (network, disk, API server). Test it by `code`, never by `instanceof` across bundles. */
export class OperationalError extends Error {
  readonly code: string;
  readonly retry: RetryAdvice;

  constructor(message: string, options: OperationalErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'OperationalError';
    this.code = options.code;
    this.retry = options.retry;
  }
}

/** A bug: a state the program rules out. Nothing catches it but the outermost loop, which reports it. */
export class InvariantError extends Error {
  constructor(message: string) {
    super(`invariant violated: ${message}`);
    this.name = 'InvariantError';
  }
}

/** Makes a `switch` over a closed union exhaustive: a new member does not compile until it is handled. */
export function assertNever(value: never, what = 'value'): never {
  throw new InvariantError(`unexpected ${what}: ${JSON.stringify(value)}`);
}

/** Tells whether a caught value is an error that carries this `code`. */
export function isErrorWithCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === code;
}
