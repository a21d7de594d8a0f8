import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startApiServer } from '@argosy/embedded';
import { afterAll, beforeAll, describe } from 'vitest';
import { ContractClient } from './client.ts';

/** An API server that must keep the contract. */
interface Provider {
  readonly name: string;
  start(): Promise<RunningProvider>;
}

interface RunningProvider {
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

/**
 * Defines one suite for every provider: the cluster of KUBECONFIG where that is set, else the embedded server in memory and on SQLite.
 * A cluster may be a bare kube-apiserver; what needs controllers is skipped there.
 */
export function contract(title: string, define: (server: () => ContractClient) => void): void {
  describe.each(providers())(`${title}: $name`, ({ start }) => {
    let running: RunningProvider | undefined;
    let client: ContractClient | undefined;
    beforeAll(async () => {
      running = await start();
      client = await ContractClient.open(running.kubeconfig);
    });
    afterAll(async () => {
      await client?.close();
      await running?.stop();
    });
    define(() => {
      if (!client) throw new Error('the provider did not start');
      return client;
    });
  });
}

function providers(): readonly Provider[] {
  const kubeconfig = process.env['KUBECONFIG'];
  if (kubeconfig) return [{ name: 'the cluster of KUBECONFIG', start: async () => ({ kubeconfig, stop: async () => undefined }) }];
  return [
    { name: 'embedded, in memory', start: () => startEmbedded(false) },
    { name: 'embedded, on SQLite', start: () => startEmbedded(true) },
  ];
}

async function startEmbedded(durable: boolean): Promise<RunningProvider> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-contract-'));
  const server = await startApiServer(durable ? { dataDir: path.join(directory, 'data') } : {});
  const kubeconfig = path.join(directory, 'kubeconfig');
  fs.writeFileSync(kubeconfig, server.kubeconfig());
  return {
    kubeconfig,
    stop: async () => {
      await server.stop();
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}
