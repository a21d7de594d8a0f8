import { OperationalError } from '@argosy/std';
import { sql } from 'kysely';
import { type Database, onDatabase } from '../database.ts';
import { argoSteps, FIRST_KNOWN_STEP, LAST_ARGO_STEP } from './argo-steps.ts';
import { isThereAlready, ownIndexes } from './indexes.ts';
import { createTables } from './create-tables.ts';
import { withMigrationLock } from './migration-lock.ts';

/**
 * Brings a database to the layout of Argo v4.1, with indexes of our own beside it: a new one at once, one of an earlier Argo by the steps it lacks. Nothing is ever taken
 * away that Argo needs, so it can be pointed at the same database again. Several processes may call this at the same time.
 */
export async function migrate(database: Database): Promise<void> {
  await onDatabase('cannot migrate the database', () =>
    withMigrationLock(database, async (kysely) => {
      const locked = { ...database, kysely };
      const version = await schemaVersion(locked);
      if (version === undefined) await createTables(locked);
      else await upgrade(locked, version);
      await addIndexes(locked);
    }),
  );
}

async function addIndexes({ engine, kysely }: Database): Promise<void> {
  for (const statement of ownIndexes(engine))
    await sql
      .raw(statement)
      .execute(kysely)
      .catch((error: unknown) => {
        if (!isThereAlready(error)) throw error;
      });
}

async function schemaVersion({ kysely }: Database): Promise<number | undefined> {
  await sql`create table if not exists schema_history(schema_version int not null)`.execute(kysely);
  const rows = await kysely.selectFrom('schema_history').select('schema_version').execute();
  return rows.length === 0 ? undefined : Math.max(...rows.map(({ schema_version: version }) => Number(version)));
}

async function upgrade(database: Database, version: number): Promise<void> {
  // A later Argo has been here: it adds, and what we use is there.
  if (version >= LAST_ARGO_STEP) return;
  if (version < FIRST_KNOWN_STEP - 1)
    throw new OperationalError(`the tables are at step ${version}, of an Argo before v2.9: let Argo v4.1 migrate them first`, {
      code: 'DATABASE_TOO_OLD',
      retry: 'never',
    });
  for (const { step, statement } of argoSteps(database.engine)) {
    if (step <= version) continue;
    if (statement !== undefined) await sql.raw(statement).execute(database.kysely);
    await database.kysely.updateTable('schema_history').set({ schema_version: step }).execute();
  }
}
