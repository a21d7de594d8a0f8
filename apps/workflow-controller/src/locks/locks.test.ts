import { createSyncConnection, type SyncConnection } from '@argosy/persistence';
import { silentLogger } from '@argosy/std';
import { afterEach, expect, test } from 'vitest';
import type { ConfigMaps } from '../caches/config-maps.ts';
import { createLockCell } from './lock-cell.ts';
import { createLocks } from './locks.ts';
import { createSharedBook } from './shared-book.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const SHARED = 'ns/Database/m';
const LOCAL = 'ns/Mutex/k';

const open: SyncConnection[] = [];
afterEach(async () => {
  for (const sync of open.splice(0)) await sync.close();
});

/** Locks of a controller, on a database in memory. */
async function controller({ isConfigured = true }: { readonly isConfigured?: boolean } = {}) {
  const sync = createSyncConnection({ readSecret: async () => '', readDuration: () => undefined, logger: silentLogger });
  open.push(sync);
  sync.configure(isConfigured ? { sqlite: { path: ':memory:' }, controllerName: 'one' } : undefined);
  await sync.locks()?.heartbeat(NOW);
  let isAway = false;
  let asked = 0;
  const database = () => {
    const locks = sync.locks();
    const away = async (): Promise<never> => {
      throw new Error('the database is away');
    };
    if (locks === undefined) return undefined;
    if (isAway) return { ...locks, acquire: away, release: away, holders: away };
    const acquire: typeof locks.acquire = (claim, now) => {
      asked += 1;
      return locks.acquire(claim, now);
    };
    return { ...locks, acquire };
  };
  const configMaps: ConfigMaps = { peek: () => 'unread', fetch: async () => undefined, learn: () => undefined };
  const start = () => createLocks(createLockCell(configMaps), createSharedBook({ locks: database, now: () => NOW, logger: silentLogger }));
  return {
    sync,
    asked: () => asked,
    start,
    locks: start(),
    goAway: (away: boolean) => {
      isAway = away;
    },
  };
}

type Locks = ReturnType<Awaited<ReturnType<typeof controller>>['start']>;

function ask(locks: Locks, holder: string, ...names: readonly string[]): Promise<boolean> {
  const wanted = names.map((name) => ({ name, kind: 'mutex' as const }));
  return locks.acquire({ kind: 'AcquireLocks', holder, locks: wanted, priority: 0, createdAt: NOW });
}

function stateOf(locks: Locks, holder: string) {
  return locks.view(holder.split('/').slice(0, 2).join('/')).requests.get(holder);
}

test('a mutex of the database is granted, waited for, shown and handed on [4-113] [4-107]', async () => {
  const { locks } = await controller();
  expect(await ask(locks, 'ns/a', SHARED)).toBe(true);
  await ask(locks, 'ns/b', SHARED);
  expect(stateOf(locks, 'ns/a')?.granted).toBe(true);
  expect(stateOf(locks, 'ns/b')).toMatchObject({
    granted: false,
    waitingFor: SHARED,
    message: `Waiting for ${SHARED} lock (mtx/ns/m). Lock status: 1/1`,
  });
  expect(locks.status('ns/a', [])).toEqual({ mutex: { holding: [{ mutex: SHARED, holder: 'ns/a' }] } });
  expect(locks.status('ns/b', [])).toEqual({ mutex: { waiting: [{ mutex: SHARED, holder: 'ns/a' }] } });
  expect([locks.counts().held.get(SHARED), locks.counts().pending.get(SHARED)]).toEqual([1, 1]);
  expect(await locks.releaseAll('ns/a')).toEqual(['ns/b']);
  expect([stateOf(locks, 'ns/b')?.granted, locks.status('ns/a', [])]).toEqual([true, undefined]);
});

test('without a database such a lock is an error [4-113]', async () => {
  const { locks } = await controller({ isConfigured: false });
  await ask(locks, 'ns/a', SHARED);
  expect(stateOf(locks, 'ns/a')?.error).toBe(`database session is not available for mutex ${SHARED}`);
});

test('what other controllers gave back is found by polling [4-113]', async () => {
  const { locks, sync } = await controller();
  await sync.locks()?.acquire({ holder: 'ns/other', locks: [{ name: 'ns/m', kind: 'mutex' }], priority: 0, createdAt: NOW }, NOW);
  await ask(locks, 'ns/a', SHARED);
  expect(await locks.poll(() => true)).toEqual([]);
  await sync.locks()?.release('ns/other');
  expect(await locks.poll(() => true)).toEqual(['ns/a']);
  expect(stateOf(locks, 'ns/a')?.granted).toBe(true);
});

test('what workflows hold that are gone is given back [4-111]', async () => {
  const { sync, start } = await controller();
  await sync.locks()?.acquire({ holder: 'ns/gone/node', locks: [{ name: 'ns/m', kind: 'mutex' }], priority: 0, createdAt: NOW }, NOW);
  const locks = start();
  await ask(locks, 'ns/a', SHARED);
  expect(await locks.poll((workflow) => workflow !== 'ns/gone')).toEqual(['ns/a']);
});

test('while the database is away nothing is granted, and what is given back is given back later [4-113]', async () => {
  const { locks, sync, goAway } = await controller();
  await ask(locks, 'ns/a', SHARED);
  goAway(true);
  await ask(locks, 'ns/b', SHARED);
  expect(stateOf(locks, 'ns/b')).toMatchObject({ granted: false, message: `Waiting for ${SHARED} lock: the database is away` });
  await locks.release('ns/a');
  expect(await sync.locks()?.holders()).toEqual(['ns/a']);
  goAway(false);
  expect(await locks.poll(() => true)).toEqual(['ns/b']);
  expect(await sync.locks()?.holders()).toEqual(['ns/b']);
});

test('of many who wait only the next one is asked for again', async () => {
  const { locks, asked } = await controller();
  const holders = Array.from({ length: 12 }, (_, index) => `ns/w${String(index).padStart(2, '0')}`);
  for (const holder of holders) await ask(locks, holder, SHARED);
  const before = asked();
  expect(await locks.releaseAll('ns/w00')).toEqual(['ns/w01']);
  expect(asked() - before).toBe(2);
});

test('locks of both kinds are granted as a whole, also to a controller that starts [4-105] [4-111]', async () => {
  const { locks, start, sync } = await controller();
  await ask(locks, 'ns/a', SHARED);
  await ask(locks, 'ns/local', LOCAL);
  await ask(locks, 'ns/b', LOCAL, SHARED);
  expect(stateOf(locks, 'ns/b')).toMatchObject({ granted: false, waitingFor: LOCAL });
  expect(await locks.release('ns/local')).toEqual(['ns/b']);
  expect(stateOf(locks, 'ns/b')?.granted).toBe(false);
  await ask(locks, 'ns/b', LOCAL, SHARED);
  expect(stateOf(locks, 'ns/b')).toMatchObject({ granted: false, waitingFor: SHARED });
  const half = locks.status('ns/b', []);
  expect(half).toEqual({ mutex: { waiting: [{ mutex: SHARED, holder: 'ns/a' }] } });
  const restarted = start();
  restarted.restore({ metadata: { name: 'b', namespace: 'ns' }, spec: {}, status: { synchronization: half } });
  expect(stateOf(restarted, 'ns/b')).toBeUndefined();
  await locks.release('ns/a');
  expect(stateOf(locks, 'ns/b')?.granted).toBe(true);
  const whole = locks.status('ns/b', []);
  const next = start();
  next.restore({ metadata: { name: 'b', namespace: 'ns' }, spec: {}, status: { synchronization: whole } });
  expect(stateOf(next, 'ns/b')?.granted).toBe(true);
  await next.releaseAll('ns/b');
  expect(await sync.locks()?.holders()).toEqual([]);
});
