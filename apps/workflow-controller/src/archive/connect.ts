import { parseDuration } from '@argosy/expressions';
import { coreResources, type KubeClient, type KubeObject } from '@argosy/kube';
import {
  type ConnectionOptions,
  createConnection,
  createSyncConnection,
  type PersistenceConnection,
  type SyncConnection,
} from '@argosy/persistence';
import { type Logger, OperationalError } from '@argosy/std';
import type { SettingsSource } from '../settings/settings-source.ts';

interface Secret extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

export interface ConnectOptions {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly settings: SettingsSource;
  readonly logger: Logger;
}

/** The database of finished workflows, which may come, change and go while the controller runs. */
export function connectPersistence(options: ConnectOptions): PersistenceConnection {
  const connection = createConnection(connectionOptions(options));
  const { settings } = options;
  connection.configure(settings.current().persistence);
  settings.onChange(({ persistence }) => connection.configure(persistence));
  return connection;
}

/** The database of locks, likewise. */
export function connectSync(options: ConnectOptions): SyncConnection {
  const connection = createSyncConnection(connectionOptions(options));
  const { settings } = options;
  connection.configure(settings.current().synchronization);
  settings.onChange(({ synchronization }) => connection.configure(synchronization));
  return connection;
}

function connectionOptions({ client, namespace, logger }: ConnectOptions): ConnectionOptions {
  const readSecret = async ({ name, key }: { readonly name: string; readonly key: string }): Promise<string> => {
    const { data } = await client.get<Secret>(coreResources.Secret, { namespace, name });
    const value = data?.[key];
    if (value === undefined)
      throw new OperationalError(`there is no key ${key} in secret ${name}`, { code: 'SECRET_MISSING', retry: 'backoff' });
    return Buffer.from(value, 'base64').toString('utf8');
  };
  return { readSecret, readDuration: parseDuration, logger };
}
