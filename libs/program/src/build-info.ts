/** What the build put into the bundle. */
export interface BuildInfo {
  readonly version: string;
  readonly gitCommit: string;
  readonly gitTreeState: string;
  readonly buildDate: string;
}

/** Of a bundle what the build wrote into it; of sources that they are sources. */
export function buildInfo(): BuildInfo {
  const info = (globalThis as { __ARGOSY_BUILD__?: BuildInfo }).__ARGOSY_BUILD__;
  return info ?? { version: 'v0.0.0-source', gitCommit: 'unknown', gitTreeState: 'unknown', buildDate: 'unknown' };
}
