import type { Instant } from '@argosy/std';
import { sqlTime } from '../times.ts';
import type { SyncDatabase } from './sync-database.ts';

/**
 * Closes the gates of some locks, so that no other controller grants them meanwhile. False: another controller is at one of them, and none was
 * closed. A gate that this controller left closed when it was killed is its own.
 */
export async function closeGates(database: SyncDatabase, rows: readonly string[], now: Instant): Promise<boolean> {
  const closed: string[] = [];
  for (const row of rows) {
    if (!(await closeGate(database, row, now))) {
      await openGates(database, closed);
      return false;
    }
    closed.push(row);
  }
  return true;
}

export async function openGates({ kysely, tables, config }: SyncDatabase, rows: readonly string[]): Promise<void> {
  for (const row of rows)
    await kysely.deleteFrom(tables.lock).where('name', '=', row).where('controller', '=', config.controllerName).execute();
}

async function closeGate(
  { kysely, tables, config: { controllerName: controller } }: SyncDatabase,
  name: string,
  now: Instant,
): Promise<boolean> {
  const keeper = await keeperOf();
  if (keeper !== undefined) return keeper === controller;
  try {
    await kysely
      .insertInto(tables.lock)
      .values({ name, controller, time: sqlTime(now) })
      .execute();
    return true;
  } catch (error) {
    // Another controller may have come first: then its row is there now.
    if ((await keeperOf()) === undefined) throw error;
    return false;
  }

  async function keeperOf(): Promise<string | undefined> {
    return (await kysely.selectFrom(tables.lock).select('controller').where('name', '=', name).executeTakeFirst())?.controller;
  }
}
