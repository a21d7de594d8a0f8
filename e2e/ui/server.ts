import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Provider, repository } from '../provider.ts';

/** argo-server beside an embedded provider. */
export interface RunningServer {
  readonly url: string;
  /** Ends it at once, as a node that dies does. */
  kill(): Promise<void>;
  /** Starts it again at the same address. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const READY_WITHIN = 90_000;

/** Starts argo-server with the flags given and waits until it answers. */
export async function startServer(provider: Provider, ...flags: readonly string[]): Promise<RunningServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const args = ['--port', String(port), '--host', '127.0.0.1', '--secure=false', ...flags];
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(path.join(repository, 'dist/bin/argo-server'), args, {
      env: { ...process.env, KUBECONFIG: provider.kubeconfig },
      stdio: 'ignore',
    });
    await answers(`${url}api/v1/version`);
    return child;
  };
  let child = await start();
  const end = (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill(signal);
    });
  return {
    url,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    start: async () => {
      child = await start();
    },
  };
}

/** Any answer will do: without a token it is a refusal. */
async function answers(url: string): Promise<void> {
  const end = Date.now() + READY_WITHIN;
  while (Date.now() < end) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await sleep(200);
  }
  throw new Error(`argo-server does not answer at ${url}`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
