import { pathOf } from '../query.ts';
import type { SyncLimit } from '../types.ts';
import type { CallOptions, Requests } from './resource.ts';

/** Where the limit of a semaphore is kept. */
export interface SyncLimitRef {
  readonly namespace: string;
  readonly key: string;
  readonly type?: SyncLimit['type'];
  /** Name of the ConfigMap. */
  readonly cmName?: string;
}

/** Limits of semaphores. */
export interface SyncApi {
  get(ref: SyncLimitRef, options?: CallOptions): Promise<SyncLimit>;
  create(ref: SyncLimitRef, limit: number, options?: CallOptions): Promise<SyncLimit>;
  update(ref: SyncLimitRef, limit: number, options?: CallOptions): Promise<SyncLimit>;
  delete(ref: SyncLimitRef, options?: CallOptions): Promise<void>;
}

export function syncApi(requests: Requests): SyncApi {
  const at = ({ namespace, key }: SyncLimitRef): string => `api/v1/sync/${pathOf(namespace, key)}`;
  return {
    get: (ref, options) => requests.get(at(ref), { type: ref.type, cmName: ref.cmName }, options),
    create: (ref, limit, options = undefined) => requests.post(`api/v1/sync/${pathOf(ref.namespace)}`, { ...ref, limit }, options),
    update: (ref, limit, options = undefined) => requests.put(at(ref), { ...ref, limit }, options),
    delete: async (ref, options) => void (await requests.delete(at(ref), { type: ref.type, cmName: ref.cmName }, options)),
  };
}
