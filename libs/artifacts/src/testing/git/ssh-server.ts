import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** sshd wants to be called by its full path. */
const program = spawnSync('sh', ['-c', 'PATH=$PATH:/usr/sbin command -v sshd'], { encoding: 'utf8' }).stdout.trim();
export const hasSshd = program !== '' && spawnSync('ssh-keygen', ['-?']).error === undefined;

export interface SshServer {
  readonly port: number;
  /** As whom to log in. */
  readonly user: string;
  /** The private key that it lets in, and one that it does not know. */
  readonly key: string;
  readonly strangersKey: string;
  close(): Promise<void>;
}

/** OpenSSH's server for the user who runs the tests, with keys of its own in `folder`. */
export async function startSshServer(folder: string): Promise<SshServer> {
  const keys = Object.fromEntries(['host', 'user', 'stranger'].map((name) => [name, makeKey(path.join(folder, `${name}-key`))]));
  const port = await freePort();
  const config = path.join(folder, 'sshd_config');
  fs.writeFileSync(
    config,
    [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${keys['host']}`,
      `AuthorizedKeysFile ${keys['user']}.pub`,
      `PidFile none`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'PermitRootLogin prohibit-password',
    ].join('\n'),
  );
  if (process.getuid?.() === 0) fs.mkdirSync('/run/sshd', { recursive: true });
  const child = spawn(program, ['-D', '-e', '-f', config], { stdio: 'ignore' });
  await answering(port);
  return {
    port,
    user: os.userInfo().username,
    key: fs.readFileSync(keys['user'] as string, 'utf8'),
    strangersKey: fs.readFileSync(keys['stranger'] as string, 'utf8'),
    close: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve());
        child.kill();
      }),
  };
}

function makeKey(file: string): string {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  return file;
}

async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => void probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => void probe.close(resolve));
  return port;
}

async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answers = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true) ?? socket.destroy());
      socket.once('error', () => resolve(false));
    });
    if (answers) return;
    await sleep(50);
  }
  throw new Error(`sshd does not answer on port ${port}`);
}
