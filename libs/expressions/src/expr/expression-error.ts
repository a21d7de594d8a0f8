/** Longest source of any language in this library; what lies beyond is refused, so that no manifest can stall the controller. */
export const maxSourceLength = 100_000;

/** Runs a reader or an evaluation; where the source is nested so deeply that the stack ends, it is told as an error of the source. */
export function withinStack<T>(source: string, run: () => T): T {
  if (source.length > maxSourceLength) throw new ExpressionError(`expression is longer than ${maxSourceLength} characters`);
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError && /call stack/i.test(error.message)) throw new ExpressionError('expression is nested too deeply');
    throw error;
  }
}

/** What is wrong with an expression, at which character (counted from 0). */
export class ExpressionError extends Error {
  readonly at: number | undefined;

  constructor(message: string, at?: number) {
    super(message);
    this.name = 'ExpressionError';
    this.at = at;
  }
}
