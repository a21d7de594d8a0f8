import type { KubeObject } from '@argosy/kube';
import { KubeError } from '@argosy/kube';
import { silentLogger } from '@argosy/std';
import { expect, test } from 'vitest';
import type { ConfigMapObject } from '../caches/objects.ts';
import { collectCaches } from './cache-gc.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const entry = (time: string): string => JSON.stringify({ nodeID: 'n', outputs: {}, creationTimestamp: time, lastHitTimestamp: time });
const old = entry('2026-03-01T11:59:00Z');
const fresh = entry('2026-03-01T11:59:50Z');

async function collected(data: Readonly<Record<string, string>>, conflict?: 'KUBE_CONFLICT' | 'KUBE_FORBIDDEN') {
  const calls: unknown[] = [];
  const cache = { metadata: { name: 'cache', namespace: 'ns', uid: 'u', resourceVersion: '7' }, data };
  const refuse = (): void => {
    if (conflict) throw new KubeError('no', { code: conflict, retry: 'backoff' });
  };
  const client = {
    list: async (_type: unknown, options: unknown) => {
      calls.push(options);
      return { items: [cache], metadata: { resourceVersion: '1' } } as never;
    },
    update: async (_type: unknown, object: KubeObject) => {
      refuse();
      calls.push({ update: (object as ConfigMapObject).data, at: object.metadata.resourceVersion });
      return object as never;
    },
    delete: async (_type: unknown, ref: object, options: object | undefined) => {
      refuse();
      calls.push({ delete: ref, ...options });
    },
  };
  await collectCaches({ client, timers: { now: () => NOW }, logger: silentLogger, namespace: 'ns', afterNotHit: 30_000 });
  return calls.slice(1);
}

test('entries that nobody used for a while go, on the version that was read [4-104]', async () => {
  expect(await collected({ old, fresh })).toEqual([{ update: { fresh }, at: '7' }]);
  expect(await collected({ fresh, broken: 'x' })).toEqual([{ update: { fresh }, at: '7' }]);
  expect(await collected({ fresh })).toEqual([]);
});

test('a cache without entries goes as a whole [4-104]', async () => {
  const deletion = { delete: { namespace: 'ns', name: 'cache' }, uid: 'u', resourceVersion: '7' };
  expect(await collected({ old })).toEqual([deletion]);
  expect(await collected({})).toEqual([deletion]);
});

test('one that changed meanwhile is left to the next time; other failures are told [4-104]', async () => {
  expect(await collected({ old }, 'KUBE_CONFLICT')).toEqual([]);
  await expect(collected({ old }, 'KUBE_FORBIDDEN')).rejects.toThrow('no');
});
