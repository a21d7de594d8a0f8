import type { Workflow } from '@argosy/api';
import { sql } from 'kysely';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ArchiveFilter, NodeStatusStore, WorkflowArchive } from './archive.ts';
import { type Database, openDatabase } from './database.ts';
import { LAST_ARGO_STEP } from './migrations/argo-steps.ts';
import { migrate } from './migrations/migrate.ts';
import { parsePersistence, type PersistenceConfig } from './persistence-config.ts';
import { sqlArchive } from './sql-archive.ts';
import { sqlNodeStatuses } from './sql-node-statuses.ts';
import { mysqlProgram, type MysqlServer, startMysql } from './testing/mysql.ts';
import { postgresPrograms, type PostgresServer, startPostgres } from './testing/postgres.ts';

const programs = postgresPrograms();
const mariadb = mysqlProgram();
let mysql: MysqlServer | undefined;
let postgres: PostgresServer | undefined;
let folder = '';

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-persistence-'));
  if (programs) postgres = await startPostgres(programs);
  if (mariadb) mysql = await startMysql(mariadb);
}, 60_000);

afterAll(async () => {
  await postgres?.stop();
  await mysql?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const noDuration = (): undefined => undefined;

const engines = {
  sqlite: (): PersistenceConfig => configOf({ sqlite: { path: path.join(folder, `${Math.random()}.db`) } }),
  postgres: (): PersistenceConfig =>
    configOf({ postgresql: { host: postgres?.host, port: postgres?.port, database: 'postgres', user: postgres?.user } }),
  mysql: (): PersistenceConfig => configOf({ mysql: { host: mysql?.host, port: mysql?.port, database: 'argo', user: mysql?.user } }),
};

function configOf(fields: object): PersistenceConfig {
  return parsePersistence({ archive: true, ...fields }, noDuration) as PersistenceConfig;
}

function archived(
  name: string,
  more: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly namespace?: string;
    readonly phase?: string;
    readonly start?: string;
    readonly end?: string;
  } = {},
): Workflow {
  const { labels = {}, namespace = 'argo', phase = 'Succeeded', start = '2026-01-01T00:00:00Z', end = '2026-01-01T00:01:00Z' } = more;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name,
      namespace,
      uid: `uid-${namespace}-${name}`,
      creationTimestamp: start,
      labels: { 'workflows.argoproj.io/phase': phase, ...labels },
      annotations: { about: `ä "${name}"` },
    },
    spec: { entrypoint: 'main', templates: [{ name: 'main' }] },
    status: {
      phase: phase as 'Succeeded',
      startedAt: start,
      finishedAt: end,
      message: `m-${name}`,
      progress: '1/1',
      nodes: {},
      resourcesDuration: { cpu: 3 },
    },
  };
}

const stored: readonly Workflow[] = [
  archived('build-a', { labels: { team: 'a', size: '5' }, start: '2026-01-01T00:00:00Z', end: '2026-01-01T01:00:00Z' }),
  archived('build-b', { labels: { team: 'b', size: '50' }, phase: 'Failed', start: '2026-01-02T00:00:00Z', end: '2026-01-02T00:30:00Z' }),
  archived('test_1', { labels: { team: 'a', size: 'big' }, start: '2026-01-03T00:00:00Z', end: '2026-01-03T00:30:00Z' }),
  archived('testX1', { labels: {}, phase: 'Error', start: '2026-01-04T00:00:00Z', end: '2026-01-04T00:30:00Z' }),
  archived('other', { namespace: 'default', labels: { team: 'c' }, start: '2026-01-05T00:00:00Z', end: '2026-01-05T00:30:00Z' }),
  archived('foreign', { labels: { 'workflows.argoproj.io/controller-instanceid': 'x' } }),
];

const none: ArchiveFilter = { namespace: '', instanceId: '', names: [], labels: [] };
const at = (text: string): number => Date.parse(text);

const filters: readonly { readonly about: string; readonly filter: Partial<ArchiveFilter>; readonly want: readonly string[] }[] = [
  { about: 'all, the newest first', filter: {}, want: ['other', 'testX1', 'test_1', 'build-b', 'build-a'] },
  { about: 'another instance', filter: { instanceId: 'x' }, want: ['foreign'] },
  { about: 'a namespace', filter: { namespace: 'default' }, want: ['other'] },
  { about: 'a name', filter: { names: [{ kind: 'Exact', text: 'build-a' }] }, want: ['build-a'] },
  { about: 'a prefix; _ is a letter like any other', filter: { names: [{ kind: 'Prefix', text: 'test_' }] }, want: ['test_1'] },
  { about: 'part of a name', filter: { names: [{ kind: 'Contains', text: 'ld-' }] }, want: ['build-b', 'build-a'] },
  { about: 'not a name', filter: { names: [{ kind: 'NotEquals', text: 'other' }] }, want: ['testX1', 'test_1', 'build-b', 'build-a'] },
  {
    about: 'phases',
    filter: { labels: [{ key: 'workflows.argoproj.io/phase', operator: 'in', values: ['Failed', 'Error'] }] },
    want: ['testX1', 'build-b'],
  },
  {
    about: 'not a phase',
    filter: { labels: [{ key: 'workflows.argoproj.io/phase', operator: 'notin', values: ['Succeeded'] }] },
    want: ['testX1', 'build-b'],
  },
  { about: 'completed', filter: { labels: [{ key: 'workflows.argoproj.io/completed', operator: 'in', values: ['false'] }] }, want: [] },
  { about: 'a label', filter: { labels: [{ key: 'team', operator: 'in', values: ['a', 'c'] }] }, want: ['other', 'test_1', 'build-a'] },
  {
    about: 'without the value of a label',
    filter: { labels: [{ key: 'team', operator: 'notin', values: ['a'] }] },
    want: ['other', 'testX1', 'build-b'],
  },
  { about: 'with a label', filter: { labels: [{ key: 'size', operator: 'exists' }] }, want: ['test_1', 'build-b', 'build-a'] },
  { about: 'without a label', filter: { labels: [{ key: 'team', operator: 'absent' }] }, want: ['testX1'] },
  { about: 'a label above a number', filter: { labels: [{ key: 'size', operator: '>', bound: 6 }] }, want: ['build-b'] },
  { about: 'a label below a number', filter: { labels: [{ key: 'size', operator: '<', bound: 6 }] }, want: ['build-a'] },
  {
    about: 'two labels',
    filter: {
      labels: [
        { key: 'team', operator: 'in', values: ['a'] },
        { key: 'size', operator: 'in', values: ['big'] },
      ],
    },
    want: ['test_1'],
  },
  {
    about: 'started between',
    filter: { startedAfter: at('2026-01-01T00:00:00Z'), startedBefore: at('2026-01-04T00:00:00Z') },
    want: ['test_1', 'build-b'],
  },
  { about: 'created after', filter: { createdAfter: at('2026-01-03T12:00:00Z') }, want: ['other', 'testX1'] },
  { about: 'finished before', filter: { finishedBefore: at('2026-01-01T00:59:00Z') }, want: [] },
  { about: 'finished before, to the second', filter: { finishedBefore: at('2026-01-01T01:00:01Z') }, want: ['build-a'] },
  { about: 'a uid', filter: { uid: 'uid-argo-test_1' }, want: ['test_1'] },
  { about: 'nothing that breaks out of SQL', filter: { names: [{ kind: 'Contains', text: "' or 1=1 --" }] }, want: [] },
];

const missing = { sqlite: false, postgres: programs === undefined, mysql: mariadb === undefined } as const;

describe.each(['sqlite', 'postgres', 'mysql'] as const)('%s', (engine) => {
  const skipped = missing[engine];
  describe.skipIf(skipped)(skipped ? `${engine} is not installed` : 'archive [8-035]', () => {
    let database: Database;
    let archive: WorkflowArchive;
    let nodes: NodeStatusStore;

    beforeAll(async () => {
      database = await openDatabase(engines[engine](), async () => '');
      await migrate(database);
      // A second time, as after every restart.
      await migrate(database);
      archive = sqlArchive(database);
      nodes = sqlNodeStatuses(database);
      for (const workflow of stored) await archive.save(workflow);
    });
    afterAll(() => database?.close());

    test.each(filters)('lists and counts $about', async ({ filter, want }) => {
      const found = await archive.list({ ...none, ...filter }, { offset: 0, limit: undefined });
      expect(found.map(({ metadata }) => metadata.name)).toEqual(want);
      expect(await archive.count({ ...none, ...filter })).toBe(want.length);
    });

    test('what a list shows', async () => {
      const [found] = await archive.list({ ...none, uid: 'uid-argo-build-b' }, { offset: 0, limit: 1 });
      expect(found).toEqual({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Workflow',
        metadata: {
          name: 'build-b',
          namespace: 'argo',
          uid: 'uid-argo-build-b',
          creationTimestamp: '2026-01-02T00:00:00Z',
          labels: {
            team: 'b',
            size: '50',
            'workflows.argoproj.io/phase': 'Failed',
            'workflows.argoproj.io/workflow-archiving-status': 'Persisted',
          },
          annotations: { about: 'ä "build-b"' },
        },
        spec: {},
        status: {
          phase: 'Failed',
          startedAt: '2026-01-02T00:00:00Z',
          finishedAt: '2026-01-02T00:30:00Z',
          message: 'm-build-b',
          progress: '1/1',
          resourcesDuration: { cpu: 3 },
        },
      });
    });

    test.each([
      { about: 'page by page', fresh: false },
      { about: 'in the middle, after a restart', fresh: true },
    ])('pages lose and repeat nothing: $about', async ({ fresh }) => {
      const names: (string | undefined)[] = [];
      for (let offset = 0; offset < 6; offset += 2) {
        const used = fresh ? sqlArchive(database) : archive;
        // One more than is shown, as callers do.
        const page = await used.list(none, { offset, limit: 3 });
        names.push(...page.slice(0, 2).map(({ metadata }) => metadata.name));
      }
      expect(names).toEqual(filters[0]?.want);
    });

    test('a workflow comes back whole, by uid or by name', async () => {
      const [first] = stored;
      for (const place of [{ uid: 'uid-argo-build-a' }, { namespace: 'argo', name: 'build-a' }]) {
        const found = await archive.get(place);
        expect(found?.spec).toEqual(first?.spec);
        expect(found?.metadata.labels).toMatchObject({ team: 'a', 'workflows.argoproj.io/workflow-archiving-status': 'Persisted' });
      }
      expect(await archive.get({ uid: 'no-such' })).toBeUndefined();
      expect(await archive.get({ uid: 'uid-argo-build-a', namespace: 'default' })).toBeUndefined();
    });

    test('saving again replaces; deleting takes the labels along', async () => {
      await archive.save(archived('twice', { namespace: 'n', labels: { old: 'yes' } }));
      await archive.save(archived('twice', { namespace: 'n', labels: { new: 'yes' }, phase: 'Failed' }));
      expect(await archive.count({ ...none, namespace: 'n' })).toBe(1);
      expect(await archive.labelKeys('n')).toEqual(['new', 'workflows.argoproj.io/phase']);
      await archive.delete('uid-n-twice');
      expect(await archive.labelKeys('n')).toEqual([]);
    });

    test('keys and values of labels', async () => {
      expect(await archive.labelKeys()).toEqual(expect.arrayContaining(['size', 'team']));
      expect(await archive.labelValues('team')).toEqual(['a', 'b', 'c']);
      expect(await archive.labelValues('team', 'default')).toEqual(['c']);
    });

    test('what is too old goes', async () => {
      await archive.save(archived('ancient', { namespace: 'n', start: '2020-01-01T00:00:00Z', end: '2020-01-01T00:00:01Z' }));
      expect(await archive.deleteFinishedBefore(at('2021-01-01T00:00:00Z'))).toBe(1);
      expect(await archive.count({ ...none, namespace: 'n' })).toBe(0);
    });

    test('[13-008] node statuses: the same content has the same version; only old versions go', async () => {
      const place = { uid: 'u', namespace: 'argo' };
      const one = { a: { id: 'a', name: 'ä', type: 'Pod', phase: 'Running' } } as never;
      const first = await nodes.save(place, one);
      expect(await nodes.save(place, one)).toBe(first);
      const second = await nodes.save(place, {});
      expect(second).toBe('fnv:1450640401');
      expect(await nodes.read({ uid: 'u', version: first })).toEqual(one);
      await nodes.deleteOthers({ uid: 'u', version: second, olderThan: Date.now() - 86_400_000 });
      expect(await nodes.read({ uid: 'u', version: first })).toEqual(one);
      await nodes.deleteOthers({ uid: 'u', version: second, olderThan: Date.now() + 86_400_000 });
      await expect(nodes.read({ uid: 'u', version: first })).rejects.toThrow('not there');
      expect(await nodes.uids('argo')).toEqual(['u']);
    });

    test('Argo finds its own schema version', async () => {
      const { rows } = await sql<{ schema_version: number }>`select schema_version from schema_history`.execute(database.kysely);
      expect(rows).toEqual([{ schema_version: LAST_ARGO_STEP }]);
    });
  });
});

describe.skipIf(programs === undefined)('a database of Argo v3.4', () => {
  test('goes on from its step, and keeps its rows', async () => {
    const database = await openDatabase(engines.postgres(), async () => '');
    const { kysely } = database;
    try {
      await sql`drop table if exists argo_archived_workflows_labels, argo_archived_workflows, argo_workflows, schema_history`.execute(
        kysely,
      );
      await sql
        .raw(
          `create table schema_history(schema_version int not null); insert into schema_history values (60);
           create table argo_archived_workflows (uid varchar(128) not null, name varchar(256) not null, phase varchar(25) not null, namespace varchar(256) not null,
             workflow jsonb not null, startedat timestamp not null, finishedat timestamp not null, clustername varchar(64) not null, instanceid varchar(64) not null, primary key (clustername, uid));
           create index argo_archived_workflows_i1 on argo_archived_workflows (clustername, instanceid, namespace);
           create index argo_archived_workflows_i4 on argo_archived_workflows (startedat);
           create table argo_archived_workflows_labels (clustername varchar(64) not null, uid varchar(128) not null, name varchar(317) not null, value varchar(63) not null,
             primary key (clustername, uid, name), foreign key (clustername, uid) references argo_archived_workflows (clustername, uid) on delete cascade);
           insert into argo_archived_workflows values ('u', 'old', 'Succeeded', 'argo', '{"metadata":{"name":"old"}}', '2024-05-06 07:08:09', '2024-05-06 07:09:09', 'default', '')`,
        )
        .execute(kysely);
      await migrate(database);
      const [found] = await sqlArchive(database).list(none, { offset: 0, limit: 10 });
      expect(found?.metadata).toMatchObject({ name: 'old', creationTimestamp: '2024-05-06T07:08:09Z' });
      const { rows } = await sql<{ schema_version: number }>`select schema_version from schema_history`.execute(kysely);
      expect(rows).toEqual([{ schema_version: LAST_ARGO_STEP }]);
    } finally {
      await database.close();
    }
  });
});

test('a lock that a killed process left behind is not waited for for ever', async () => {
  const file = path.join(folder, 'locked.db');
  fs.mkdirSync(`${file}.lock`);
  fs.utimesSync(`${file}.lock`, new Date(0), new Date(0));
  const database = await openDatabase(configOf({ sqlite: { path: file } }), async () => '');
  await migrate(database);
  expect(await sqlArchive(database).count(none)).toBe(0);
  await database.close();
});

test('two processes may use one file', async () => {
  const file = path.join(folder, 'shared.db');
  const [one, two] = await Promise.all([
    openDatabase(configOf({ sqlite: { path: file } }), async () => ''),
    openDatabase(configOf({ sqlite: { path: file } }), async () => ''),
  ]);
  await Promise.all([migrate(one), migrate(two)]);
  const names = Array.from({ length: 20 }, (_, index) => `w${index}`);
  await Promise.all(names.map((name, index) => sqlArchive(index % 2 ? one : two).save(archived(name))));
  expect(await sqlArchive(one).count(none)).toBe(20);
  await Promise.all([one.close(), two.close()]);
});
