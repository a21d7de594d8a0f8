import { type Kysely, sql } from 'kysely';
import type { Engine } from '../persistence-config.ts';

/** Of the processes that start together, one migrates and the others wait for it. Locks belong to connections, so all of it is on one. */
export function withMigrationLock<T>(
  { engine, kysely }: { readonly engine: Engine; readonly kysely: Kysely<T> },
  run: (locked: Kysely<T>) => Promise<void>,
): Promise<void> {
  // A transaction of SQLite is a lock on its file from its beginning on.
  if (engine === 'sqlite') return kysely.transaction().execute(run);
  const lock = LOCKS[engine];
  return kysely.connection().execute(async (locked) => {
    await lock.take(locked);
    try {
      await run(locked);
    } finally {
      await lock.give(locked);
    }
  });
}

/** A number that stands for this lock among those of other programs. */
const LOCK = 728_511_420;

interface Lock {
  take<T>(on: Kysely<T>): Promise<unknown>;
  give<T>(on: Kysely<T>): Promise<unknown>;
}

const LOCKS: Readonly<Record<Exclude<Engine, 'sqlite'>, Lock>> = {
  postgres: {
    async take(on) {
      // An index of a large table takes longer than any list may.
      await sql`set statement_timeout = 0`.execute(on);
      await sql`select pg_advisory_lock(${sql.lit(LOCK)})`.execute(on);
    },
    async give(on) {
      await sql`select pg_advisory_unlock(${sql.lit(LOCK)})`.execute(on);
      await sql`reset statement_timeout`.execute(on);
    },
  },
  mysql: {
    take: (on) => sql`select get_lock('argosy_migration', 3600)`.execute(on),
    give: (on) => sql`select release_lock('argosy_migration')`.execute(on),
  },
};
