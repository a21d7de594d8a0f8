import { silentLogger } from '@argosy/std';
import { expect, onTestFinished, test } from 'vitest';
import type { KubeClient, KubeList, KubeObject, WatchEvent } from '../client.ts';
import { KubeError } from '../kube-error.ts';
import { coreResources } from '../resource-types.ts';
import { instantTimers } from '../testing/fake-server.ts';
import { createInformer } from './informer.ts';

interface Thing extends KubeObject {
  readonly color?: string;
}
const thing = (name: string, version: number, color = 'red', uid = `uid-${name}`): Thing => ({
  metadata: { name, namespace: 'a', uid, resourceVersion: String(version) },
  color,
});
const page = (version: number, items: Thing[], next?: string): KubeList<Thing> => ({
  metadata: { resourceVersion: String(version), ...(next ? { continue: next } : {}) },
  items,
});
const changed = (object: Thing): WatchEvent<Thing> => ({ type: 'MODIFIED', object });
const gone = (object: Thing): WatchEvent<Thing> => ({ type: 'DELETED', object });
const bookmark = (version: number): WatchEvent<Thing> => ({ type: 'BOOKMARK', object: { metadata: { resourceVersion: String(version) } } });
const expired: WatchEvent<Thing> = { type: 'ERROR', object: { code: 410, reason: 'Expired', message: 'too old' } };

/** Answers lists and watches in turn; the watch after the last one stays open. */
function script(lists: (KubeList<Thing> | Error)[], watches: (WatchEvent<Thing>[] | Error)[]) {
  const asked: string[] = [];
  const client = {
    list: async (_type: unknown, options: { continue?: string }) => {
      asked.push(`list ${options.continue ?? ''}`.trim());
      const answer = lists.shift();
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no more lists');
      return answer;
    },
    watch: async function* (_type: unknown, options: { resourceVersion?: string; signal?: AbortSignal }) {
      asked.push(`watch ${options.resourceVersion}`);
      const events = watches.shift();
      if (events instanceof Error) throw events;
      if (events === undefined) await new Promise((resolve) => options.signal?.addEventListener('abort', resolve));
      yield* events ?? [];
    },
  } as unknown as KubeClient;
  return { client, asked };
}

interface More {
  readonly optional?: boolean;
  readonly onHearing?: (hears: boolean) => void;
}

async function run(lists: (KubeList<Thing> | Error)[], watches: (WatchEvent<Thing>[] | Error)[], more: More = {}) {
  const { client, asked } = script(lists, watches);
  const happened: string[] = [];
  const log = (what: string) => (item: { key: string; value: string | undefined }) =>
    void happened.push(`${what} ${item.key} ${item.value}`);
  const informer = createInformer<Thing, string | undefined>({
    client,
    type: coreResources.ConfigMap,
    project: (object) => object.color,
    indexers: { color: (item) => (item.value === undefined ? [] : [item.value]) },
    timers: { ...instantTimers(), after: realLater },
    logger: silentLogger,
    ...more,
  });
  informer.subscribe({ added: log('add'), updated: log('update'), deleted: log('delete') });
  informer.start();
  onTestFinished(() => informer.stop());
  await informer.synced;
  for (let turn = 0; turn < 1_000 && watches.length > 0; turn++) await new Promise(setImmediate);
  await new Promise(setImmediate);
  return { informer, asked, happened };
}

/** Pauses end at once; timeouts never come. */
function realLater(delay: number, run: () => void): () => void {
  if (delay > 100_000) return () => undefined;
  const timer = setImmediate(run);
  return () => clearImmediate(timer);
}

test('lists page by page, then watches from the version of the list', async () => {
  const { asked, happened, informer } = await run(
    [page(5, [thing('x', 1)], 'more'), page(5, [thing('y', 2, 'blue')])],
    [[changed(thing('x', 6, 'blue')), gone(thing('y', 7))]],
  );
  expect(asked.slice(0, 3)).toEqual(['list', 'list more', 'watch 5']);
  expect(happened).toEqual(['add a/x red', 'add a/y blue', 'update a/x blue', 'delete a/y blue']);
  expect(informer.store.byIndex('color', 'blue').map(({ key }) => key)).toEqual(['a/x']);
  expect(informer.store.byIndex('color', 'red')).toEqual([]);
});

test('a bookmark moves the version the next watch starts from', async () => {
  const { asked } = await run([page(5, [])], [[bookmark(90)]]);
  expect(asked).toEqual(['list', 'watch 5', 'watch 90']);
});

test('an expired version lists again and reports what went meanwhile', async () => {
  const { asked, happened } = await run([page(5, [thing('x', 1), thing('y', 2)]), page(9, [thing('y', 8, 'blue')])], [[expired]]);
  expect(asked.slice(0, 4)).toEqual(['list', 'watch 5', 'list', 'watch 9']);
  expect(happened).toEqual(['add a/x red', 'add a/y red', 'update a/y blue', 'delete a/x red']);
});

test('says when it does not hear the API server, and when it does again', async () => {
  const broken = new KubeError('reset', { code: 'KUBE_UNREACHABLE', retry: 'backoff' });
  const said: boolean[] = [];
  const { asked } = await run([page(5, []), broken, page(6, [])], [broken, broken, []], { onHearing: (hears) => said.push(hears) });
  expect(said).toEqual([false, true, false]);
  expect(asked.slice(0, 5)).toEqual(['list', 'watch 5', 'list', 'list', 'watch 5']);
});

test('a broken watch goes on where it was', async () => {
  const broken = new KubeError('reset', { code: 'KUBE_UNREACHABLE', retry: 'backoff' });
  const { asked } = await run([page(5, [])], [[changed(thing('x', 6))], broken]);
  expect(asked).toEqual(['list', 'watch 5', 'watch 6', 'watch 6']);
});

test.each<[string, WatchEvent<Thing>[], string[]]>([
  ['a repeated event', [changed(thing('x', 6)), changed(thing('x', 6))], ['add a/x red']],
  ['events in the wrong order', [changed(thing('x', 7, 'blue')), changed(thing('x', 6, 'red'))], ['add a/x blue']],
  [
    'an event of the past after the deletion',
    [changed(thing('x', 6)), gone(thing('x', 8)), changed(thing('x', 7))],
    ['add a/x red', 'delete a/x red'],
  ],
  ['a late deletion of an earlier namesake', [changed(thing('x', 9, 'blue', 'new')), gone(thing('x', 8))], ['add a/x blue']],
  ['a namesake', [changed(thing('x', 6)), changed(thing('x', 9, 'blue', 'new'))], ['add a/x red', 'delete a/x red', 'add a/x blue']],
  [
    'an object that comes back into the selection',
    [changed(thing('x', 6)), gone(thing('x', 7)), changed(thing('x', 8))],
    ['add a/x red', 'delete a/x red', 'add a/x red'],
  ],
])('%s', async (_name, events, want) => {
  expect((await run([page(5, [])], [events])).happened).toEqual(want);
});

test('what was learnt from a write is not undone by older news', async () => {
  const { informer, happened } = await run([page(5, [thing('x', 5)])], []);
  informer.learn(thing('x', 9, 'blue'));
  informer.learn(thing('x', 7, 'green'));
  informer.learnGone('a/x', 'another');
  informer.learnGone('a/x', 'uid-x');
  expect(happened).toEqual(['add a/x red', 'update a/x blue', 'delete a/x blue']);
});

test('a forbidden kind is an error, unless it is optional', async () => {
  const forbidden = new KubeError('no', { code: 'KUBE_FORBIDDEN', retry: 'never' });
  await expect(run([forbidden], [])).rejects.toThrow('no');
  expect((await run([forbidden, page(3, [thing('x', 1)])], [[]], { optional: true })).happened).toEqual(['add a/x red']);
});
