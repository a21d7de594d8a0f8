import type { Logger, Milliseconds } from '@argosy/std';
import type { NodeStatusStore, WorkflowArchive } from './archive.ts';
import { type Database, openDatabase, type ReadSecret } from './database.ts';
import { followSetting } from './follow-setting.ts';
import { migrate } from './migrations/migrate.ts';
import { parsePersistence, type PersistenceConfig } from './persistence-config.ts';
import { lazily, openSession } from './session.ts';
import { sqlArchive } from './sql-archive.ts';
import { sqlNodeStatuses } from './sql-node-statuses.ts';

export interface ConnectionOptions {
  readonly readSecret: ReadSecret;
  /** Milliseconds of a Go duration. */
  readonly readDuration: (text: string) => Milliseconds | undefined;
  readonly logger: Logger;
}

/** The database of the configuration, through its changes and through its outages. */
export interface PersistenceConnection {
  /** Takes over the setting `persistence`; the same again changes nothing. One that cannot be used is reported, and what was stays. */
  configure(setting: Readonly<Record<string, unknown>> | undefined): void;
  config(): PersistenceConfig | undefined;
  /** `undefined`: workflows are not archived. While the database is away its methods fail with `DATABASE_FAILED`. */
  archive(): WorkflowArchive | undefined;
  /** `undefined`: node statuses are not offloaded. */
  nodeStatuses(): NodeStatusStore | undefined;
  close(): Promise<void>;
}

export function createConnection(options: ConnectionOptions): PersistenceConnection {
  const { configure, current, close } = followSetting<Opened>({
    name: 'persistence',
    logger: options.logger,
    open: (setting) => {
      const config = parsePersistence(setting, options.readDuration);
      return config && openDatabaseOf(config, options);
    },
  });
  return {
    configure,
    config: () => current()?.config,
    archive: () => (current()?.config.archive ? current()?.archive : undefined),
    nodeStatuses: () => (current()?.config.nodeStatusOffload ? current()?.nodeStatuses : undefined),
    close,
  };
}

interface Opened {
  readonly config: PersistenceConfig;
  readonly archive: WorkflowArchive;
  readonly nodeStatuses: NodeStatusStore;
  close(): Promise<void>;
}

interface Stores {
  readonly database: Database;
  readonly archive: WorkflowArchive;
  readonly nodeStatuses: NodeStatusStore;
}

function openDatabaseOf(config: PersistenceConfig, options: ConnectionOptions): Opened {
  const { open, close } = openSession<Stores>({
    open: () => openStores(config, options),
    close: ({ database }) => database.close(),
    onReady: ({ database }) => options.logger.info('the database is ready', { engine: database.engine }),
    logger: options.logger,
  });
  return {
    config,
    archive: lazily(async () => (await open()).archive, ARCHIVE_METHODS),
    nodeStatuses: lazily(async () => (await open()).nodeStatuses, NODE_STATUS_METHODS),
    close,
  };
}

async function openStores(config: PersistenceConfig, { readSecret }: ConnectionOptions): Promise<Stores> {
  const database = await openDatabase(config, readSecret);
  try {
    if (!config.skipMigration) await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return { database, archive: sqlArchive(database), nodeStatuses: sqlNodeStatuses(database) };
}

const ARCHIVE_METHODS = [
  'list',
  'count',
  'get',
  'save',
  'delete',
  'deleteFinishedBefore',
  'labelKeys',
  'labelValues',
] as const satisfies readonly (keyof WorkflowArchive)[];
const NODE_STATUS_METHODS = ['save', 'read', 'deleteOthers', 'uids'] as const satisfies readonly (keyof NodeStatusStore)[];
