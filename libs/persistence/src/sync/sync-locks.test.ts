import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mysqlProgram, type MysqlServer, startMysql } from '../testing/mysql.ts';
import { postgresPrograms, type PostgresServer, startPostgres } from '../testing/postgres.ts';
import { parseSynchronization, type SyncConfig } from './sync-config.ts';
import { openSyncDatabase, type SyncDatabase } from './sync-database.ts';
import { syncLimits } from './sync-limits.ts';
import { type SharedClaim, sqlSyncLocks } from './sync-locks.ts';

const programs = postgresPrograms();
const mariadb = mysqlProgram();
let postgres: PostgresServer | undefined;
let mysql: MysqlServer | undefined;
let folder = '';

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-sync-'));
  [postgres, mysql] = await Promise.all([programs && startPostgres(programs), mariadb && startMysql(mariadb)]).then(([first, second]) => [
    first || undefined,
    second || undefined,
  ]);
}, 60_000);

afterAll(async () => {
  await Promise.all([postgres?.stop(), mysql?.stop()]);
  fs.rmSync(folder, { recursive: true, force: true });
});

const engines = {
  sqlite: () => ({ sqlite: { path: path.join(folder, 'locks.db') } }),
  postgres: () => ({ postgresql: { host: postgres?.host, port: postgres?.port, database: 'postgres', user: postgres?.user } }),
  mysql: () => ({ mysql: { host: mysql?.host, port: mysql?.port, database: 'argo', user: mysql?.user } }),
};

const NOW = Date.parse('2026-03-01T12:00:00Z');
const MUTEX = { name: 'argo/m', kind: 'mutex' } as const;
const SEMAPHORE = { name: 'argo/s', kind: 'semaphore' } as const;

function claim(holder: string, more: Partial<SharedClaim> = {}): SharedClaim {
  return { holder, locks: [MUTEX], priority: 0, createdAt: NOW, ...more };
}

describe.each(Object.entries(engines))('locks in %s', (engine, settingOf) => {
  const isMissing = (engine === 'postgres' && !programs) || (engine === 'mysql' && !mariadb);
  const databases: SyncDatabase[] = [];
  const open = async (controllerName: string) => {
    const config = parseSynchronization({ ...settingOf(), controllerName }, () => undefined) as SyncConfig;
    const database = await openSyncDatabase(config, async () => '');
    databases.push(database);
    const locks = sqlSyncLocks(database);
    await locks.heartbeat(NOW);
    return { database, locks, limits: syncLimits(database) };
  };
  let one: Awaited<ReturnType<typeof open>>;
  let other: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    if (isMissing) return;
    [one, other] = (await Promise.all([open('one'), open('other')])) as [typeof one, typeof other];
  });
  afterAll(async () => {
    for (const { kysely } of databases) await kysely.destroy();
  });
  const clear = async (): Promise<void> => {
    for (const table of ['sync_state', 'sync_lock', 'sync_limit', 'sync_controller'] as const)
      await one.database.kysely.deleteFrom(table).execute();
    for (const { locks } of [one, other]) await locks.heartbeat(NOW);
  };
  const check = (name: string, run: () => Promise<void>): void =>
    test.skipIf(isMissing)(name, async () => {
      await clear();
      await run();
    });

  check('a mutex has one holder among all controllers, and the next in turn gets it [4-113] [4-109]', async () => {
    expect(await one.locks.acquire(claim('argo/a'), NOW)).toMatchObject({ granted: true });
    expect(await one.locks.acquire(claim('argo/a'), NOW)).toMatchObject({ granted: true });
    const waiting = await other.locks.acquire(claim('argo/b', { createdAt: NOW + 1_000 }), NOW);
    expect(waiting).toMatchObject({ granted: false, blocked: { lock: MUTEX, row: 'mtx/argo/m', held: 1, limit: 1 } });
    expect(waiting.holders).toEqual(new Map([['argo/m', ['argo/a']]]));
    await one.locks.acquire(claim('argo/c', { createdAt: NOW + 2_000 }), NOW);
    await one.locks.acquire(claim('argo/urgent', { createdAt: NOW + 3_000, priority: 1 }), NOW);
    await one.locks.release('argo/a');
    const grants = async () => ({
      c: (await one.locks.acquire(claim('argo/c', { createdAt: NOW + 2_000 }), NOW)).granted,
      b: (await other.locks.acquire(claim('argo/b', { createdAt: NOW + 1_000 }), NOW)).granted,
    });
    expect(await grants()).toEqual({ c: false, b: false });
    await one.locks.release('argo/urgent');
    expect(await grants()).toEqual({ c: false, b: true });
    expect(await other.locks.holders()).toEqual(['argo/b']);
  });

  check('controllers that ask at the same time never both get it [4-113]', async () => {
    const asked = [one, other].flatMap(({ locks }, index) =>
      Array.from({ length: 10 }, (_, number) => locks.acquire(claim(`argo/w${index}-${number}`), NOW)),
    );
    const granted = (await Promise.all(asked)).filter((state) => state.granted);
    expect(granted.length).toBeLessThanOrEqual(1);
    const { kysely } = one.database;
    expect((await kysely.selectFrom('sync_state').select('held').execute()).filter(({ held }) => held)).toHaveLength(granted.length);
    expect(await kysely.selectFrom('sync_lock').selectAll().execute()).toEqual([]);
  });

  check('a semaphore lets in as many as its limit says, and none without one [4-113] [13-162]', async () => {
    const ask = (holder: string) => one.locks.acquire(claim(holder, { locks: [SEMAPHORE] }), NOW);
    expect((await ask('argo/a')).blocked).toMatchObject({ row: 'sem/argo/s', limit: undefined });
    await one.limits.create('argo/s', 1);
    expect([(await ask('argo/a')).granted, (await ask('argo/b')).granted]).toEqual([true, false]);
    expect(await one.limits.update('argo/s', 2)).toBe(true);
    expect((await ask('argo/b')).granted).toBe(true);
  });

  check('several locks are granted together or not at all [4-105]', async () => {
    await one.locks.acquire(claim('argo/a'), NOW);
    const both = claim('argo/b', { locks: [{ name: 'argo/free', kind: 'mutex' }, MUTEX] });
    expect(await other.locks.acquire(both, NOW)).toMatchObject({ granted: false, blocked: { lock: MUTEX } });
    expect((await one.locks.acquire(claim('argo/c', { locks: [{ name: 'argo/free', kind: 'mutex' }], priority: 1 }), NOW)).granted).toBe(
      true,
    );
  });

  check('nobody waits behind a controller that is gone, but what it holds stays held [4-113]', async () => {
    const later = NOW + 301_000;
    await one.locks.acquire(claim('argo/a'), NOW);
    await other.locks.acquire(claim('argo/gone'), NOW);
    await one.locks.heartbeat(later);
    expect((await one.locks.acquire(claim('argo/b', { createdAt: later }), later)).granted).toBe(false);
    await one.locks.release('argo/a');
    expect((await one.locks.acquire(claim('argo/b', { createdAt: later }), later)).granted).toBe(true);
  });

  check('a gate that a killed controller left closed is opened when its heartbeat is too old [4-113]', async () => {
    const later = NOW + 301_000;
    await other.database.kysely
      .insertInto('sync_lock')
      .values({ name: 'mtx/argo/m', controller: 'other', time: '2026-03-01 12:00:00' })
      .execute();
    await one.locks.heartbeat(later);
    expect((await one.locks.acquire(claim('argo/a'), later)).granted).toBe(false);
    await one.locks.expire(later);
    expect((await one.locks.acquire(claim('argo/a'), later)).granted).toBe(true);
  });

  check('limits are kept by name [4-114]', async () => {
    await one.limits.create('argo/x', 3);
    await expect(one.limits.create('argo/x', 4)).rejects.toMatchObject({ code: 'SYNC_LIMIT_EXISTS' });
    expect([await other.limits.read('argo/x'), await one.limits.read('argo/none')]).toEqual([3, undefined]);
    expect([await one.limits.update('argo/none', 1), await one.limits.delete('argo/x'), await one.limits.delete('argo/x')]).toEqual([
      false,
      true,
      false,
    ]);
  });

  check('the tables are those of Argo, made once', async () => {
    const [again] = await Promise.all(['again', 'and', 'once', 'more'].map(open));
    const [row] = await (again as typeof one).database.kysely.selectFrom('sync_schema_history').select('schema_version').execute();
    expect(Number(row?.schema_version)).toBe(10);
  });
});

describe('the setting', () => {
  test('has the defaults of Argo, and other names of tables', () => {
    const config = parseSynchronization({ sqlite: { path: 'x' }, limitTableName: 'my_limits', pollSeconds: 1 }, () => undefined);
    expect(config).toMatchObject({
      engine: 'sqlite',
      tables: { limit: 'my_limits', state: 'sync_state', controller: 'sync_controller', lock: 'sync_lock' },
      pollSeconds: 1,
      heartbeatSeconds: 60,
      inactiveControllerSeconds: 300,
      enableApi: false,
    });
    expect(parseSynchronization({ controllerName: 'x' }, () => undefined)).toBeUndefined();
  });

  test.each([
    [{ limitTableName: 'a; drop' }, 'limitTableName'],
    [{ pollSeconds: 'often' }, 'pollSeconds'],
  ])('%j is refused', (fields, key) => {
    expect(() => parseSynchronization({ sqlite: { path: 'x' }, ...fields }, () => undefined)).toThrow(key);
  });
});
