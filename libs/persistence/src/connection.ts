import { type Logger, type Milliseconds, OperationalError } from '@argosy/std';
import type { NodeStatusStore, WorkflowArchive } from './archive.ts';
import { type Database, openDatabase, type ReadSecret } from './database.ts';
import { migrate } from './migrations/migrate.ts';
import { parsePersistence, type PersistenceConfig } from './persistence-config.ts';
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
  let session: Session | undefined;
  let known = '';
  return {
    configure(setting) {
      const text = JSON.stringify(setting ?? null);
      if (text === known) return;
      known = text;
      try {
        const config = parsePersistence(setting, options.readDuration);
        void session?.close();
        session = config && openSession(config, options);
      } catch (error) {
        options.logger.error(`persistence cannot be used: ${(error as Error).message}`);
      }
    },
    config: () => session?.config,
    archive: () => (session?.config.archive ? session.archive : undefined),
    nodeStatuses: () => (session?.config.nodeStatusOffload ? session.nodeStatuses : undefined),
    close: async () => session?.close(),
  };
}

interface Session {
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

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;

function openSession(config: PersistenceConfig, options: ConnectionOptions): Session {
  const ending = new AbortController();
  const state: State = { stores: undefined, attempt: undefined };
  const open = (): Promise<Stores> => {
    if (state.stores !== undefined) return Promise.resolve(state.stores);
    state.attempt ??= openStores(config, options).then(
      (stores) => (state.stores = stores),
      (error: Error) => {
        // Whoever asks meanwhile learns why; the next one after the pause tries again.
        setTimeout(() => (state.attempt = undefined), FIRST_PAUSE).unref();
        throw new OperationalError(`the database is not at hand: ${error.message}`, {
          code: 'DATABASE_FAILED',
          retry: 'backoff',
          cause: error,
        });
      },
    );
    return state.attempt;
  };
  void keepTrying(open, options.logger, ending.signal);
  return {
    config,
    archive: lazily(async () => (await open()).archive, ARCHIVE_METHODS),
    nodeStatuses: lazily(async () => (await open()).nodeStatuses, NODE_STATUS_METHODS),
    close: async () => {
      ending.abort();
      await state.stores?.database.close();
    },
  };
}

interface State {
  stores: Stores | undefined;
  attempt: Promise<Stores> | undefined;
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

async function keepTrying(open: () => Promise<Stores>, logger: Logger, signal: AbortSignal): Promise<void> {
  for (let pause = FIRST_PAUSE; !signal.aborted; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
    try {
      const { database } = await open();
      if (signal.aborted) await database.close();
      else logger.info('the database is ready', { engine: database.engine });
      return;
    } catch (error) {
      logger.warn((error as Error).message);
      await new Promise((resolve) => setTimeout(resolve, pause * 2).unref());
    }
  }
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

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** The same interface in front of something that is opened when it is first used. */
function lazily<T extends object>(open: () => Promise<T>, methods: readonly (keyof T)[]): T {
  const call =
    (name: keyof T): Method =>
    async (...args) =>
      ((await open())[name] as Method)(...args);
  return Object.fromEntries(methods.map((name) => [name, call(name)])) as T;
}
