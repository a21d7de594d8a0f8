import type { ConnectionOptions } from '../connection.ts';
import { followSetting } from '../follow-setting.ts';
import { lazily, openSession } from '../session.ts';
import { parseSynchronization, type SyncConfig } from './sync-config.ts';
import { openSyncDatabase, type SyncDatabase } from './sync-database.ts';
import { type SyncLimits, syncLimits } from './sync-limits.ts';
import { sqlSyncLocks, type SyncLocks } from './sync-locks.ts';

/** The database of locks, through changes of the configuration and through its outages. */
export interface SyncConnection {
  /** Takes over the setting `synchronization`; the same again changes nothing. One that cannot be used is reported, and what was stays. */
  configure(setting: Readonly<Record<string, unknown>> | undefined): void;
  config(): SyncConfig | undefined;
  /** `undefined`: no database is configured. While it is away, the methods fail with `DATABASE_FAILED`. */
  locks(): SyncLocks | undefined;
  limits(): SyncLimits | undefined;
  close(): Promise<void>;
}

export function createSyncConnection(options: ConnectionOptions): SyncConnection {
  const { configure, current, close } = followSetting<Opened>({
    name: 'synchronization',
    logger: options.logger,
    open: (setting) => {
      const config = parseSynchronization(setting, options.readDuration);
      return config && open(config, options);
    },
  });
  return { configure, config: () => current()?.config, locks: () => current()?.locks, limits: () => current()?.limits, close };
}

interface Opened {
  readonly config: SyncConfig;
  readonly locks: SyncLocks;
  readonly limits: SyncLimits;
  close(): Promise<void>;
}

interface Stores {
  readonly database: SyncDatabase;
  readonly locks: SyncLocks;
  readonly limits: SyncLimits;
}

function open(config: SyncConfig, { readSecret, logger }: ConnectionOptions): Opened {
  const session = openSession<Stores>({
    open: async () => {
      const database = await openSyncDatabase(config, readSecret);
      return { database, locks: sqlSyncLocks(database), limits: syncLimits(database) };
    },
    close: ({ database }) => database.kysely.destroy(),
    onReady: () => logger.info('the database of locks is ready', { engine: config.engine, controller: config.controllerName }),
    logger,
  });
  return {
    config,
    locks: lazily(async () => (await session.open()).locks, LOCK_METHODS),
    limits: lazily(async () => (await session.open()).limits, LIMIT_METHODS),
    close: session.close,
  };
}

const LOCK_METHODS = ['acquire', 'release', 'heartbeat', 'expire', 'holders'] as const satisfies readonly (keyof SyncLocks)[];
const LIMIT_METHODS = ['read', 'create', 'update', 'delete'] as const satisfies readonly (keyof SyncLimits)[];
