import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where hack/minio.mjs builds the server; absent: tests against it are skipped. */
export const minioBinary = path.join(os.homedir(), '.cache/argosy/bin/minio');
export const hasMinio = fs.existsSync(minioBinary);

export interface Minio {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** A real MinIO server in a folder of its own. Pods have a loopback of their own: for them it listens on another address. */
export async function startMinio(user: string, password: string, host = '127.0.0.1'): Promise<Minio> {
  const folder = await fsPromises.mkdtemp(path.join(os.tmpdir(), 'minio-'));
  const endpoint = `${host}:${await freePort()}`;
  const server = spawn(minioBinary, ['server', '--quiet', '--address', endpoint, '--console-address', '127.0.0.1:0', folder], {
    env: { ...process.env, MINIO_ROOT_USER: user, MINIO_ROOT_PASSWORD: password },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  server.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  await answering(server, endpoint, () => errors);
  const close = async (): Promise<void> => {
    const ended = new Promise((resolve) => void server.once('exit', resolve));
    server.kill('SIGKILL');
    await ended;
    await fsPromises.rm(folder, { recursive: true, force: true });
  };
  return { endpoint, close };
}

async function answering(server: ChildProcess, endpoint: string, errors: () => string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (server.exitCode !== null) throw new Error(`minio ended: ${errors()}`);
    const response = await fetch(`http://${endpoint}/minio/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(100);
  }
  server.kill('SIGKILL');
  throw new Error(`minio does not answer: ${errors()}`);
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}
