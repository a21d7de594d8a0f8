import { type Dialect, PostgresDialect } from 'kysely';
import type { PoolConfig } from 'pg';
import type { Credentials } from '../database.ts';
import type { DatabaseConfig } from '../persistence-config.ts';

/** OIDs of timestamps without and with time zone, and of JSON: as text, since the tables are about UTC and JSON is passed on. */
const AS_TEXT: ReadonlySet<number> = new Set([114, 1114, 3802]);

/** A page of a list reads a few thousand rows: waiting for workers of a busy server takes longer than that, 2.8 s instead of 0.1 with 2,000,000 workflows. */
const ONE_WORKER = 'set max_parallel_workers_per_gather = 0';

export async function postgresDialect(config: DatabaseConfig, { user, password }: Credentials): Promise<Dialect> {
  const { default: pg } = await import('pg');
  const options: PoolConfig = {
    host: config.host,
    port: config.port ?? 5432,
    database: config.database,
    user,
    password,
    max: config.pool.max,
    ...(config.pool.idleSeconds !== undefined && { maxLifetimeSeconds: config.pool.idleSeconds }),
    ...(config.ssl && { ssl: { rejectUnauthorized: config.sslMode.startsWith('verify') } }),
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        AS_TEXT.has(oid) ? String : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
    // Lists that take longer are of no use to anybody, and one must not hold a connection for ever.
    statement_timeout: 60_000,
    connectionTimeoutMillis: 10_000,
  };
  const pool = new pg.Pool(options);
  // A connection that breaks while nobody uses it is replaced with the next use.
  pool.on('error', () => undefined);
  // A connection that breaks here fails with its first use.
  pool.on('connect', (client) => void client.query(ONE_WORKER).catch(() => undefined));
  return new PostgresDialect({ pool });
}
