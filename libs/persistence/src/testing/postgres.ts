import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Ends it as a crash does: connections break off. Its data stay. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, at the same address. */
  start(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

const ROOT = '/usr/lib/postgresql';

/** The folder of PostgreSQL's programs, where Debian puts them; `undefined` where it is not installed. */
export function postgresPrograms(): string | undefined {
  if (!fs.existsSync(ROOT)) return undefined;
  const [newest] = fs.readdirSync(ROOT).toSorted((left, right) => Number(right) - Number(left));
  const folder = newest && path.join(ROOT, newest, 'bin');
  return folder && fs.existsSync(path.join(folder, 'initdb')) ? folder : undefined;
}

/** Starts a server of its own on a free port, in a folder of its own. PostgreSQL does not run as root: then it runs as `postgres`. */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-postgres-'));
  const identity = identityFor(folder);
  const made = spawnSync(
    path.join(programs, 'initdb'),
    ['-D', path.join(folder, 'data'), '-U', 'argo', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    { ...identity, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const args = [
    '-D',
    path.join(folder, 'data'),
    '-p',
    String(port),
    '-k',
    folder,
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'fsync=off',
    '-c',
    'timezone=America/New_York',
  ];
  const start = async (): Promise<ChildProcess> => {
    const started = spawn(path.join(programs, 'postgres'), args, { ...identity, cwd: folder, stdio: 'ignore' });
    await untilReady(programs, port);
    return started;
  };
  let child = await start();
  return {
    host: '127.0.0.1',
    port,
    user: 'argo',
    kill: () => ended(child, 'SIGQUIT'),
    start: async () => {
      child = await start();
    },
    stop: async () => {
      if (child.exitCode === null) await ended(child, 'SIGINT');
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function identityFor(folder: string): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const number = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim());
  const [uid, gid] = [number('-u'), number('-g')];
  fs.chownSync(folder, uid, gid);
  return { uid, gid };
}

async function untilReady(programs: string, port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const { status } = spawnSync(path.join(programs, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]);
    if (status === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('PostgreSQL did not get ready');
}

function ended(child: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.kill(signal);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
