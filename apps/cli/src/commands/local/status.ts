import { defineCommand } from '../../command.ts';
import { text } from '../../flags.ts';
import { countRunningPods } from '../../local/count-running-pods.ts';
import { dataDirFlag, openDataDir, parseDataDir } from '../../local/data-dir-flag.ts';
import { type ProviderState, readProviderState } from '../../local/provider-state.ts';
import { headerLine } from '../../output/header-lines.ts';
import { timestamp } from '../../output/humanize.ts';

export interface LocalStatusOptions {
  readonly dataDir: string;
  readonly output: string;
}

export const command = defineCommand<LocalStatusOptions>({
  usage: '',
  about: 'The exit code is 1 where none runs.',
  examples: [
    { about: 'What runs here', command: 'argo local status' },
    { about: 'Point kubectl at it', command: 'export KUBECONFIG=$(argo local status -o json | jq -r .kubeconfig)' },
  ],
  flags: [text('-o, --output <format>', 'output format', ['json']), dataDirFlag()],
  parse: (invocation) => ({ dataDir: parseDataDir(invocation), output: invocation.flags.text('output') }),
  run: async (context, options) => {
    const dir = openDataDir(context, options.dataDir);
    const state = readProviderState(dir);
    if (options.output === 'json') context.io.out(`${JSON.stringify(state ?? null, null, 2)}\n`);
    else if (state)
      context.io.out(statusText(state, { now: context.clock.now(), pods: await countRunningPods(state.kubeconfig), dataDir: dir.root }));
    else context.io.out(`no provider runs in ${dir.root}\n`);
    return state ? 0 : 1;
  },
});

interface StatusFacts {
  readonly now: number;
  readonly pods: number;
  readonly dataDir: string;
}

function statusText(state: ProviderState, { now, pods, dataDir }: StatusFacts): string {
  const controller = state.controller ? `process ${state.controller.pid}` : 'none';
  return [
    headerLine('Status:', state.ready ? 'ready' : 'starting'),
    headerLine('URL:', state.url),
    ...(state.serverUrl === undefined ? [] : [headerLine('UI and REST API:', state.serverUrl)]),
    headerLine('Kubeconfig:', state.kubeconfig),
    headerLine('Data:', dataDir),
    headerLine('Runtime:', state.nodes === 'none' ? 'none (pods are stored, not run)' : state.runtime),
    ...state.isolation.map((line, index) => headerLine(index === 0 ? 'Isolation:' : '', line)),
    headerLine('Pods running:', pods),
    headerLine('Provider:', `process ${state.provider.pid}`),
    headerLine('Controller:', controller),
    headerLine('Started:', timestamp(Date.parse(state.startedAt), now)),
  ].join('');
}
