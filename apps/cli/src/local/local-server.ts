import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { CONTROLLER_NAMESPACE } from './controller-config.ts';
import type { DataDir } from './data-dir.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { supervise, type Supervised } from './supervise.ts';

/** The port that is taken where it is free and none was asked for. */
export const DEFAULT_SERVER_PORT = 2746;

export interface LocalServerOptions {
  /** `default`: 2746, or any free one where that is taken. */
  readonly port: number | 'default';
  onServer?(identity: ProcessIdentity | undefined): void;
}

export interface LocalServer {
  /** Address of the UI and the API. */
  readonly url: string;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const GRACE = 5_000;
const FLAGS = ['--auth-mode', 'server', '--secure=false', '--kube-api-qps', '1000', '--kube-api-burst', '1000'];

/** Starts argo-server beside a local provider; who reaches the port acts as its administrator, as with the API server. */
export async function startLocalServer(context: CommandContext, dir: DataDir, options: LocalServerOptions): Promise<LocalServer> {
  const command = path.join(context.installation.binFolder, 'argo-server');
  if (!fs.existsSync(command))
    throw new CliFailure(`${command} does not exist`, { hint: 'the installation is incomplete: run `make build`, or give --no-server' });
  const port = await portFor(options.port);
  const supervised = supervise({
    command,
    args: ['--kubeconfig', dir.kubeconfig, '--namespace', CONTROLLER_NAMESPACE, '--host', HOST, '--port', String(port), ...FLAGS],
    env: context.env,
    logFile: dir.serverLog,
    onChange: (identity) => options.onServer?.(identity),
  });
  const url = `http://localhost:${port}`;
  await untilHealthy(context, { address: `http://${HOST}:${port}/healthz`, supervised, dir });
  return { url, stop: () => supervised.stop(GRACE) };
}

const GIVE_UP_AFTER = 30_000;
const LOOK_EVERY = 50;

interface Waiting {
  readonly address: string;
  readonly supervised: Supervised;
  readonly dir: DataDir;
}

async function untilHealthy(context: CommandContext, { address, supervised, dir }: Waiting): Promise<void> {
  const deadline = performance.now() + GIVE_UP_AFTER;
  while (!(await isHealthy(address))) {
    if (context.signal.aborted || performance.now() > deadline) {
      await supervised.stop(GRACE);
      throw new CliFailure('argo-server did not start', { hint: `its log: ${dir.serverLog}; --no-server does without it` });
    }
    await context.sleep(LOOK_EVERY);
  }
}

async function isHealthy(address: string): Promise<boolean> {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

async function portFor(wanted: LocalServerOptions['port']): Promise<number> {
  if (wanted !== 'default') {
    const port = await freePort(wanted);
    if (port === undefined) throw new CliFailure(`port ${wanted} is in use`, { hint: 'give another --server-port, or 0 for a free one' });
    return port;
  }
  return (await freePort(DEFAULT_SERVER_PORT)) ?? ((await freePort(0)) as number);
}

/** The port itself, or any for 0; `undefined` where it is taken. */
function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, HOST, () => {
      const { port: found } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(found));
    });
  });
}
