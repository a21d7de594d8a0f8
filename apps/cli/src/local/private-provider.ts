import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { kubeCluster } from '../backend/kube/kube-cluster.ts';
import type { CommandContext } from '../command.ts';
import { endAbandonedRuns, noteRun, privatePrefix } from './abandoned-runs.ts';
import { createDataDir, dataDir } from './data-dir.ts';
import { identifyProcess } from './process-identity.ts';
import { startProvider } from './provider.ts';

export interface PrivateProviderOptions {
  readonly runtime: string;
  readonly config: string;
}

/** Gives `use` a context whose cluster is a provider of its own, in memory, and removes every trace of it afterwards. */
export async function withPrivateProvider<T>(
  context: CommandContext,
  options: PrivateProviderOptions,
  use: (inside: CommandContext) => Promise<T>,
): Promise<T> {
  await endAbandonedRuns(context);
  const dir = dataDir(fs.mkdtempSync(path.join(os.tmpdir(), privatePrefix)), context.env, context.io.cwd);
  try {
    createDataDir(dir);
    const own = identifyProcess(process.pid);
    noteRun(dir, { provider: own });
    const provider = await startProvider(context, dir, {
      ...options,
      stored: false,
      port: 0,
      auditLog: '',
      nodes: 'default',
      nodeCount: 1,
      crds: 'minimal',
      controller: true,
      server: 'off',
      onController: (controller) => noteRun(dir, { provider: own, controller }),
    });
    try {
      const { clock, signal, sleep } = context;
      const cluster = kubeCluster({
        client: provider.client,
        namespace: context.globals.namespace ?? 'default',
        instanceId: '',
        clock,
        signal,
        sleep,
        token: async () => undefined,
        onSkipped: () => undefined,
      });
      return await use({ ...context, connect: async () => cluster });
    } finally {
      await provider.stop();
    }
  } finally {
    fs.rmSync(dir.root, { recursive: true, force: true });
  }
}
