import type { Cluster } from '../backend/backend.ts';
import type { Globals, Io } from '../command.ts';
import { runCli } from '../cli.ts';
import { kubeCluster } from '../backend/kube/kube-cluster.ts';
import { readEnvironment } from '../config.ts';
import { FakeKubeClient } from './fake-kube-client.ts';

export const NOW = Date.parse('2026-11-24T12:00:00Z');

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunCommandOptions {
  readonly client?: FakeKubeClient;
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
  /** Opens what flags and environment say, instead of the API in memory. */
  readonly connect?: (globals: Globals, io: Io) => Promise<Cluster>;
  /** Takes the place of parts of the cluster. */
  readonly cluster?: Partial<Cluster>;
}

/** Runs a command line as `main.ts` would, against an API in memory, and returns what it printed. */
export async function runCommand(argv: readonly string[], options: RunCommandOptions = {}): Promise<CommandResult> {
  const printed = { stdout: '', stderr: '' };
  const client = options.client ?? aClient();
  const { signal } = new AbortController();
  const io: Io = {
    cwd: options.cwd ?? '/',
    outputIsTerminal: options.terminal ?? false,
    errorIsTerminal: false,
    columns: 80,
    out: (text) => void (printed.stdout += typeof text === 'string' ? text : new TextDecoder().decode(text)),
    error: (text) => void (printed.stderr += text),
    readInput: async () => new TextEncoder().encode(options.input ?? ''),
  };
  const code = await runCli({
    argv,
    environment: readEnvironment(options.env ?? {}),
    io,
    clock: { now: () => NOW },
    installation: { self: ['argo'], binFolder: '/bin', libFolder: '/lib' },
    signal,
    sleep: () => Promise.resolve(),
    connect: async (globals) =>
      options.connect?.(globals, io) ?? {
        ...kubeCluster({
          client,
          namespace: globals.namespace ?? 'default',
          instanceId: globals.instanceId,
          clock: { now: () => NOW },
          signal,
          sleep: () => Promise.resolve(),
          token: async () => undefined,
          onSkipped: () => undefined,
        }),
        ...options.cluster,
      },
  });
  return { code, ...printed };
}

/** An empty API whose objects are created now. */
export function aClient(): FakeKubeClient {
  return new FakeKubeClient(new Date(NOW).toISOString().replace('.000', ''));
}
