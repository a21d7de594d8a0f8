export interface CliFailureOptions {
  /** 1 where nothing else is said. */
  readonly exitCode?: number;
  /** What the user can do about it, as a sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** A failure that is the user's to see: the message is printed as it stands, without a stack. */
export class CliFailure extends Error {
  readonly code = 'CLI_FAILURE';
  readonly exitCode: number;
  readonly hint: string | undefined;

  constructor(message: string, options: CliFailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CliFailure';
    this.exitCode = options.exitCode ?? 1;
    this.hint = options.hint;
  }
}
