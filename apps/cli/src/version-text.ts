interface BuildInfo {
  readonly version: string;
  readonly gitCommit: string;
  readonly gitTreeState: string;
  readonly buildDate: string;
}

/** Put in by the bundler; absent when the sources run as they are. */
const BUILD = (globalThis as { readonly __ARGOSY_BUILD__?: BuildInfo }).__ARGOSY_BUILD__ ?? {
  version: 'v0.0.0',
  gitCommit: 'unknown',
  gitTreeState: 'unknown',
  buildDate: 'unknown',
};

/** What `argo version` prints, in the order of lines that scripts know; `--short` is the first line alone. */
export function versionText(short: boolean): string {
  const first = `argo: ${BUILD.version}\n`;
  if (short) return first;
  const lines = [
    `BuildDate: ${BUILD.buildDate}`,
    `GitCommit: ${BUILD.gitCommit}`,
    `GitTreeState: ${BUILD.gitTreeState}`,
    `GitTag: ${BUILD.version}`,
    // Scripts count the lines.
    `GoVersion: none (Node.js ${process.version})`,
    'Compiler: esbuild',
    `Platform: ${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
  ];
  return `${first}${lines.map((line) => `  ${line}\n`).join('')}`;
}

interface ServerVersion {
  readonly version: string;
  readonly buildDate: string;
  readonly gitCommit: string;
  readonly gitTreeState: string;
  readonly gitTag: string;
  readonly goVersion: string;
  readonly compiler: string;
  readonly platform: string;
}

/** The same of the server that is named. */
export function serverVersionText(server: ServerVersion, short: boolean): string {
  const first = `argo-server: ${server.version}\n`;
  if (short) return first;
  const lines = [
    `BuildDate: ${server.buildDate}`,
    `GitCommit: ${server.gitCommit}`,
    `GitTreeState: ${server.gitTreeState}`,
    `GitTag: ${server.gitTag}`,
    `GoVersion: ${server.goVersion}`,
    `Compiler: ${server.compiler}`,
    `Platform: ${server.platform}`,
  ];
  return `${first}${lines.map((line) => `  ${line}\n`).join('')}`;
}
