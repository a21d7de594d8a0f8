import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { identifyProcess, isAlive, signalProcess } from './process-identity.ts';

test('a running process is identified by its id and its start', async () => {
  const child = spawn('sleep', ['60']);
  const identity = identifyProcess(child.pid as number);
  expect(identity).toEqual({ pid: child.pid, startTime: expect.stringMatching(/./) });
  expect(isAlive(identity as NonNullable<typeof identity>)).toBe(true);
  expect(signalProcess(identity as NonNullable<typeof identity>, 'SIGTERM')).toBe(true);
  await once(child, 'exit');
  expect(isAlive(identity as NonNullable<typeof identity>)).toBe(false);
});

test('a stranger with the same id is not taken for the process, and gets no signal', () => {
  const stranger = { pid: process.pid, startTime: 'another time' };
  expect([isAlive(stranger), signalProcess(stranger, 'SIGKILL')]).toEqual([false, false]);
});

test('an id that nobody has is no process', () => {
  expect(identifyProcess(2 ** 22 + 1)).toBeUndefined();
});
