import { type Dialect, MysqlDialect } from 'kysely';
import type { Credentials } from '../database.ts';
import type { DatabaseConfig } from '../persistence-config.ts';

export async function mysqlDialect(config: DatabaseConfig, { user, password }: Credentials): Promise<Dialect> {
  const { createPool } = await import('./mysql-driver.ts');
  const pool = createPool({
    host: config.host,
    port: config.port ?? 3306,
    database: config.database,
    user,
    password,
    connectionLimit: config.pool.max,
    timezone: 'Z',
    dateStrings: true,
    // JSON is passed on as text.
    jsonStrings: true,
    ...(config.options['tls'] && config.options['tls'] !== 'false' && { ssl: { rejectUnauthorized: config.options['tls'] === 'true' } }),
  });
  return new MysqlDialect({ pool });
}
