import { coreResources, type KubeClient, objectKey, type Timers } from '@argosy/kube';
import { isErrorWithCode, type Milliseconds } from '@argosy/std';
import type { ConfigMapObject } from './objects.ts';

/** ConfigMaps that workflows refer to: read when first asked for, then remembered for a short while. */
export interface ConfigMaps {
  /** The ConfigMap as last read, undefined where there is none; `unread` when it must be fetched first. */
  peek(namespace: string, name: string): ConfigMapObject | undefined | 'unread';
  fetch(namespace: string, name: string): Promise<ConfigMapObject | undefined>;
  /** Takes over the answer of a write. */
  learn(object: ConfigMapObject): void;
}

export interface ConfigMapsOptions {
  readonly client: Pick<KubeClient, 'get'>;
  readonly timers: Timers;
  /** For how long an answer counts. */
  readonly freshFor?: Milliseconds;
  /** The same for «there is none»: who has just created one expects the next workflow to see it. */
  readonly absentFor?: Milliseconds;
}

interface Entry {
  readonly at: number;
  readonly object: ConfigMapObject | undefined;
}

export function createConfigMaps({ client, timers, freshFor = 5_000, absentFor = 500 }: ConfigMapsOptions): ConfigMaps {
  const entries = new Map<string, Entry>();
  // Many workflows ask for the same one at the same time.
  const underWay = new Map<string, Promise<ConfigMapObject | undefined>>();
  const keep = (key: string, object: ConfigMapObject | undefined): ConfigMapObject | undefined => {
    if (entries.size > MOST_ENTRIES) entries.clear();
    entries.set(key, { at: timers.now(), object });
    return object;
  };
  return {
    peek(namespace, name) {
      const entry = entries.get(objectKey(namespace, name));
      if (entry === undefined) return 'unread';
      return timers.now() - entry.at > (entry.object ? freshFor : absentFor) ? 'unread' : entry.object;
    },
    fetch(namespace, name) {
      const key = objectKey(namespace, name);
      const asked =
        underWay.get(key) ??
        readConfigMap(client, namespace, name)
          .then((object) => keep(key, object))
          .finally(() => underWay.delete(key));
      underWay.set(key, asked);
      return asked;
    },
    learn: (object) => void keep(objectKey(object.metadata.namespace, object.metadata.name ?? ''), object),
  };
}

const MOST_ENTRIES = 5_000;

async function readConfigMap(client: Pick<KubeClient, 'get'>, namespace: string, name: string): Promise<ConfigMapObject | undefined> {
  try {
    return await client.get<ConfigMapObject>(coreResources.ConfigMap, { namespace, name });
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return undefined;
    throw error;
  }
}
