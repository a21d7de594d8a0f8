import { defineCommand } from '../../command.ts';
import { toggle } from '../../flags.ts';

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

export const command = defineCommand<{ readonly short: boolean }>({
  usage: '',
  examples: [{ about: 'The version alone', command: 'argo version --short' }],
  flags: [toggle('--short', 'the version alone')],
  parse: ({ flags }) => ({ short: flags.on('short') }),
  run: async (context, { short }) => {
    context.io.out(short ? `argo: ${BUILD.version}\n` : versionText());
    return 0;
  },
});

function versionText(): string {
  const lines = [
    `BuildDate: ${BUILD.buildDate}`,
    `GitCommit: ${BUILD.gitCommit}`,
    `GitTreeState: ${BUILD.gitTreeState}`,
    `NodeVersion: ${process.version}`,
    `Platform: ${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
  ];
  return `argo: ${BUILD.version}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
