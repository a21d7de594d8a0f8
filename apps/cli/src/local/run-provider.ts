import fs from 'node:fs';
import path from 'node:path';
import { toRfc3339Seconds } from '@argosy/std';
import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { announce } from './announce.ts';
import { createDataDir, type DataDir } from './data-dir.ts';
import type { DefinitionFlavour } from './definitions.ts';
import { identifyProcess, signalProcess } from './process-identity.ts';
import { type Provider, type ProviderOptions, startProvider } from './provider.ts';
import { abandonedProcesses, type ProviderState, removeProviderState, writeProviderState } from './provider-state.ts';

export interface RunProviderOptions {
  readonly port: number;
  readonly kubeconfig: string;
  readonly runtime: string;
  readonly nodes: 'default' | 'none';
  readonly nodeCount: number;
  readonly crds: DefinitionFlavour;
  readonly config: string;
  readonly auditLog: string;
  readonly controller: boolean;
  readonly server: ProviderOptions['server'];
}

/** Runs a provider in this process until Ctrl-C or SIGTERM. */
export async function runProvider(context: CommandContext, dir: DataDir, options: RunProviderOptions): Promise<number> {
  createDataDir(dir);
  for (const abandoned of abandonedProcesses(dir)) signalProcess(abandoned, 'SIGTERM');
  const own = identifyProcess(process.pid);
  if (!own) throw new CliFailure('this process cannot be found in the process table');
  let state: ProviderState = {
    provider: own,
    ready: false,
    url: '',
    kubeconfig: dir.kubeconfig,
    runtime: '',
    isolation: [],
    nodes: options.nodes,
    startedAt: toRfc3339Seconds(context.clock.now()),
  };
  const note = (change: Partial<ProviderState>): void => {
    state = { ...state, ...change };
    writeProviderState(dir, state);
  };
  note({});
  let provider: Provider | undefined;
  try {
    provider = await startProvider(context, dir, {
      ...options,
      auditLog: absolute(context, options.auditLog),
      stored: true,
      onController: (controller) => note({ controller }),
      onServer: (server) => note({ server }),
    });
    const target = absolute(context, options.kubeconfig);
    if (target !== '' && target !== dir.kubeconfig) fs.copyFileSync(dir.kubeconfig, target);
    note({
      ready: true,
      url: provider.url,
      ...(provider.serverUrl !== undefined && { serverUrl: provider.serverUrl }),
      runtime: provider.runtime,
      isolation: provider.isolation,
      ...(target !== '' && { kubeconfig: target }),
    });
    announce(context, state);
    await untilAborted(context.signal);
  } finally {
    await provider?.stop();
    removeProviderState(dir);
  }
  return 0;
}

function absolute({ io }: CommandContext, file: string): string {
  return file === '' ? '' : path.resolve(io.cwd, file);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}
