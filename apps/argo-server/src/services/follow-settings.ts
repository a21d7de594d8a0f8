import { coreResources, createInformer, type KubeClient, type KubeObject, type Timers } from '@argosy/kube';
import type { Logger } from '@argosy/std';
import { defaultServerSettings, parseServerSettings, type ServerSettings } from './server-settings.ts';

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

export interface FollowSettingsOptions {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly name: string;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** The settings of the ConfigMap as they are now. A change that cannot be used is reported, and the last good settings stay. */
export interface SettingsFollower {
  current(): ServerSettings;
  /** Resolves when they were read, or when the server turned out not to be allowed to. */
  start(): Promise<void>;
  onChange(changed: (settings: ServerSettings) => void): void;
  stop(): void;
}

export function followSettings({ client, namespace, name, timers, logger }: FollowSettingsOptions): SettingsFollower {
  let settings = defaultServerSettings;
  const listeners: ((settings: ServerSettings) => void)[] = [];
  const informer = createInformer<ConfigMap, Readonly<Record<string, string>>>({
    client,
    type: coreResources.ConfigMap,
    selection: { namespace, fieldSelector: `metadata.name=${name}` },
    project: ({ data }) => data ?? {},
    timers,
    logger,
    optional: true,
  });
  const take = (data: Readonly<Record<string, string>>): void => {
    try {
      settings = parseServerSettings(data);
      for (const listener of listeners) listener(settings);
    } catch (error) {
      logger.error(`ConfigMap ${namespace}/${name} cannot be used: ${(error as Error).message}`);
    }
  };
  informer.subscribe({ added: ({ value }) => take(value), updated: ({ value }) => take(value) });
  return {
    current: () => settings,
    async start() {
      informer.start();
      await informer.synced;
      if (informer.store.size === 0) logger.info(`no ConfigMap ${namespace}/${name}, the defaults hold`);
    },
    onChange: (changed) => void listeners.push(changed),
    stop: () => informer.stop(),
  };
}
