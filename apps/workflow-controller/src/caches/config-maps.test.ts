import { expect, test } from 'vitest';
import { createConfigMaps } from './config-maps.ts';
import type { ConfigMapObject } from './objects.ts';

function setUp() {
  const stored = new Map<string, ConfigMapObject>();
  let now = 0;
  let reads = 0;
  const client = {
    get: async (_resource: unknown, { name }: { readonly name: string }) => {
      reads++;
      const found = stored.get(name);
      if (!found) throw absent();
      return found;
    },
  };
  const timers = { now: () => now } as Parameters<typeof createConfigMaps>[0]['timers'];
  const maps = createConfigMaps({ client: client as never, timers, freshFor: 5_000, absentFor: 500 });
  const ask = async (): Promise<string | undefined> => {
    const known = maps.peek('ns', 'a');
    const object = known === 'unread' ? await maps.fetch('ns', 'a') : known;
    return object?.data?.['k'];
  };
  return { stored, ask, maps, advance: (ms: number) => void (now += ms), reads: () => reads };
}

const configMap = (value: string): ConfigMapObject => ({ metadata: { name: 'a', namespace: 'ns' }, data: { k: value } });

test('what is there is read once, and again when the answer is old', async () => {
  const { stored, ask, advance, reads } = setUp();
  stored.set('a', configMap('1'));
  expect([await ask(), await ask(), reads()]).toEqual(['1', '1', 1]);
  stored.set('a', configMap('2'));
  advance(5_001);
  expect([await ask(), reads()]).toEqual(['2', 2]);
});

test('what was not there is asked for again soon [5-020]', async () => {
  const { stored, ask, advance, reads } = setUp();
  expect([await ask(), await ask(), reads()]).toEqual([undefined, undefined, 1]);
  stored.set('a', configMap('new'));
  advance(501);
  expect(await ask()).toBe('new');
});

test('many who ask at once share one read, and a write is known at once', async () => {
  const { stored, ask, maps, reads } = setUp();
  stored.set('a', configMap('1'));
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(['1', '1', '1']);
  expect(reads()).toBe(1);
  maps.learn(configMap('2'));
  expect(await ask()).toBe('2');
});

function absent(): Error {
  return Object.assign(new Error('not found'), { code: 'KUBE_NOTFOUND' });
}
