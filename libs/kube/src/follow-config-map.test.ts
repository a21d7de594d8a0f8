import { silentLogger } from '@argosy/std';
import { expect, test } from 'vitest';
import type { KubeClient, KubeObject, WatchEvent } from './client.ts';
import { followConfigMap } from './follow-config-map.ts';
import { KubeError } from './kube-error.ts';
import { realTimers } from './timers.ts';

type Event = WatchEvent<KubeObject>;

function configMap(version: number, limit: string): KubeObject & { readonly data: Readonly<Record<string, string>> } {
  return { metadata: { name: 'settings', namespace: 'ns', uid: 'u', resourceVersion: String(version) }, data: { limit } };
}

/** Follows a ConfigMap that is there from the start, or not, and changes when the test says so. */
function follow(first: string | undefined | Error, start: 'strict' | 'lenient' = 'strict') {
  const pending: ((event: Event) => void)[] = [];
  const client = {
    list: async () => {
      if (first instanceof Error) throw first;
      return { metadata: { resourceVersion: '1' }, items: first === undefined ? [] : [configMap(1, first)] };
    },
    watch: async function* () {
      for (;;) yield await new Promise<Event>((resolve) => pending.push(resolve));
    },
  } as unknown as KubeClient;
  const seen: number[] = [];
  const follower = followConfigMap({
    client,
    namespace: 'ns',
    name: 'settings',
    timers: realTimers,
    logger: silentLogger,
    initial: 1,
    start,
    parse({ limit = '' }) {
      if (!/^[0-9]+$/.test(limit)) throw new Error(`no number: ${limit}`);
      return Number(limit);
    },
  });
  follower.onChange((value) => seen.push(value));
  const change = async (version: number, limit: string): Promise<void> => {
    while (pending.length === 0) await new Promise((resolve) => setImmediate(resolve));
    pending.shift()?.({ type: 'MODIFIED', object: configMap(version, limit) });
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { follower, seen, change };
}

test('settings are followed, and a change that cannot be used changes nothing [7-020]', async () => {
  const { follower, seen, change } = follow('5');
  await follower.start();
  await change(2, 'many');
  expect(follower.current()).toBe(5);
  await change(3, '7');
  expect([follower.current(), seen]).toEqual([7, [5, 7]]);
  follower.stop();
});

test('without a ConfigMap the defaults hold', async () => {
  const { follower } = follow(undefined);
  await follower.start();
  expect(follower.current()).toBe(1);
  follower.stop();
});

test('who is strict does not start on settings that cannot be used, nor without being allowed to read them', async () => {
  const { follower } = follow('many');
  await expect(follower.start()).rejects.toThrow('ConfigMap ns/settings: no number: many');
  follower.stop();
  const denied = follow(new KubeError('no', { code: 'KUBE_FORBIDDEN', retry: 'never' }));
  await expect(denied.follower.start()).rejects.toThrow('no');
  denied.follower.stop();
});

test('who is lenient starts with the defaults', async () => {
  for (const first of ['many', new KubeError('no', { code: 'KUBE_FORBIDDEN', retry: 'never' })]) {
    const { follower } = follow(first, 'lenient');
    await follower.start();
    expect(follower.current()).toBe(1);
    follower.stop();
  }
});
