import { createSimulatedTimers } from '@argosy/kube';
import { silentLogger } from '@argosy/std';
import { expect, test } from 'vitest';
import type { ReconcileResult } from './reconciler.ts';
import { createWorkQueue } from './work-queue.ts';

/** A queue whose keys take 10 ms each, and a log of when each began and ended. */
function queueOf(reconcile: (key: string, times: number) => ReconcileResult = () => ({}), workers = 2) {
  const timers = createSimulatedTimers(1, 0);
  const log: string[] = [];
  const times = new Map<string, number>();
  const queue = createWorkQueue({
    name: 'test',
    workers,
    timers,
    logger: silentLogger,
    backoff: { base: 100, limit: 1_000 },
    reconciler: {
      async reconcile(key) {
        log.push(`${Math.round(timers.now())} ${key}`);
        times.set(key, (times.get(key) ?? 0) + 1);
        await new Promise<void>((resolve) => void timers.after(10, resolve));
        return reconcile(key, times.get(key) ?? 0);
      },
    },
  });
  queue.start();
  const rest = () => timers.runUntil(() => false, 10_000);
  return { queue, timers, log, rest };
}

test('a key that waits is worked on once', async () => {
  const { queue, log, rest } = queueOf(undefined, 1);
  for (const key of ['a', 'b', 'b', 'b']) queue.add(key);
  await rest();
  expect(log).toEqual(['0 a', '10 b']);
});

test('a key that comes while it is worked on is worked on again, never twice at once', async () => {
  const { queue, log, timers, rest } = queueOf();
  queue.add('a');
  timers.after(5, () => {
    queue.add('a');
    queue.add('a');
  });
  await rest();
  expect(log).toEqual(['0 a', '10 a']);
});

test('no more keys at once than workers', async () => {
  const { queue, log, rest } = queueOf();
  for (const key of ['a', 'b', 'c', 'd', 'e']) queue.add(key);
  expect([queue.busy, queue.depth]).toEqual([2, 3]);
  await rest();
  expect(log).toEqual(['0 a', '0 b', '10 c', '10 d', '20 e']);
});

test('of several delays the shortest counts, and now is shorter than all', async () => {
  const { queue, log, rest } = queueOf();
  queue.add('a', 300);
  queue.add('a', 100);
  queue.add('a', 200);
  queue.add('b', 50);
  queue.add('b');
  await rest();
  expect(log).toEqual(['0 b', '100 a']);
});

test('a result may ask for another look', async () => {
  const { queue, log, rest } = queueOf((_key, times) => (times < 3 ? { requeueAfter: 40 } : {}));
  queue.add('a');
  await rest();
  expect(log).toEqual(['0 a', '50 a', '100 a']);
});

test('failures back off further each time, and a success forgets them', async () => {
  const { queue, log, rest } = queueOf((_key, times) => {
    if (times < 4 || times === 5) throw new Error('not now');
    return times === 4 ? { requeueAfter: 1 } : {};
  });
  queue.add('a');
  await rest();
  const at = log.map((line) => Number(line.split(' ')[0]));
  const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0) - 10);
  expect(pauses[0]).toBeLessThanOrEqual(101);
  expect(pauses[2]).toBeGreaterThanOrEqual(200);
  expect(pauses[4]).toBeLessThanOrEqual(101);
  expect(log).toHaveLength(6);
});

test('a stopped queue ends what it works on and takes up nothing more', async () => {
  const { queue, log, timers, rest } = queueOf(undefined, 1);
  queue.add('a');
  queue.add('b');
  queue.add('c', 20);
  const stopping = queue.stop();
  await timers.runUntil(() => queue.busy === 0, 1_000);
  await stopping;
  await rest();
  expect(log).toEqual(['0 a']);
});

test('thousands of delayed keys come in order', async () => {
  const { queue, log, timers } = queueOf(undefined, 10_000);
  const delays = Array.from({ length: 2_000 }, () => 1 + Math.floor(timers.random() * 5_000));
  delays.forEach((delay, index) => queue.add(`k${index}`, delay));
  await timers.runUntil(() => log.length === delays.length, 10_000);
  expect(log.map((line) => Number(line.split(' ')[0]))).toEqual(delays.toSorted((a, b) => a - b));
});
