import { OperationalError } from '@argosy/std';
import { type Dialect, Kysely } from 'kysely';
import type { DatabaseConfig, Engine, PersistenceConfig, SecretRef } from './persistence-config.ts';
import type { Tables } from './tables.ts';

/** A database with Argo's tables. */
export interface Database {
  readonly engine: Engine;
  readonly kysely: Kysely<Tables>;
  readonly clusterName: string;
  /** Table of node statuses. */
  readonly nodeTable: 'argo_workflows';
  close(): Promise<void>;
}

export type ReadSecret = (ref: SecretRef) => Promise<string>;

/** Opens a database; the driver is loaded, and nothing is sent yet. */
export async function openDatabase(config: PersistenceConfig, readSecret: ReadSecret): Promise<Database> {
  const kysely = await openKysely<Tables>(config, readSecret);
  // The name of this table is a setting; the type of its rows is not.
  const nodeTable = config.tableName as 'argo_workflows';
  return { engine: config.engine, kysely, clusterName: config.clusterName, nodeTable, close: () => kysely.destroy() };
}

/** A query builder on a database; nothing is sent yet. */
export async function openKysely<T>(config: DatabaseConfig, readSecret: ReadSecret): Promise<Kysely<T>> {
  return new Kysely<T>({ dialect: await DIALECTS[config.engine](config, readSecret) });
}

const DIALECTS: Readonly<Record<Engine, (config: DatabaseConfig, readSecret: ReadSecret) => Promise<Dialect>>> = {
  postgres: async (config, readSecret) =>
    (await import('./dialects/postgres.ts')).postgresDialect(config, await credentials(config, readSecret)),
  mysql: async (config, readSecret) => (await import('./dialects/mysql.ts')).mysqlDialect(config, await credentials(config, readSecret)),
  sqlite: async (config) => (await import('./dialects/sqlite.ts')).sqliteDialect(config.file),
};

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

async function credentials({ username, password }: DatabaseConfig, readSecret: ReadSecret): Promise<Credentials> {
  const valueOf = async (given: SecretRef | string): Promise<string> =>
    typeof given === 'string' ? given : (await readSecret(given)).trim();
  return { user: await valueOf(username), password: await valueOf(password) };
}

/** Runs something on a database; what goes wrong there has the code `DATABASE_FAILED`. */
export async function onDatabase<T>(what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new OperationalError(`${what}: ${(error as Error).message}`, { code: 'DATABASE_FAILED', retry: 'backoff', cause: error });
  }
}
