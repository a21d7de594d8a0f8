import type { Logger } from '@argosy/std';
import type { KubeClient, KubeObject } from './client.ts';
import { createInformer } from './informer/informer.ts';
import { coreResources } from './resource-types.ts';
import type { Timers } from './timers.ts';

type Data = Readonly<Record<string, string>>;

interface ConfigMapData extends KubeObject {
  readonly data?: Data;
}

export interface FollowConfigMapOptions<Settings> {
  readonly client: Pick<KubeClient, 'list' | 'watch'>;
  readonly namespace: string;
  readonly name: string;
  readonly timers: Timers;
  readonly logger: Logger;
  /** What holds while there is no ConfigMap. */
  readonly initial: Settings;
  /** Reads its data; throws where they cannot be used. */
  parse(data: Data): Settings;
  /** `strict`: the first data must be usable. `lenient`: they need not be, nor need the ConfigMap be readable at all. */
  readonly start: 'strict' | 'lenient';
}

/** Settings as they are now, and word of their changes. */
export interface ConfigMapFollower<Settings> {
  current(): Settings;
  /** Resolves when they were read for the first time. */
  start(): Promise<void>;
  stop(): void;
  onChange(changed: (settings: Settings) => void): void;
}

/**
 * Follows the settings in a ConfigMap. A change that cannot be used is reported and the last good settings stay in force: a typing error must not stop
 * what runs.
 */
export function followConfigMap<Settings>(options: FollowConfigMapOptions<Settings>): ConfigMapFollower<Settings> {
  const { namespace, name, logger, start } = options;
  let settings = options.initial;
  let firstError: Error | undefined;
  const listeners: ((settings: Settings) => void)[] = [];
  const informer = configMapInformer(options);
  const take = ({ value }: { readonly value: Data }): void => {
    try {
      settings = options.parse(value);
      firstError = undefined;
      for (const listener of listeners) listener(settings);
    } catch (error) {
      firstError ??= error as Error;
      logger.error(`ConfigMap ${namespace}/${name} cannot be used: ${(error as Error).message}`);
    }
  };
  informer.subscribe({ added: take, updated: take });
  return {
    current: () => settings,
    async start() {
      informer.start();
      await informer.synced;
      if (start === 'strict' && firstError !== undefined) throw new Error(`ConfigMap ${namespace}/${name}: ${firstError.message}`);
      if (informer.store.size === 0) logger.info(`no ConfigMap ${namespace}/${name}, the defaults hold`);
    },
    stop: () => informer.stop(),
    onChange: (changed) => void listeners.push(changed),
  };
}

function configMapInformer<Settings>({ client, namespace, name, timers, logger, start }: FollowConfigMapOptions<Settings>) {
  return createInformer<ConfigMapData, Data>({
    client,
    type: coreResources.ConfigMap,
    selection: { namespace, fieldSelector: `metadata.name=${name}` },
    project: ({ data }) => data ?? {},
    timers,
    logger,
    optional: start === 'lenient',
  });
}
