import { OperationalError } from '@argosy/std';

export type Engine = 'postgres' | 'mysql' | 'sqlite';

export interface SecretRef {
  readonly name: string;
  readonly key: string;
}

/** Which database, and how it is reached. */
export interface DatabaseConfig {
  readonly engine: Engine;
  /** Of SQLite: the file. */
  readonly file: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly database: string;
  readonly username: SecretRef | string;
  readonly password: SecretRef | string;
  readonly ssl: boolean;
  readonly sslMode: string;
  readonly options: Readonly<Record<string, string>>;
  readonly pool: { readonly max: number; readonly idleSeconds: number | undefined };
}

/** The `persistence` of the controller ConfigMap (acceptance 7.2), parsed. */
export interface PersistenceConfig extends DatabaseConfig {
  /** Table of offloaded node statuses. */
  readonly tableName: string;
  readonly clusterName: string;
  readonly archive: boolean;
  /** Seconds that archived workflows are kept; 0: for ever. */
  readonly archiveTtlSeconds: number;
  /** Labels of workflows that are archived. */
  readonly archiveLabelSelector: Readonly<Record<string, unknown>> | undefined;
  readonly nodeStatusOffload: boolean;
  readonly skipMigration: boolean;
}

export type Fields = Readonly<Record<string, unknown>>;
export type ReadDuration = (text: string) => number | undefined;

/** Reads the setting; `undefined` where no database is named. `readDuration` gives milliseconds. Throws `PERSISTENCE_INVALID`. */
export function parsePersistence(given: Fields | undefined, readDuration: ReadDuration): PersistenceConfig | undefined {
  const database = parseDatabase(given, readDuration);
  if (given === undefined || database === undefined) return undefined;
  return {
    ...database,
    tableName: textOf(fieldsOf(given, database.engine), 'tableName') || 'argo_workflows',
    clusterName: textOf(given, 'clusterName') || 'default',
    archive: given['archive'] === true,
    archiveTtlSeconds: secondsOf(given, 'archiveTTL', readDuration),
    archiveLabelSelector: given['archiveLabelSelector'] as Fields | undefined,
    nodeStatusOffload: given['nodeStatusOffLoad'] === true,
    skipMigration: given['skipMigration'] === true,
  };
}

/** Reads the part of a setting that names a database; `undefined` where it names none. */
export function parseDatabase(given: Fields | undefined, readDuration: ReadDuration): DatabaseConfig | undefined {
  const engine = engineOf(given);
  if (given === undefined || engine === undefined) return undefined;
  const pool = mapOf(given, 'connectionPool');
  return {
    engine,
    ...connectionOf(fieldsOf(given, engine)),
    pool: { max: Number(pool['maxOpenConns'] ?? 0) || 20, idleSeconds: secondsOf(pool, 'connMaxLifetime', readDuration) || undefined },
  };
}

function fieldsOf(given: Fields, engine: Engine): Fields {
  return mapOf(given, engine === 'postgres' ? 'postgresql' : engine);
}

function engineOf(given: Fields | undefined): Engine | undefined {
  if (given?.['postgresql']) return 'postgres';
  if (given?.['mysql']) return 'mysql';
  return given?.['sqlite'] ? 'sqlite' : undefined;
}

function connectionOf(fields: Fields) {
  const port = Number(fields['port'] ?? 0) || undefined;
  return {
    file: textOf(fields, 'path'),
    host: textOf(fields, 'host') || 'localhost',
    port,
    database: textOf(fields, 'database'),
    username: credentialOf(fields, 'userName'),
    password: credentialOf(fields, 'password'),
    ssl: fields['ssl'] === true,
    sslMode: textOf(fields, 'sslMode'),
    options: (fields['options'] ?? {}) as Readonly<Record<string, string>>,
  };
}

/** A Secret, as Argo has it, or the value itself. */
function credentialOf(fields: Fields, name: string): SecretRef | string {
  const secret = fields[`${name}Secret`];
  if (typeof secret === 'object' && secret !== null) return secret as SecretRef;
  return textOf(fields, name === 'userName' ? 'user' : name) || textOf(fields, name);
}

/** A Go duration, to which Argo adds days: `30d`. */
function secondsOf(fields: Fields, key: string, readDuration: ReadDuration): number {
  const value = fields[key];
  if (value === undefined || value === null || value === '') return 0;
  if (typeof value === 'number') return value;
  const days = /^(\d+)d$/.exec(String(value));
  if (days) return Number(days[1]) * 86_400;
  const duration = readDuration(String(value));
  if (duration === undefined) throw invalid(`persistence.${key}: wants a duration such as 30d or 12h, got ${JSON.stringify(value)}`);
  return Math.floor(duration / 1_000);
}

function mapOf(fields: Fields, key: string): Fields {
  const value = fields[key] ?? {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`persistence.${key}: a map is expected`);
  return value as Fields;
}

export function textOf(fields: Fields, key: string): string {
  const value = fields[key] ?? '';
  if (typeof value !== 'string') throw invalid(`${key}: a text is expected`);
  return value;
}

export function invalid(message: string): OperationalError {
  return new OperationalError(message, { code: 'PERSISTENCE_INVALID', retry: 'never' });
}
