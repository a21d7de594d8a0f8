import type { Workflow } from '@argosy/api';
import type { KubeObject } from '@argosy/kube';
import { createConnection, type NodeStatusStore } from '@argosy/persistence';
import { silentLogger } from '@argosy/std';
import { afterEach, expect, test } from 'vitest';
import { expireOffloaded } from './expire-offloaded.ts';

const connection = createConnection({ readSecret: async () => '', readDuration: () => undefined, logger: silentLogger });
afterEach(() => connection.close());

/** The cache of the controller, as far as it is read here. */
function cacheOf(versions: Readonly<Record<string, string | undefined>>) {
  const items = Object.entries(versions).map(([uid, offloadNodeStatusVersion]) => ({
    uid,
    value: { workflow: { metadata: {}, spec: {}, status: { ...(offloadNodeStatusVersion && { offloadNodeStatusVersion }) } } as Workflow },
  }));
  return { workflows: { store: { list: () => items.values() } } } as never;
}

test('versions that nobody needs and nodes of workflows that are gone are deleted once they are old [7-028]', async () => {
  connection.configure({ nodeStatusOffLoad: true, sqlite: { path: ':memory:' } });
  const store = connection.nodeStatuses() as NodeStatusStore;
  const save = (uid: string, name: string) => store.save({ uid, namespace: 'ns' }, { n: { id: 'n', name, type: 'Pod' } });
  const has = async (uid: string, version: string): Promise<boolean> =>
    store.read({ uid, version }).then(
      () => true,
      () => false,
    );
  const [first, second, gone, foreign] = [
    await save('live', 'a'),
    await save('live', 'b'),
    await save('gone', 'a'),
    await save('foreign', 'a'),
  ];
  const items = [{ metadata: { uid: 'foreign', name: 'f', namespace: 'ns' } }, { metadata: { uid: 'live', name: 'l', namespace: 'ns' } }];
  const list = async () => ({ items: items as readonly KubeObject[], metadata: { resourceVersion: '1' } }) as never;
  const expire = (now: number) =>
    expireOffloaded({
      client: { list },
      caches: cacheOf({ live: second }),
      persistence: connection,
      storage: { offloadTtl: 60_000 },
      timers: { now: () => now },
    });
  const left = async () => [await has('live', first), await has('live', second), await has('gone', gone), await has('foreign', foreign)];
  await expire(Date.now());
  expect(await left()).toEqual([true, true, true, true]);
  await expire(Date.now() + 120_000);
  expect(await left()).toEqual([false, true, false, true]);
});
