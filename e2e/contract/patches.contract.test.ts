import { beforeAll, expect, it } from 'vitest';
import { applyPatch, jsonPatch, mergePatch, strategicPatch, type CallOptions, type ContractObject } from './client.ts';
import { contract } from './provider.ts';

interface PatchCase {
  readonly name: string;
  readonly type: CallOptions;
  readonly before: ContractObject;
  readonly patch: unknown;
  readonly want: ContractObject;
}

const cases: readonly PatchCase[] = [
  { name: 'merge-sets', type: mergePatch, before: { data: { a: '1' } }, patch: { data: { b: '2' } }, want: { data: { a: '1', b: '2' } } },
  {
    name: 'merge-removes',
    type: mergePatch,
    before: { data: { a: '1', b: '2' } },
    patch: { data: { a: null } },
    want: { data: { b: '2' } },
  },
  {
    name: 'merge-labels',
    type: mergePatch,
    before: {},
    patch: { metadata: { labels: { a: 'b' } } },
    want: { metadata: { labels: { a: 'b' } } },
  },
  {
    name: 'json-adds',
    type: jsonPatch,
    before: { data: { a: '1' } },
    patch: [{ op: 'add', path: '/data/b', value: '2' }],
    want: { data: { a: '1', b: '2' } },
  },
  {
    name: 'json-escapes',
    type: jsonPatch,
    before: { metadata: { annotations: { 'x/y': '1' } } },
    patch: [{ op: 'replace', path: '/metadata/annotations/x~1y', value: '2' }],
    want: { metadata: { annotations: { 'x/y': '2' } } },
  },
  {
    name: 'json-tests',
    type: jsonPatch,
    before: { data: { a: '1' } },
    patch: [
      { op: 'test', path: '/data/a', value: '1' },
      { op: 'move', from: '/data/a', path: '/data/b' },
    ],
    want: { data: { b: '1' } },
  },
  {
    name: 'strategic-maps',
    type: strategicPatch,
    before: { data: { a: '1' } },
    patch: { data: { b: '2', a: null } },
    want: { data: { b: '2' } },
  },
  {
    name: 'strategic-replaces',
    type: strategicPatch,
    before: { data: { a: '1' } },
    patch: { data: { $patch: 'replace', b: '2' } },
    want: { data: { b: '2' } },
  },
];

contract('patches', (server) => {
  let namespace = '';
  let path = '';
  beforeAll(async () => {
    namespace = await server().namespace();
    path = `/api/v1/namespaces/${namespace}/configmaps`;
  });

  it.each(cases)('$name', async ({ name, type, before, patch, want }) => {
    await server().create(path, { ...before, apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...before['metadata'], name } });
    const after = await server().ok('PATCH', `${path}/${name}`, patch, type);
    expect(after['data'] ?? {}).toEqual(want['data'] ?? {});
    expect(after['metadata']).toMatchObject(want['metadata'] ?? {});
  });

  it('merge lists of pods by their keys', async () => {
    const pods = `/api/v1/namespaces/${namespace}/pods`;
    const containers = [
      { name: 'one', image: 'a' },
      { name: 'two', image: 'b' },
    ];
    await server().create(pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'merged', finalizers: ['example.com/one'] },
      spec: { containers },
    });
    const patch = { metadata: { finalizers: ['example.com/two'] }, spec: { containers: [{ name: 'two', image: 'c' }] } };
    const after = await server().ok('PATCH', `${pods}/merged`, patch, strategicPatch);
    expect(after['spec'].containers.map((each: ContractObject) => [each['name'], each['image']])).toEqual([
      ['one', 'a'],
      ['two', 'c'],
    ]);
    expect(after['metadata'].finalizers).toEqual(['example.com/two', 'example.com/one']);
    await server().ok('PATCH', `${pods}/merged`, { metadata: { finalizers: null } }, mergePatch);
  });

  it('put new items of merged lists first', async () => {
    const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    await server().create(accounts, { metadata: { name: 'ordered' }, secrets: [{ name: 'a' }, { name: 'b' }] });
    const names = (account: ContractObject): readonly string[] => account['secrets'].map((each: ContractObject) => each['name']);
    const added = await server().ok('PATCH', `${accounts}/ordered`, { secrets: [{ name: 'c' }] }, strategicPatch);
    expect(names(added)).toEqual(['c', 'a', 'b']);
    const sorted = await server().ok(
      'PATCH',
      `${accounts}/ordered`,
      { '$setElementOrder/secrets': [{ name: 'b' }, { name: 'c' }, { name: 'a' }] },
      strategicPatch,
    );
    expect(names(sorted)).toEqual(['b', 'c', 'a']);
    const removed = await server().ok('PATCH', `${accounts}/ordered`, { secrets: [{ $patch: 'delete', name: 'c' }] }, strategicPatch);
    expect(names(removed)).toEqual(['b', 'a']);
  });

  it('refuse a version that is not the latest', async () => {
    const before = await server().create(path, { metadata: { name: 'versioned' } });
    await server().ok('PATCH', `${path}/versioned`, { data: { a: '1' } }, mergePatch);
    const late = await server().call(
      'PATCH',
      `${path}/versioned`,
      { metadata: { resourceVersion: before['metadata'].resourceVersion }, data: { a: '2' } },
      mergePatch,
    );
    expect(late.status).toBe(409);
    expect(late.body['reason']).toBe('Conflict');
  });

  it('refuse a test that fails', async () => {
    await server().create(path, { metadata: { name: 'tested' }, data: { a: '1' } });
    const answer = await server().call('PATCH', `${path}/tested`, [{ op: 'test', path: '/data/a', value: '2' }], jsonPatch);
    expect(answer.status).toBe(422);
    expect(answer.body['reason']).toBe('Invalid');
  });

  it('refuse what leads nowhere', async () => {
    expect((await server().call('PATCH', `${path}/absent`, {}, mergePatch)).status).toBe(404);
    expect((await server().call('PATCH', `${path}/absent`, {}, { contentType: 'text/plain' })).status).toBe(415);
    await server().create(path, { metadata: { name: 'rename' } });
    expect((await server().call('PATCH', `${path}/rename`, { metadata: { name: 'other' } }, mergePatch)).status).toBe(400);
    expect((await server().call('PATCH', `${path}/rename`, '{', mergePatch)).status).toBe(400);
  });

  it('store nothing in a dry run', async () => {
    await server().create(path, { metadata: { name: 'dry' } });
    const shown = await server().ok('PATCH', `${path}/dry?dryRun=All`, { data: { a: '1' } }, mergePatch);
    expect(shown['data']).toEqual({ a: '1' });
    expect((await server().get(`${path}/dry`))['data']).toBeUndefined();
  });

  const apply = (name: string, manager: string, data: Record<string, string>, query = ''): ReturnType<ReturnType<typeof server>['call']> =>
    server().call(
      'PATCH',
      `${path}/${name}?fieldManager=${manager}${query}`,
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data },
      applyPatch,
    );

  it('apply on the server creates, changes, and removes what its manager no longer wants', async () => {
    expect((await apply('applied', 'one', { a: '1', b: '2' })).status).toBe(201);
    const again = await apply('applied', 'one', { a: '3' });
    expect(again.status).toBe(200);
    expect(again.body['data']).toEqual({ a: '3' });
    const [entry] = again.body['metadata'].managedFields;
    expect(entry).toMatchObject({
      manager: 'one',
      operation: 'Apply',
      apiVersion: 'v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { 'f:a': {} } },
    });
  });

  it('apply on the server keeps what others own', async () => {
    await apply('shared', 'one', { a: '1' });
    expect((await apply('shared', 'two', { b: '2' })).body['data']).toEqual({ a: '1', b: '2' });
    expect((await apply('shared', 'one', {})).body['data']).toEqual({ b: '2' });
  });

  it('apply on the server refuses to take fields, unless forced', async () => {
    await apply('fought', 'one', { a: '1' });
    const refused = await apply('fought', 'two', { a: '2' });
    expect(refused.status).toBe(409);
    expect(refused.body['details'].causes).toEqual([{ reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.a' }]);
    const forced = await apply('fought', 'two', { a: '2' }, '&force=true');
    expect(forced.body['data']).toEqual({ a: '2' });
    expect((await apply('fought', 'one', { a: '3' })).status).toBe(409);
  });

  it('apply on the server lets two managers agree', async () => {
    await apply('agreed', 'one', { a: '1' });
    expect((await apply('agreed', 'two', { a: '1' })).status).toBe(200);
    expect((await apply('agreed', 'one', {})).body['data']).toEqual({ a: '1' });
    expect((await apply('agreed', 'two', {})).body['data'] ?? {}).toEqual({});
  });

  it('fields that an update changes belong to the updater', async () => {
    await apply('updated', 'one', { a: '1' });
    await server().ok('PATCH', `${path}/updated?fieldManager=editor`, { data: { a: '2' } }, mergePatch);
    const refused = await apply('updated', 'one', { a: '1' });
    expect(refused.status).toBe(409);
    expect(refused.body['details'].causes[0]).toMatchObject({ field: '.data.a' });
    expect(refused.body['details'].causes[0].message).toContain('conflict with "editor"');
  });

  it('apply on the server needs a manager', async () => {
    expect(
      (await server().call('PATCH', `${path}/x`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }, applyPatch)).status,
    ).toBeGreaterThanOrEqual(400);
  });

  const untypable: readonly { readonly why: string; readonly object: ContractObject; readonly says: string }[] = [
    {
      why: 'a value of another type',
      object: { kind: 'ConfigMap', data: { a: { x: [1, 's'] } } },
      says: '.data.a: expected string, got &value.valueUnstructured{Value:map[string]interface {}{"x":[]interface {}{1, "s"}}}',
    },
    { why: 'a list for a map', object: { kind: 'ConfigMap', data: [] }, says: '.data: expected map, got &{[]}' },
    {
      why: 'a map for a list',
      object: { kind: 'Service', spec: { ports: { a: 1 } } },
      says: '.spec.ports: expected list, got &{map[a:1]}',
    },
    { why: 'text for a switch', object: { kind: 'ConfigMap', immutable: 'yes' }, says: '.immutable: expected boolean, got &{yes}' },
    {
      why: 'text for a number',
      object: { kind: 'Service', spec: { ports: [{ port: '80' }] } },
      says: '.spec.ports[port="80",protocol="TCP"].port: expected numeric (int or float), got string',
    },
    { why: 'an unknown field', object: { kind: 'ConfigMap', foo: 1 }, says: '.foo: field not declared in schema' },
    {
      why: 'two items of one key',
      object: { kind: 'Service', spec: { ports: [{ port: 80 }, { port: 80 }] } },
      says: '.spec.ports: duplicate entries for key [port=80,protocol="TCP"]',
    },
    {
      why: 'null in a list with keys',
      object: { kind: 'Service', spec: { ports: [null] } },
      says: '.spec.ports: element 0: associative list with keys may not have a null element',
    },
  ];
  it.each(untypable)('apply on the server refuses $why', async ({ object, says }) => {
    const { kind } = object as { kind: string };
    const url = `/api/v1/namespaces/${await server().namespace()}/${kind.toLowerCase()}s/untyped?fieldManager=one`;
    const refused = await server().call('PATCH', url, { apiVersion: 'v1', metadata: { name: 'untyped' }, ...object }, applyPatch);
    expect(refused.status).toBe(500);
    expect(refused.body['message']).toBe(`failed to create typed patch object (/untyped; /v1, Kind=${kind}): ${says}`);
  });

  it('apply on the server names all values that have another type', async () => {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'untyped' }, data: { a: 1, b: true } };
    const refused = await server().call('PATCH', `${path}/untyped?fieldManager=one`, body, applyPatch);
    expect(refused.body['message']).toBe(
      'failed to create typed patch object (/untyped; /v1, Kind=ConfigMap): errors:\n' +
        '  .data.a: expected string, got &value.valueUnstructured{Value:1}\n  .data.b: expected string, got &value.valueUnstructured{Value:true}',
    );
  });
});
