import { type Kysely, sql } from 'kysely';
import { onDatabase, openKysely, type ReadSecret } from '../database.ts';
import { withMigrationLock } from '../migrations/migration-lock.ts';
import type { SyncConfig, SyncTableNames } from './sync-config.ts';

/** Rows of the tables that Argo keeps for locks of several controllers; times are UTC, `2026-01-02 03:04:05`. */
export interface SyncTables {
  /** `name`: `<namespace>/<key>`. */
  readonly sync_limit: { readonly name: string; readonly sizelimit: number };
  readonly sync_state: {
    /** `sem/<namespace>/<key>` or `mtx/<namespace>/<name>`. */
    readonly name: string;
    /** Who holds it or waits: `<namespace>/<workflow>`, or with a node behind it. */
    readonly workflowkey: string;
    readonly controller: string;
    readonly held: boolean;
    readonly priority: number;
    /** When the workflow was created. */
    readonly time: string;
  };
  /** The last heartbeat of each controller. */
  readonly sync_controller: { readonly controller: string; readonly time: string };
  /** Which controller looks at a lock just now, so that two never grant it at once. */
  readonly sync_lock: { readonly name: string; readonly controller: string; readonly time: string };
  readonly sync_schema_history: { readonly schema_version: number };
}

export interface SyncDatabase {
  readonly kysely: Kysely<SyncTables>;
  readonly config: SyncConfig;
  /** The names of the tables are settings, the types of their rows are not. */
  readonly tables: {
    readonly limit: 'sync_limit';
    readonly state: 'sync_state';
    readonly controller: 'sync_controller';
    readonly lock: 'sync_lock';
  };
}

/** Opens the database of locks, and makes Argo's tables where they are missing. */
export async function openSyncDatabase(config: SyncConfig, readSecret: ReadSecret): Promise<SyncDatabase> {
  const kysely = await openKysely<SyncTables>(config, readSecret);
  try {
    if (!config.skipMigration) await migrate(kysely, config);
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  return { kysely, config, tables: config.tables as SyncDatabase['tables'] };
}

function migrate(kysely: Kysely<SyncTables>, { engine, tables }: SyncConfig): Promise<void> {
  return onDatabase('cannot make the tables of locks', () =>
    withMigrationLock({ engine, kysely }, async (locked) => {
      await sql`create table if not exists sync_schema_history(schema_version int not null)`.execute(locked);
      const known = await locked.selectFrom('sync_schema_history').select('schema_version').executeTakeFirst();
      const done = known === undefined ? -1 : Number(known.schema_version);
      if (known === undefined) await locked.insertInto('sync_schema_history').values({ schema_version: done }).execute();
      for (const [step, statement] of steps(tables).entries()) {
        if (step <= done) continue;
        await sql.raw(statement).execute(locked);
        await locked.updateTable('sync_schema_history').set({ schema_version: step }).execute();
      }
    }),
  );
}

/** Argo's steps, each with the number under which Argo looks for it: they may be added to, not changed. */
function steps({ limit, state, controller, lock }: SyncTableNames): readonly string[] {
  return [
    `create table if not exists ${limit} (name varchar(256) not null, sizelimit int, primary key (name))`,
    `create unique index ilimit_name on ${limit} (name)`,
    `create table if not exists ${controller} (controller varchar(64) not null, time timestamp, primary key (controller))`,
    `create unique index icontroller_name on ${controller} (controller)`,
    `create table if not exists ${state} (name varchar(256), workflowkey varchar(256), controller varchar(64) not null, held boolean,
       priority int, time timestamp, primary key (name, workflowkey, controller))`,
    `create index istate_name on ${state} (name)`,
    `create index istate_workflowkey on ${state} (workflowkey)`,
    `create index istate_controller on ${state} (controller)`,
    `create index istate_held on ${state} (held)`,
    `create table if not exists ${lock} (name varchar(256), controller varchar(64) not null, time timestamp, primary key (name))`,
    `create unique index ilock_name on ${lock} (name)`,
  ];
}
