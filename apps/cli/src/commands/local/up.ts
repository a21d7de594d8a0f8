import { defineCommand, type Invocation } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { text, toggle } from '../../flags.ts';
import { announce } from '../../local/announce.ts';
import { dataDirFlag, openDataDir, parseDataDir } from '../../local/data-dir-flag.ts';
import { startDetached } from '../../local/detach.ts';
import { type ProviderState, readProviderState } from '../../local/provider-state.ts';
import type { DefinitionFlavour } from '../../local/definitions.ts';
import { DEFAULT_SERVER_PORT } from '../../local/local-server.ts';
import type { ProviderOptions } from '../../local/provider.ts';
import { runProvider } from '../../local/run-provider.ts';

export interface LocalUpOptions {
  readonly dataDir: string;
  readonly port: number;
  /** Where else the kubeconfig is written. */
  readonly kubeconfig: string;
  readonly runtime: string;
  readonly nodes: 'default' | 'none';
  readonly nodeCount: number;
  readonly crds: DefinitionFlavour;
  readonly config: string;
  readonly auditLog: string;
  readonly controller: boolean;
  readonly server: ProviderOptions['server'];
  readonly detach: boolean;
}

const DEFAULT_PORT = 6550;

export const command = defineCommand<LocalUpOptions>({
  usage: '',
  about:
    'A Kubernetes API, a node that runs pods, the workflow controller, the REST API and the UI, without a cluster. kubectl works against it, and argo finds it by itself when nothing else is configured.\nWithout --detach it runs until Ctrl-C. What is stored in the data directory is there again after the next start.',
  examples: [
    { about: 'Start it in the background and use it', command: 'argo local up --detach && argo submit --watch examples/steps.yaml' },
    {
      about: 'A second one, thrown away afterwards',
      command: 'argo local up --data-dir /tmp/try --port 0 --kubeconfig /tmp/try.kubeconfig',
    },
    { about: 'With the controller settings of a cluster', command: 'argo local up --config workflow-controller-configmap.yaml' },
    {
      about: 'Only the API: someone else plays the node and the controller',
      command: 'argo local up --nodes none --no-controller --audit-log audit.jsonl',
    },
  ],
  flags: [
    dataDirFlag(),
    text('--port <number>', `port of the API, 0 for a free one (default ${DEFAULT_PORT})`),
    text('--kubeconfig <file>', 'write the kubeconfig there too'),
    text('--runtime <name>', 'what runs containers (default host)', ['host', 'docker', 'podman']),
    text('--nodes <kind>', 'none: store pods, run nothing', ['default', 'none']),
    text('--node-count <number>', 'nodes that this machine stands for, to try placement and drains (default 1)'),
    text('--crds <flavour>', 'definitions of the kinds: full ones refuse unknown fields and explain all (default full)', [
      'full',
      'minimal',
    ]),
    text('--config <file>', 'manifest of a workflow-controller-configmap'),
    text('--audit-log <file>', 'write requests as audit.k8s.io/v1 JSON lines'),
    toggle('--no-controller', 'without the workflow controller'),
    text('--server-port <number>', `port of the UI and the REST API, 0 for a free one (default ${DEFAULT_SERVER_PORT} where it is free)`),
    toggle('--no-server', 'without the UI and the REST API'),
    toggle('--detach', 'in the background'),
  ],
  parse: parseUp,
  run: async (context, options) => {
    const dir = openDataDir(context, options.dataDir);
    const running = readProviderState(dir);
    if (running) throw alreadyRunning(running, dir.root);
    if (!options.detach) return runProvider(context, dir, options);
    announce(context, await startDetached(context, dir, detachedArguments(options, dir.root)));
    return 0;
  },
});

function parseUp(invocation: Invocation): LocalUpOptions {
  const { args, flags } = invocation;
  if (args.length > 0) throw new CliFailure(`unexpected argument "${args[0]}"`, { hint: '`argo run FILE` runs one workflow' });
  const port = flags.number('port') ?? DEFAULT_PORT;
  if (port < 0 || port > 65_535) throw new CliFailure(`invalid argument "${port}" for --port`);
  return {
    dataDir: parseDataDir(invocation),
    port,
    kubeconfig: flags.text('kubeconfig'),
    runtime: flags.text('runtime'),
    nodes: flags.text('nodes') === 'none' ? 'none' : 'default',
    nodeCount: nodeCountOf(invocation),
    crds: flags.text('crds') === 'minimal' ? 'minimal' : 'full',
    config: flags.text('config'),
    auditLog: flags.text('auditLog'),
    controller: flags.on('controller'),
    server: serverOf(invocation),
    detach: flags.on('detach'),
  };
}

const MOST_NODES = 50;

function nodeCountOf({ flags }: Invocation): number {
  const count = flags.number('nodeCount') ?? 1;
  if (!Number.isInteger(count) || count < 1 || count > MOST_NODES)
    throw new CliFailure(`invalid argument "${count}" for --node-count`, { hint: `a number from 1 to ${MOST_NODES}` });
  return count;
}

function serverOf({ flags }: Invocation): ProviderOptions['server'] {
  if (!flags.on('server')) return 'off';
  const port = flags.number('serverPort');
  if (port !== undefined && (port < 0 || port > 65_535)) throw new CliFailure(`invalid argument "${port}" for --server-port`);
  return port ?? 'default';
}

function alreadyRunning(state: ProviderState, root: string): CliFailure {
  return new CliFailure(`a provider already runs in ${root} (process ${state.provider.pid}, ${state.url})`, {
    hint: 'use it, stop it with `argo local down`, or give another --data-dir and --port 0',
  });
}

function detachedArguments(options: LocalUpOptions, root: string): string[] {
  const values = {
    '--runtime': options.runtime,
    '--config': options.config,
    '--audit-log': options.auditLog,
    '--kubeconfig': options.kubeconfig,
  };
  return [
    '--data-dir',
    root,
    '--port',
    String(options.port),
    '--nodes',
    options.nodes,
    '--node-count',
    String(options.nodeCount),
    '--crds',
    options.crds,
    ...Object.entries(values).flatMap(([flag, value]) => (value === '' ? [] : [flag, value])),
    ...(options.controller ? [] : ['--no-controller']),
    ...serverArguments(options.server),
  ];
}

function serverArguments(server: ProviderOptions['server']): string[] {
  if (server === 'off') return ['--no-server'];
  return server === 'default' ? [] : ['--server-port', String(server)];
}
