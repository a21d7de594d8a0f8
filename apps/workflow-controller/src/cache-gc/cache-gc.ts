import { coreResources, type DeleteOptions, type KubeClient, type Timers } from '@argosy/kube';
import { fromRfc3339, type Instant, isErrorWithCode, type Logger, type Milliseconds } from '@argosy/std';
import { type ConfigMapObject, label } from '../caches/objects.ts';

/** When entries of memoization caches go (acceptance 4-104). */
export interface CacheGcOptions {
  /** How often is looked; 0: never. */
  readonly period: Milliseconds;
  /** For how long nobody must have used an entry. */
  readonly afterNotHit: Milliseconds;
}

export interface CollectOptions extends Pick<CacheGcOptions, 'afterNotHit'> {
  readonly client: Pick<KubeClient, 'list' | 'update' | 'delete'>;
  readonly timers: Pick<Timers, 'now'>;
  readonly logger: Logger;
  /** The namespace that is looked after; absent: all. */
  readonly namespace?: string | undefined;
}

/** Takes entries out of memoization caches that nobody used for a while; a cache without entries goes as a whole. */
export async function collectCaches(options: CollectOptions): Promise<void> {
  const { client, namespace, logger } = options;
  const { items } = await client.list<ConfigMapObject>(coreResources.ConfigMap, {
    labelSelector: `${label.configMapType}=Cache`,
    ...(namespace !== undefined && { namespace }),
  });
  for (const configMap of items) {
    try {
      await collect(options, configMap);
    } catch (error) {
      // Somebody saved an entry meanwhile, or deleted the cache: it is looked at again the next time.
      if (!isErrorWithCode(error, 'KUBE_CONFLICT') && !isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
      logger.debug(`a cache has changed meanwhile: ${(error as Error).message}`, { name: configMap.metadata.name });
    }
  }
}

async function collect({ client, timers, afterNotHit }: CollectOptions, configMap: ConfigMapObject): Promise<void> {
  const { data = {}, metadata } = configMap;
  const { name = '', namespace = '' } = metadata;
  const used = Object.entries(data).filter(([, text]) => timers.now() - lastHit(text) <= afterNotHit);
  if (used.length === Object.keys(data).length && used.length > 0) return;
  // Both only on the version that was read: an entry that has been saved since must not go.
  if (used.length > 0) await client.update(coreResources.ConfigMap, { ...configMap, data: Object.fromEntries(used) });
  else await client.delete(coreResources.ConfigMap, { namespace, name }, versionOf(configMap));
}

function versionOf({ metadata }: ConfigMapObject): Pick<DeleteOptions, 'uid' | 'resourceVersion'> {
  const { uid, resourceVersion } = metadata;
  return { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) };
}

/** What is no entry was never used. */
function lastHit(text: string): Instant {
  try {
    const { lastHitTimestamp } = JSON.parse(text) as { readonly lastHitTimestamp?: string };
    return fromRfc3339(lastHitTimestamp) ?? 0;
  } catch {
    return 0;
  }
}
