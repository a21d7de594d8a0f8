import { coreResources, createInformer, type KubeClient, type Timers } from '@argosy/kube';
import type { Logger } from '@argosy/std';
import type { ConfigMapObject } from '../caches/objects.ts';
import { parseSettings } from './parse-settings.ts';
import { defaultSettings, type Settings } from './settings.ts';

export interface SettingsSourceOptions {
  readonly client: KubeClient;
  readonly namespace: string;
  /** Name of the ConfigMap. */
  readonly name: string;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** The settings as they are now, and word of their changes. */
export interface SettingsSource {
  current(): Settings;
  /** Resolves when they were read for the first time; rejects when they cannot be used. */
  start(): Promise<void>;
  stop(): void;
  onChange(changed: (settings: Settings) => void): void;
}

/**
 * Follows the controller ConfigMap. Without one the defaults hold. A change that cannot be used is reported and the last good
 * settings stay in force: a typing error must not stop what runs.
 */
export function followSettings(options: SettingsSourceOptions): SettingsSource {
  const { client, namespace, name, timers, logger } = options;
  let settings = defaultSettings;
  let firstError: Error | undefined;
  const listeners: ((settings: Settings) => void)[] = [];
  const informer = createInformer<ConfigMapObject, Readonly<Record<string, string>>>({
    client,
    type: coreResources.ConfigMap,
    selection: { namespace, fieldSelector: `metadata.name=${name}` },
    project: ({ data }) => data ?? {},
    timers,
    logger,
  });
  const take = (data: Readonly<Record<string, string>>): void => {
    try {
      const parsed = parseSettings(data);
      for (const warning of parsed.warnings) logger.warn(`ConfigMap ${namespace}/${name}: ${warning}`);
      settings = parsed.settings;
      firstError = undefined;
      for (const listener of listeners) listener(settings);
    } catch (error) {
      firstError ??= error as Error;
      logger.error(`ConfigMap ${namespace}/${name} cannot be used: ${(error as Error).message}`);
    }
  };
  informer.subscribe({ added: ({ value }) => take(value), updated: ({ value }) => take(value) });
  return {
    current: () => settings,
    async start() {
      informer.start();
      await informer.synced;
      if (firstError !== undefined) throw new Error(`ConfigMap ${namespace}/${name}: ${firstError.message}`);
      if (informer.store.size === 0) logger.info(`no ConfigMap ${namespace}/${name}, the defaults hold`);
    },
    stop: () => informer.stop(),
    onChange: (changed) => void listeners.push(changed),
  };
}
