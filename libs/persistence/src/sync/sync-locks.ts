import type { Instant } from '@argosy/std';
import { type Kysely, sql } from 'kysely';
import { onDatabase } from '../database.ts';
import { sqlTime } from '../times.ts';
import { closeGates, openGates } from './gates.ts';
import { isNext, type Waiting } from './queue-order.ts';
import type { SyncDatabase, SyncTables } from './sync-database.ts';

/** A lock of the database: `<namespace>/<name>`. */
export interface SharedLock {
  readonly name: string;
  readonly kind: 'mutex' | 'semaphore';
}

/** Who asks for which locks; all of them are granted together or none. */
export interface SharedClaim {
  /** `<namespace>/<workflow>` or `<namespace>/<workflow>/<node>`. */
  readonly holder: string;
  readonly locks: readonly SharedLock[];
  /** Higher goes first; among equals the workflow that was created first. */
  readonly priority: number;
  readonly createdAt: Instant;
}

/** How a claim stands. */
export interface SharedClaimState {
  readonly granted: boolean;
  /** The first lock that cannot be had, with its row's name and how full it is; absent when all are held. */
  readonly blocked?: { readonly lock: SharedLock; readonly row: string; readonly held: number; readonly limit: number | undefined };
  /** The holders of each lock, of all controllers. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
}

/** Locks that several controllers share, in Argo's tables. Failures have the code `DATABASE_FAILED`. */
export interface SyncLocks {
  /** Files a claim, or looks at it again, and grants it when it is its turn. */
  acquire(claim: SharedClaim, now: Instant): Promise<SharedClaimState>;
  /** Takes a holder of this controller out of all locks and queues. */
  release(holder: string): Promise<void>;
  /** Says that this controller is alive. */
  heartbeat(now: Instant): Promise<void>;
  /** Opens gates that controllers without a heartbeat left closed. */
  expire(now: Instant): Promise<void>;
  /** All of this controller who hold something or wait. */
  holders(): Promise<readonly string[]>;
}

export function sqlSyncLocks(database: SyncDatabase): SyncLocks {
  const { kysely, tables, config } = database;
  const limits = new Map<string, { readonly at: Instant; readonly limit: number | undefined }>();
  let turn: Promise<unknown> = Promise.resolve();
  return {
    // A gate tells controllers apart, not the workers of one: those take turns.
    acquire: (claim, now) => {
      const mine = turn.then(() => onDatabase('cannot acquire a lock', () => acquire({ database, limits, now }, claim)));
      turn = mine.catch(() => undefined);
      return mine;
    },
    release: (holder) =>
      onDatabase('cannot release a lock', async () => {
        await kysely.deleteFrom(tables.state).where('workflowkey', '=', holder).where('controller', '=', config.controllerName).execute();
      }),
    heartbeat: (now) => onDatabase('cannot say that this controller is alive', () => heartbeat(database, now)),
    expire: (now) => onDatabase('cannot open old gates', () => expire(database, now)),
    holders: () =>
      onDatabase('cannot read the holders of locks', async () => {
        const rows = await kysely
          .selectFrom(tables.state)
          .select('workflowkey')
          .distinct()
          .where('controller', '=', config.controllerName)
          .execute();
        return rows.map(({ workflowkey }) => workflowkey);
      }),
  };
}

interface Attempt {
  readonly database: SyncDatabase;
  readonly limits: Map<string, { readonly at: Instant; readonly limit: number | undefined }>;
  readonly now: Instant;
}

async function acquire(attempt: Attempt, claim: SharedClaim): Promise<SharedClaimState> {
  const { database, now } = attempt;
  for (const lock of claim.locks) await enqueue(database, claim, lock);
  const rows = claim.locks.map(rowOf).toSorted();
  const isOpen = await closeGates(database, rows, now);
  try {
    return await database.kysely.transaction().execute(async (kysely) => {
      const state = await stateOf(attempt, kysely, claim);
      if (state.blocked !== undefined) return state;
      if (!isOpen) return { ...state, granted: false };
      for (const row of rows) await hold(database, kysely, { row, holder: claim.holder });
      return { ...state, granted: true, holders: await holdersOf(database, kysely, claim.locks) };
    });
  } finally {
    if (isOpen) await openGates(database, rows);
  }
}

/** The name of a lock in the tables. */
function rowOf({ kind, name }: SharedLock): string {
  return `${kind === 'mutex' ? 'mtx' : 'sem'}/${name}`;
}

async function enqueue({ kysely, tables, config }: SyncDatabase, claim: SharedClaim, lock: SharedLock): Promise<void> {
  const { holder: workflowkey, priority, createdAt } = claim;
  const row = { name: rowOf(lock), workflowkey, controller: config.controllerName };
  const known = await kysely
    .selectFrom(tables.state)
    .select('name')
    .where('name', '=', row.name)
    .where('workflowkey', '=', workflowkey)
    .where('controller', '=', row.controller)
    .executeTakeFirst();
  if (known === undefined)
    await kysely
      .insertInto(tables.state)
      .values({ ...row, held: sql<boolean>`false`, priority, time: sqlTime(createdAt) })
      .execute();
}

/** Where the claim stands now: the first lock that is full, or where somebody else is next. */
async function stateOf(attempt: Attempt, kysely: Kysely<SyncTables>, claim: SharedClaim): Promise<SharedClaimState> {
  const { database } = attempt;
  const holders = await holdersOf(database, kysely, claim.locks);
  for (const lock of claim.locks) {
    const held = holders.get(lock.name) ?? [];
    if (held.includes(claim.holder)) continue;
    const limit = lock.kind === 'mutex' ? 1 : await limitOf(attempt, kysely, lock.name);
    const isFree = limit !== undefined && held.length < limit;
    if (isFree && isNext(await queueOf(attempt, kysely, rowOf(lock)), claim.holder, database.config.controllerName)) continue;
    return { granted: false, blocked: { lock, row: rowOf(lock), held: held.length, limit }, holders };
  }
  return { granted: false, holders };
}

async function holdersOf(
  { tables }: SyncDatabase,
  kysely: Kysely<SyncTables>,
  locks: readonly SharedLock[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const holders = new Map<string, readonly string[]>();
  for (const lock of locks) {
    const rows = await kysely
      .selectFrom(tables.state)
      .select('workflowkey')
      .where('name', '=', rowOf(lock))
      .where('held', '=', sql<boolean>`true`)
      .orderBy('workflowkey')
      .execute();
    holders.set(
      lock.name,
      rows.map(({ workflowkey }) => workflowkey),
    );
  }
  return holders;
}

async function limitOf({ database, limits, now }: Attempt, kysely: Kysely<SyncTables>, name: string): Promise<number | undefined> {
  const known = limits.get(name);
  if (known !== undefined && now - known.at < database.config.limitCacheSeconds * 1_000) return known.limit;
  const row = await kysely.selectFrom(database.tables.limit).select('sizelimit').where('name', '=', name).executeTakeFirst();
  const limit = row === undefined ? undefined : Number(row.sizelimit);
  limits.set(name, { at: now, limit });
  return limit;
}

/** Who waits for a lock, the next one first; not those whose controller is gone. */
async function queueOf({ database, now }: Attempt, kysely: Kysely<SyncTables>, row: string): Promise<readonly Waiting[]> {
  const { tables, config } = database;
  return kysely
    .selectFrom(tables.state)
    .select(['workflowkey', 'controller'])
    .where('name', '=', row)
    .where('held', '=', sql<boolean>`false`)
    .where('controller', 'in', (query) =>
      query
        .selectFrom(tables.controller)
        .select('controller')
        .where('time', '>', sqlTime(now - config.inactiveControllerSeconds * 1_000)),
    )
    .orderBy('priority', 'desc')
    .orderBy('time')
    .orderBy('workflowkey')
    .execute();
}

async function hold(
  { tables, config }: SyncDatabase,
  kysely: Kysely<SyncTables>,
  { row, holder }: { readonly row: string; readonly holder: string },
): Promise<void> {
  await kysely
    .updateTable(tables.state)
    .set({ held: sql<boolean>`true` })
    .where('name', '=', row)
    .where('workflowkey', '=', holder)
    .where('controller', '=', config.controllerName)
    .execute();
}

async function heartbeat({ kysely, tables, config: { controllerName: controller } }: SyncDatabase, now: Instant): Promise<void> {
  const time = sqlTime(now);
  const known = await kysely.selectFrom(tables.controller).select('time').where('controller', '=', controller).executeTakeFirst();
  if (known === undefined) await kysely.insertInto(tables.controller).values({ controller, time }).execute();
  else await kysely.updateTable(tables.controller).set({ time }).where('controller', '=', controller).execute();
}

async function expire({ kysely, tables, config }: SyncDatabase, now: Instant): Promise<void> {
  const gone = kysely
    .selectFrom(tables.controller)
    .select('controller')
    .where('time', '<=', sqlTime(now - config.inactiveControllerSeconds * 1_000));
  await kysely.deleteFrom(tables.lock).where('controller', 'in', gone).execute();
}
