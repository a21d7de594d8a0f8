import { grantedRequests } from '@argosy/sync';
import { expect, test } from 'vitest';
import type { ConfigMaps } from '../caches/config-maps.ts';
import { createLockCell } from './lock-cell.ts';

const SEMAPHORE = 'ns/ConfigMap/limits/two';

function cellWith(data: Record<string, string>) {
  const configMaps: ConfigMaps = {
    peek: () => 'unread',
    fetch: async (namespace, name) => (name === 'limits' ? { metadata: { namespace, name }, data } : undefined),
    learn: () => undefined,
  };
  const taken: string[] = [];
  const cell = createLockCell(configMaps, (lock) => taken.push(lock));
  const ask = (holder: string, name: string) =>
    cell.acquire({
      kind: 'AcquireLocks',
      holder,
      locks: [{ name, kind: name.includes('Mutex') ? 'mutex' : 'semaphore' }],
      priority: 0,
      createdAt: 0,
    });
  const stateOf = (holder: string) => cell.view(holder.split('/').slice(0, 2).join('/')).requests.get(holder);
  return { cell, ask, stateOf, taken };
}

test('a semaphore lets in as many as its ConfigMap says, and who waits is told [4-105] [4-106]', async () => {
  const { cell, ask, stateOf } = cellWith({ two: '2' });
  expect(await ask('ns/a', SEMAPHORE)).toBe(true);
  expect(await ask('ns/a', SEMAPHORE)).toBe(false);
  await ask('ns/b/node', SEMAPHORE);
  await ask('ns/c', SEMAPHORE);
  expect([stateOf('ns/a')?.granted, stateOf('ns/b/node')?.granted]).toEqual([true, true]);
  expect(stateOf('ns/c')).toMatchObject({ granted: false, message: `Waiting for ${SEMAPHORE} lock. Lock status: 0/2` });
  expect(cell.release('ns/b/node')).toEqual(['ns/c']);
  expect(cell.releaseAll('ns/c')).toEqual([]);
  expect(cell.view('ns/c').requests.size).toBe(0);
});

test('holders, those who wait and locks that were taken are counted', async () => {
  const { cell, ask, taken } = cellWith({ two: '1' });
  for (const holder of ['ns/a', 'ns/b', 'ns/c']) await ask(holder, SEMAPHORE);
  const { held, pending } = cell.counts();
  expect([held.get(SEMAPHORE), pending.get(SEMAPHORE), taken]).toEqual([1, 2, [SEMAPHORE]]);
  cell.release('ns/a');
  expect(taken).toHaveLength(2);
});

test('a limit that is raised lets in those who wait [4-110]', async () => {
  const data = { two: '1' };
  const { cell, ask, stateOf } = cellWith(data);
  await ask('ns/a', SEMAPHORE);
  await ask('ns/b', SEMAPHORE);
  expect(await cell.refresh()).toEqual([]);
  data.two = '2';
  expect(await cell.refresh()).toEqual(['ns/b']);
  expect(stateOf('ns/b')?.granted).toBe(true);
});

test.each([
  ['ns/ConfigMap/limits/none', "Sync configuration key 'none' not found in ConfigMap"],
  ['ns/ConfigMap/nowhere/two', 'configmaps "nowhere" not found'],
  ['ns/ConfigMap/limits/word', 'is no whole number: many'],
])('%s cannot be had', async (name, message) => {
  const { ask, stateOf } = cellWith({ word: 'many' });
  await ask('ns/a', name);
  expect(stateOf('ns/a')?.error).toContain(message);
});

test('the status says what is held, without what is about to be given back, and restores it [4-107] [4-111] [13-160]', async () => {
  const { cell, ask } = cellWith({});
  await ask('ns/a/n1', 'ns/Mutex/m');
  await ask('ns/a/n2', 'ns/Mutex/k');
  const status = cell.status('ns/a', ['ns/a/n2']);
  expect(status).toEqual({ mutex: { holding: [{ mutex: 'ns/Mutex/m', holder: 'ns/a/n1' }] } });
  const { cell: next, ask: askNext, stateOf } = cellWith({});
  for (const request of grantedRequests(status)) next.restore(request);
  await askNext('ns/b', 'ns/Mutex/m');
  expect([stateOf('ns/a/n1')?.granted, stateOf('ns/b')?.granted]).toEqual([true, false]);
});

test('a workflow that never asked has nothing', () => {
  const { cell } = cellWith({});
  expect([cell.view('ns/x').requests.size, cell.status('ns/x', [])]).toEqual([0, undefined]);
});
