import { type DatabaseConfig, type Fields, invalid, parseDatabase, type ReadDuration, textOf } from '../persistence-config.ts';

/** The `synchronization` of the controller ConfigMap (acceptance 7-017), parsed. */
export interface SyncConfig extends DatabaseConfig {
  /** The name under which this controller holds locks; no two controllers of one database may share it. */
  readonly controllerName: string;
  readonly tables: SyncTableNames;
  /** How often is looked whether other controllers gave something back. */
  readonly pollSeconds: number;
  readonly heartbeatSeconds: number;
  /** After so long without a heartbeat nobody waits behind a controller any more. */
  readonly inactiveControllerSeconds: number;
  /** For how long a limit that was read counts. */
  readonly limitCacheSeconds: number;
  /** Limits may be set through the REST API. */
  readonly enableApi: boolean;
  readonly skipMigration: boolean;
}

export interface SyncTableNames {
  readonly limit: string;
  readonly state: string;
  readonly controller: string;
  readonly lock: string;
}

/** Reads the setting; `undefined` where no database is named. Throws `PERSISTENCE_INVALID`. */
export function parseSynchronization(given: Fields | undefined, readDuration: ReadDuration): SyncConfig | undefined {
  const database = parseDatabase(given, readDuration);
  if (given === undefined || database === undefined) return undefined;
  return {
    ...database,
    controllerName: textOf(given, 'controllerName') || 'workflow-controller',
    tables: {
      limit: tableOf(given, 'limitTableName', 'sync_limit'),
      state: tableOf(given, 'stateTableName', 'sync_state'),
      controller: tableOf(given, 'controllerTableName', 'sync_controller'),
      lock: tableOf(given, 'lockTableName', 'sync_lock'),
    },
    pollSeconds: secondsOf(given, 'pollSeconds', 5),
    heartbeatSeconds: secondsOf(given, 'heartbeatSeconds', 60),
    inactiveControllerSeconds: secondsOf(given, 'inactiveControllerSeconds', 300),
    limitCacheSeconds: secondsOf(given, 'semaphoreLimitCacheSeconds', 0),
    enableApi: given['enableAPI'] === true,
    skipMigration: given['skipMigration'] === true,
  };
}

/** Names of tables go into statements as they are. */
function tableOf(given: Fields, key: string, standard: string): string {
  const name = textOf(given, key) || standard;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw invalid(`synchronization.${key}: wants the name of a table, got ${JSON.stringify(name)}`);
  return name;
}

function secondsOf(given: Fields, key: string, standard: number): number {
  const value = given[key] ?? standard;
  if (typeof value !== 'number' || !(value >= 0))
    throw invalid(`synchronization.${key}: wants a number of seconds, got ${JSON.stringify(value)}`);
  return value;
}
