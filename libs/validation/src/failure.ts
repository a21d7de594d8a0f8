export type Place = readonly (string | number)[];

/** The first thing that is wrong; thrown inside this library and turned into a problem at its door. */
export class Failure extends Error {
  /** Where in the document, as far as it is known. */
  readonly at: Place;
  readonly hint: string | undefined;

  constructor(message: string, at: Place, hint?: string) {
    super(message);
    this.at = at;
    this.hint = hint;
  }
}

/** Runs a check and puts words before its message, as upstream does for each level it comes through. */
export function within<T>(prefix: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof Failure) throw new Failure(`${prefix} ${error.message}`, error.at, error.hint);
    throw error;
  }
}
