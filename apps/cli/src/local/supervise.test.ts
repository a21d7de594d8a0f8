import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isAlive, type ProcessIdentity, signalProcess } from './process-identity.ts';
import { supervise, type Supervised } from './supervise.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argo-supervise-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

interface Watched extends Supervised {
  /** The next process that is started. */
  next(): Promise<ProcessIdentity>;
}

function watched(script: string, log: string): Watched {
  const started: ProcessIdentity[] = [];
  let wake = (): void => undefined;
  const supervised = supervise({
    command: 'sh',
    args: ['-c', script],
    env: process.env,
    logFile: path.join(folder, log),
    onChange: (identity) => {
      if (identity) started.push(identity);
      wake();
    },
  });
  const next = async (): Promise<ProcessIdentity> => {
    while (started.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return started.shift() as ProcessIdentity;
  };
  return { ...supervised, next };
}

test('a program that dies is started again, and its output is kept', async () => {
  const program = watched('echo alive; exec sleep 60', 'dies');
  const first = await program.next();
  signalProcess(first, 'SIGKILL');
  const second = await program.next();
  expect([isAlive(first), isAlive(second), second.pid === first.pid]).toEqual([false, true, false]);
  await untilLogged('dies', 'alive');
  await program.stop(5000);
  expect(isAlive(second)).toBe(false);
});

test('a program that ignores SIGTERM is killed', async () => {
  const program = watched("trap '' TERM; echo ready; while true; do sleep 0.05; done", 'stubborn');
  const identity = await program.next();
  await untilLogged('stubborn', 'ready');
  await program.stop(50);
  expect(isAlive(identity)).toBe(false);
});

test('a program that does not exist is said in the log', async () => {
  const program = supervise({
    command: path.join(folder, 'nothing'),
    args: [],
    env: {},
    logFile: path.join(folder, 'missing'),
    onChange: () => undefined,
  });
  await untilLogged('missing', 'ENOENT');
  await program.stop(50);
});

/** Ends the test by its time limit where the text never comes. */
async function untilLogged(log: string, text: string): Promise<void> {
  const file = path.join(folder, log);
  while (!fs.existsSync(file) || !fs.readFileSync(file, 'utf8').includes(text)) await new Promise((resolve) => setTimeout(resolve, 5));
}
