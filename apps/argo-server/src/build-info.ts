export interface BuildInfo {
  readonly version: string;
  readonly gitCommit: string;
  readonly gitTreeState: string;
  readonly buildDate: string;
}

declare global {
  // Set by the bundler.
  var __ARGOSY_BUILD__: BuildInfo | undefined;
}

/** What was built; from the sources it is unknown. */
export function buildInfo(): BuildInfo {
  return globalThis.__ARGOSY_BUILD__ ?? { version: 'v0.0.0', gitCommit: 'unknown', gitTreeState: 'dirty', buildDate: 'unknown' };
}
