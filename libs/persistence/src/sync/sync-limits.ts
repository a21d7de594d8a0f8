import { OperationalError } from '@argosy/std';
import { onDatabase } from '../database.ts';
import type { SyncDatabase } from './sync-database.ts';

/** How many may hold each semaphore of the database at a time, by `<namespace>/<key>`. */
export interface SyncLimits {
  read(name: string): Promise<number | undefined>;
  /** Fails with `SYNC_LIMIT_EXISTS` where there is one. */
  create(name: string, limit: number): Promise<void>;
  /** False: there is none. */
  update(name: string, limit: number): Promise<boolean>;
  delete(name: string): Promise<boolean>;
}

export function syncLimits({ kysely, tables: { limit: table } }: SyncDatabase): SyncLimits {
  const read = async (name: string): Promise<number | undefined> => {
    const row = await kysely.selectFrom(table).select('sizelimit').where('name', '=', name).executeTakeFirst();
    return row === undefined ? undefined : Number(row.sizelimit);
  };
  return {
    read: (name) => onDatabase('cannot read a limit', () => read(name)),
    create: async (name, sizelimit) => {
      const existing = await onDatabase('cannot read a limit', () => read(name));
      if (existing !== undefined) throw new OperationalError(`there is a limit of ${name}`, { code: 'SYNC_LIMIT_EXISTS', retry: 'never' });
      await onDatabase('cannot create a limit', () => kysely.insertInto(table).values({ name, sizelimit }).execute());
    },
    update: (name, sizelimit) =>
      onDatabase('cannot change a limit', async () => {
        if ((await read(name)) === undefined) return false;
        await kysely.updateTable(table).set({ sizelimit }).where('name', '=', name).execute();
        return true;
      }),
    delete: (name) =>
      onDatabase('cannot delete a limit', async () => {
        if ((await read(name)) === undefined) return false;
        await kysely.deleteFrom(table).where('name', '=', name).execute();
        return true;
      }),
  };
}
