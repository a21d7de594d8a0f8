import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export interface MysqlServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

const PROGRAM = '/usr/sbin/mariadbd';

/** MariaDB, where Debian puts it; `undefined` where it is not installed. */
export function mysqlProgram(): string | undefined {
  return fs.existsSync(PROGRAM) ? PROGRAM : undefined;
}

/** Starts a server of its own on a free port, in a folder of its own, with a database `argo`. */
export async function startMysql(program: string): Promise<MysqlServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-mysql-'));
  const data = path.join(folder, 'data');
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  const made = spawnSync(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...user],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`mariadb-install-db: ${made.stdout}${made.stderr}`);
  const port = await freePort();
  const args = [
    '--no-defaults',
    `--datadir=${data}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${path.join(folder, 'socket')}`,
    '--default-time-zone=-05:00',
    ...user,
  ];
  const child = spawn(program, args, { stdio: 'ignore' });
  const client = (...more: readonly string[]) =>
    spawnSync('mariadb', ['--no-defaults', `--socket=${path.join(folder, 'socket')}`, '-u', 'root', ...more], { encoding: 'utf8' });
  for (let attempt = 0; client('-e', 'select 1').status !== 0; attempt++) {
    if (attempt > 300) throw new Error('MariaDB did not get ready');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const prepared = client('-e', "create database argo; create user argo@'%'; grant all on argo.* to argo@'%'");
  if (prepared.status !== 0) throw new Error(prepared.stderr);
  return {
    host: '127.0.0.1',
    port,
    user: 'argo',
    stop: async () => {
      await ended(child);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.kill('SIGTERM');
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
