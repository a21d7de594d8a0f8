import type { KubeClient, KubeObject, ResourceType } from '@argosy/kube';
import { OperationalError } from '@argosy/std';
import { expect, test } from 'vitest';
import { perform } from './actions.ts';
import { readFlags } from './flags.ts';
import { readManifest } from './manifest.ts';
import { outputParameters } from './outputs.ts';

const workflow = { name: 'wf', namespace: 'ns', uid: 'u' };

/** Serves ConfigMaps and Deployments out of a map, and notes what is asked for. */
function fakeClient(objects: Readonly<Record<string, KubeObject>> = {}): {
  readonly client: KubeClient;
  readonly calls: readonly unknown[];
} {
  const calls: unknown[] = [];
  const paths: Readonly<Record<string, unknown>> = {
    '/apis': { groups: [{ preferredVersion: { groupVersion: 'apps/v1' } }] },
    '/api/v1': {
      resources: [
        { name: 'configmaps/status', kind: 'ConfigMap', namespaced: true },
        { name: 'configmaps', singularName: 'configmap', shortNames: ['cm'], kind: 'ConfigMap', namespaced: true },
        { name: 'namespaces', kind: 'Namespace', namespaced: false },
      ],
    },
    '/apis/apps/v1': { resources: [{ name: 'deployments', singularName: 'deployment', kind: 'Deployment', namespaced: true }] },
  };
  const note = (verb: string, type: ResourceType, rest: object): void => void calls.push({ verb, type: type.plural, ...rest });
  const fake: Partial<KubeClient> = {
    raw: async (_method, path) => paths[path],
    get: async (type, { name, namespace }) => {
      const object = objects[name];
      if (!object) throw new OperationalError('not found', { code: 'KUBE_NOTFOUND', retry: 'never' });
      note('get', type, { name, namespace });
      return object as never;
    },
    list: async (type, options) => {
      note('list', type, { ...options });
      return { metadata: { resourceVersion: '1' }, items: Object.values(objects) } as never;
    },
    create: async (type, object) => {
      note('create', type, { object });
      return { ...object, metadata: { ...object.metadata, name: object.metadata.name ?? 'generated' } } as never;
    },
    update: async (type, object) => {
      note('update', type, { object });
      return object as never;
    },
    patch: async (type, { name, body }, options) => {
      note('patch', type, { name, body, options });
      return { metadata: { name } } as never;
    },
    delete: async (type, { name, namespace }) => note('delete', type, { name, namespace }),
  };
  return { client: fake as KubeClient, calls };
}

const act = (
  client: KubeClient,
  template: { readonly action: string; readonly setOwnerReference?: boolean; readonly mergeStrategy?: string },
  { manifest, flags = [] }: { readonly manifest?: string; readonly flags?: readonly string[] },
) =>
  perform({ client, workflow, template, manifest: manifest === undefined ? undefined : readManifest(manifest), flags: readFlags(flags) });

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: "1"}\n';

test('create makes every document, in the workflow namespace, owned by the workflow where that is wished', async () => {
  const { client, calls } = fakeClient();
  const targets = await act(
    client,
    { action: 'create', setOwnerReference: true },
    { manifest: `${configMap}---\napiVersion: v1\nkind: Namespace\nmetadata: {generateName: n-}\n` },
  );
  expect(targets.map(({ ref }) => ref)).toEqual([{ name: 'a', namespace: 'ns' }, { name: 'generated' }]);
  const owner = [
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name: 'wf', uid: 'u', controller: true, blockOwnerDeletion: true },
  ];
  expect(calls).toMatchObject([
    { verb: 'create', type: 'configmaps', object: { data: { x: '1' }, metadata: { name: 'a', namespace: 'ns', ownerReferences: owner } } },
    { verb: 'create', type: 'namespaces', object: { metadata: { generateName: 'n-', ownerReferences: owner } } },
  ]);
});

test('apply is a server-side apply', async () => {
  const { client, calls } = fakeClient();
  await act(client, { action: 'apply' }, { manifest: configMap });
  expect(calls).toMatchObject([{ verb: 'patch', name: 'a', options: { type: 'apply', force: true } }]);
});

test('replace carries the version of what is there', async () => {
  const { client, calls } = fakeClient({ a: { metadata: { name: 'a', resourceVersion: '7' } } });
  await act(client, { action: 'replace' }, { manifest: configMap });
  expect(calls[1]).toMatchObject({ verb: 'update', object: { metadata: { name: 'a', resourceVersion: '7' } } });
});

test.each<[string, string | undefined, string, readonly string[], object]>([
  ['a manifest that names its object', undefined, configMap, [], { type: 'configmaps', name: 'a', options: { type: 'strategic' } }],
  ['what flags name', 'merge', 'data: {z: "2"}', ['deployment', 'd'], { type: 'deployments', name: 'd', options: { type: 'merge' } }],
  [
    'operations',
    'json',
    '[{"op":"remove","path":"/data/x"}]',
    ['cm/d'],
    { type: 'configmaps', name: 'd', body: [{ op: 'remove', path: '/data/x' }], options: { type: 'json' } },
  ],
])('patch: %s', async (_name, mergeStrategy, manifest, flags, want) => {
  const { client, calls } = fakeClient({ d: { metadata: { name: 'd' } } });
  await act(client, { action: 'patch', ...(mergeStrategy && { mergeStrategy }) }, { manifest, flags });
  expect(calls.at(-1)).toMatchObject({ verb: 'patch', ...want });
});

test('get finds what flags name, by name or by selector', async () => {
  const { client, calls } = fakeClient({ a: { metadata: { name: 'a' } } });
  expect((await act(client, { action: 'get' }, { flags: ['configmap/a', '--namespace=other'] })).map(({ ref }) => ref)).toEqual([
    { name: 'a', namespace: 'other' },
  ]);
  await act(client, { action: 'get' }, { flags: ['cm', '-l', 'app=x'] });
  expect(calls).toEqual([
    { verb: 'get', type: 'configmaps', name: 'a', namespace: 'other' },
    { verb: 'list', type: 'configmaps', namespace: 'ns', labelSelector: 'app=x' },
  ]);
});

test('delete does not mind that there is nothing', async () => {
  const { client, calls } = fakeClient();
  expect(await act(client, { action: 'delete' }, { manifest: configMap })).toEqual([]);
  expect(await act(client, { action: 'delete' }, { flags: ['configmap', 'gone'] })).toEqual([]);
  expect(calls).toEqual([{ verb: 'delete', type: 'configmaps', name: 'a', namespace: 'ns' }]);
});

test.each<[string, string, string | undefined, readonly string[], string]>([
  [
    'an action that is none',
    'explode',
    configMap,
    [],
    'resource action "explode" is not one of apply, create, delete, get, patch, replace',
  ],
  ['no manifest', 'create', undefined, [], 'resource action "create" needs a manifest'],
  ['an object without a kind', 'create', 'a: 1', [], 'the manifest has an object without apiVersion or kind'],
  ['a kind that is not served', 'create', 'apiVersion: v1\nkind: Nope', [], 'the API server does not serve Nope of v1'],
  ['a kind that nobody knows', 'get', undefined, ['nope'], 'the API server does not serve nope'],
])('%s is refused', async (_name, action, manifest, flags, message) => {
  await expect(act(fakeClient().client, { action }, { ...(manifest !== undefined && { manifest }), flags })).rejects.toThrow(message);
});

test.each([
  ['a: [', 'the manifest is no YAML'],
  ['hello', 'the manifest is no object'],
])('the manifest %j is refused', (text, message) => {
  expect(() => readManifest(text)).toThrow(message);
});

test('lists are their items', () => {
  expect(readManifest('apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: A, metadata: {name: a}}]')).toEqual({
    kind: 'objects',
    objects: [{ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } }],
  });
});

test.each<[readonly string[], object]>([
  [[], { targets: [] }],
  [
    ['configmap', 'a', 'b'],
    {
      targets: [
        { kind: 'configmap', name: 'a' },
        { kind: 'configmap', name: 'b' },
      ],
    },
  ],
  [
    ['cm/a', 'deploy/b', '--validate=false'],
    {
      targets: [
        { kind: 'cm', name: 'a' },
        { kind: 'deploy', name: 'b' },
      ],
    },
  ],
  [['-n', 'x', 'pods', '--selector=a=b'], { namespace: 'x', selector: 'a=b', targets: [{ kind: 'pods' }] }],
])('flags %j', (flags, want) => {
  expect(readFlags(flags)).toEqual(want);
});

test('a flag that would be ignored is refused', () => {
  expect(() => readFlags(['--force'])).toThrow('flag --force is not one that argoexec understands');
});

const objects = [{ metadata: { name: 'a', labels: { x: 'y' } }, status: { ready: 2 } }] as unknown as readonly KubeObject[];

test.each<[object, readonly KubeObject[], string]>([
  [{ jsonPath: '{.metadata.name}' }, objects, 'a'],
  [{ jsonPath: '{.metadata.name}-{.status.ready}' }, objects, 'a-2'],
  [{ jsonPath: '{.metadata.labels}' }, objects, '{"x":"y"}'],
  [{ jsonPath: '{.items[*].metadata.name}' }, [...objects, ...objects], 'a a'],
  [{ jsonPath: '{.x}', default: 'd' }, [], 'd'],
  [{ jsonPath: '{.x}' }, [], ''],
  [{ jqFilter: '.metadata.name' }, objects, 'a'],
  [{ jqFilter: '.metadata' }, objects, '{"name":"a","labels":{"x":"y"}}'],
  [{ jqFilter: '.items[] | .status.ready' }, [...objects, ...objects], '2\n2'],
])('output %j of %j', async (valueFrom, subjects, want) => {
  expect(await outputParameters([{ name: 'p', valueFrom }], subjects)).toEqual([{ name: 'p', valueFrom, value: want }]);
});

test.each([
  [{ jsonPath: '{.nope}' }, 'output parameter p: '],
  [{ jqFilter: '.x |' }, 'output parameter p: jq: error: syntax error'],
])('output %j is an error', async (valueFrom, message) => {
  await expect(outputParameters([{ name: 'p', valueFrom }], objects)).rejects.toThrow(message);
});
