import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { OperationalError } from '@argosy/std';
import type { AttachOptions, ExecOptions, RunningContainer, Terminal } from '../container-runtime.ts';
import { decodeRecords, encodeRecords } from './records.ts';

/** Runs a command inside a container, on a terminal where it wants one, and gives its exit code. */
export function execInside(sandbox: string, container: RunningContainer, options: ExecOptions): Promise<number> {
  const { command, tty, stdin, stdout, stderr, signal } = options;
  const config = path.join(container.folder, `exec-${process.hrtime.bigint()}`);
  fs.writeFileSync(config, encodeRecords([...command.map((argument) => ['arg', argument] as const), ...settingsOf(container.folder, tty)]));
  return new Promise((resolve, reject) => {
    const child = spawn(sandbox, ['exec', container.handle, config], {
      stdio: [stdin ? 'pipe' : 'ignore', 'pipe', 'pipe', ...(tty ? (['pipe'] as const) : [])],
      ...(signal && { signal }),
    });
    child.stdout?.on('data', stdout);
    child.stderr?.on('data', stderr);
    if (stdin && child.stdin) stdin.pipe(child.stdin).on('error', () => undefined);
    if (tty) sendSizes(child, tty);
    child.on('error', reject);
    child.on('close', (code) => {
      fs.rmSync(config, { force: true });
      resolve(code ?? 137);
    });
  });
}

/** Sizes go as lines on a descriptor of their own. */
function sendSizes(child: ChildProcess, tty: Terminal): void {
  const sizes = child.stdio[3] as Writable;
  // The command has ended: nobody minds its size.
  sizes.on('error', () => undefined);
  tty.onResize((columns, rows) => sizes.write(`${columns} ${rows}\n`));
}

const inherited: ReadonlySet<string> = new Set(['env', 'cwd', 'uid', 'gid', 'userns', 'podnet']);

/** What a command inside a container takes over from it. */
function settingsOf(folder: string, tty: Terminal | undefined): (readonly [string, string])[] {
  const own = decodeRecords(fs.readFileSync(path.join(folder, 'config'), 'utf8')).filter(([key]) => inherited.has(key));
  if (!tty) return own;
  const hasTerm = own.some(([key, value]) => key === 'env' && value.startsWith('TERM='));
  return [...own, ['size', `${tty.columns} ${tty.rows}`], ...(hasTerm ? [] : [['env', 'TERM=xterm'] as const])];
}

const frame = { input: 0, size: 4, end: 255 } as const;
const largestFrame = 16_384;

/** Talks with the first process of a container by way of its supervisor. */
export function attachInside(container: RunningContainer, { stdin, stdout, stderr, tty, signal }: AttachOptions): Promise<void> {
  const [, supervisor = ''] = fs.readFileSync(path.join(container.folder, 'pid'), 'utf8').split(' ');
  // The path of a socket is short, the folder's may not be: the supervisor stands in it.
  const socket = net.connect(`/proc/${supervisor}/cwd/attach`);
  const send = (type: number, data: Buffer): void => {
    for (let at = 0; at === 0 || at < data.length; at += largestFrame) socket.write(framed(type, data.subarray(at, at + largestFrame)));
  };
  stdin?.on('data', (chunk: Buffer) => send(frame.input, chunk)).once('end', () => send(frame.end, Buffer.alloc(0)));
  tty?.onResize((columns, rows) => send(frame.size, Buffer.from(`${columns} ${rows}`)));
  const take = frameReader((type, data) => (type === 2 ? stderr : stdout)(data));
  signal?.addEventListener('abort', () => socket.destroy(), { once: true });
  return new Promise((resolve, reject) => {
    socket.on('data', take);
    socket.once('close', () => resolve());
    socket.once('error', (error) =>
      reject(
        new OperationalError('the container takes no input: it has neither stdin nor tty', {
          code: 'CONTAINER_NOT_READY',
          retry: 'never',
          cause: error,
        }),
      ),
    );
  });
}

function framed(type: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, data.length >> 8, data.length & 255]), data]);
}

function frameReader(take: (type: number, data: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 3 && rest.length >= 3 + rest.readUInt16BE(1)) {
      const end = 3 + rest.readUInt16BE(1);
      take(rest.readUInt8(0), rest.subarray(3, end));
      rest = rest.subarray(end);
    }
  };
}
