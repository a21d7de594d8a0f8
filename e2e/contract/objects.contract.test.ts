import { beforeAll, expect, it } from 'vitest';
import type { ContractObject } from './client.ts';
import { contract } from './provider.ts';

contract('objects', (server) => {
  let namespace = '';
  let configMaps = '';
  beforeAll(async () => {
    namespace = await server().namespace();
    configMaps = `/api/v1/namespaces/${namespace}/configmaps`;
  });
  const configMap = (name: string, data: Record<string, string> = {}): ContractObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data,
  });

  it('fills identity, time and version of a new object and gives it back', async () => {
    const created = await server().call('POST', configMaps, configMap('identity', { a: '1' }));
    expect(created.status).toBe(201);
    const { metadata } = created.body;
    expect(metadata).toMatchObject({ name: 'identity', namespace });
    expect(metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(metadata.resourceVersion).toMatch(/^\d+$/);
    expect(metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const read = await server().get(`${configMaps}/identity`);
    expect(read).toMatchObject({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      data: { a: '1' },
      metadata: { uid: metadata.uid, resourceVersion: metadata.resourceVersion },
    });
  });

  it('makes names from a prefix, different ones each time', async () => {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'made-' } };
    const names = [await server().create(configMaps, body), await server().create(configMaps, body)].map((each) => each['metadata'].name);
    expect(names[0]).toMatch(/^made-[a-z0-9]{5}$/);
    expect(names[0]).not.toBe(names[1]);
  });

  it('refuses a name that is taken', async () => {
    await server().create(configMaps, configMap('taken'));
    const { status, body } = await server().call('POST', configMaps, configMap('taken'));
    expect(status).toBe(409);
    expect(body).toMatchObject({
      kind: 'Status',
      status: 'Failure',
      reason: 'AlreadyExists',
      code: 409,
      message: 'configmaps "taken" already exists',
    });
    expect(body['details']).toMatchObject({ name: 'taken', kind: 'configmaps' });
  });

  it('says what is not there', async () => {
    const { status, body } = await server().call('GET', `${configMaps}/absent`);
    expect(status).toBe(404);
    expect(body).toMatchObject({
      reason: 'NotFound',
      code: 404,
      message: 'configmaps "absent" not found',
      details: { name: 'absent', kind: 'configmaps' },
    });
  });

  it('creates nothing in a namespace that is not there', async () => {
    const { status, body } = await server().call('POST', '/api/v1/namespaces/contract-absent/configmaps', configMap('x'));
    expect(status).toBe(404);
    expect(body['message']).toBe('namespaces "contract-absent" not found');
  });

  it('replaces an object and gives it a new version', async () => {
    const before = await server().create(configMaps, configMap('replaced', { a: '1', b: '2' }));
    const after = await server().ok('PUT', `${configMaps}/replaced`, { ...before, data: { a: '3' } });
    expect(after['data']).toEqual({ a: '3' });
    expect(after['metadata'].resourceVersion).not.toBe(before['metadata'].resourceVersion);
    expect(after['metadata'].uid).toBe(before['metadata'].uid);
  });

  it('leaves the version alone when nothing changes', async () => {
    const before = await server().create(configMaps, configMap('same', { a: '1' }));
    const after = await server().ok('PUT', `${configMaps}/same`, before);
    expect(after['metadata'].resourceVersion).toBe(before['metadata'].resourceVersion);
  });

  it('refuses to replace a version that is not the latest', async () => {
    const before = await server().create(configMaps, configMap('contested'));
    await server().ok('PUT', `${configMaps}/contested`, { ...before, data: { a: '1' } });
    const { status, body } = await server().call('PUT', `${configMaps}/contested`, { ...before, data: { a: '2' } });
    expect(status).toBe(409);
    expect(body).toMatchObject({ reason: 'Conflict' });
    expect(body['message']).toBe(
      'Operation cannot be fulfilled on configmaps "contested": the object has been modified; please apply your changes to the latest version and try again',
    );
  });

  it('replaces unconditionally when no version is given', async () => {
    const before = await server().create(configMaps, configMap('unconditional'));
    await server().ok('PUT', `${configMaps}/unconditional`, { ...before, data: { a: '1' } });
    const after = await server().ok('PUT', `${configMaps}/unconditional`, configMap('unconditional', { a: '2' }));
    expect(after['data']).toEqual({ a: '2' });
  });

  it('stores nothing in a dry run', async () => {
    const { status, body } = await server().call('POST', `${configMaps}?dryRun=All`, configMap('dry'));
    expect(status).toBe(201);
    expect(body['metadata'].uid).toBeDefined();
    expect((await server().call('GET', `${configMaps}/dry`)).status).toBe(404);
  });

  it('keeps secrets that are sent as text in base64', async () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'text' }, stringData: { word: 'hush' } };
    const created = await server().create(`/api/v1/namespaces/${namespace}/secrets`, secret);
    expect(created).toMatchObject({ type: 'Opaque', data: { word: Buffer.from('hush').toString('base64') } });
    expect(created['stringData']).toBeUndefined();
  });

  it('accepts YAML', async () => {
    const answer = await server().call('POST', configMaps, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: yaml\ndata:\n  a: "1"\n', {
      contentType: 'application/yaml',
    });
    expect(answer.status).toBe(201);
    expect(answer.body['data']).toEqual({ a: '1' });
  });

  const refusals: readonly {
    readonly why: string;
    readonly body: unknown;
    readonly code: number;
    readonly reason: string;
    readonly fields?: readonly string[];
  }[] = [
    { why: 'broken JSON', body: '{"apiVersion": ', code: 400, reason: 'BadRequest' },
    { why: 'another kind', body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }, code: 400, reason: 'BadRequest' },
    { why: 'another version', body: { apiVersion: 'v2', kind: 'ConfigMap', metadata: { name: 'x' } }, code: 400, reason: 'BadRequest' },
    {
      why: 'another namespace',
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'default' } },
      code: 400,
      reason: 'BadRequest',
    },
    {
      why: 'a version of its own',
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', resourceVersion: '1' } },
      code: 500,
      reason: 'InternalError',
    },
    {
      why: 'a number for a text',
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { a: 1 } },
      code: 400,
      reason: 'BadRequest',
    },
    {
      why: 'no name',
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} },
      code: 422,
      reason: 'Invalid',
      fields: ['metadata.name'],
    },
    {
      why: 'a bad name',
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'Not_Good' } },
      code: 422,
      reason: 'Invalid',
      fields: ['metadata.name'],
    },
    {
      why: 'a bad label',
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', labels: { a: 'b c' } } },
      code: 422,
      reason: 'Invalid',
      fields: ['metadata.labels'],
    },
    {
      why: 'a bad key',
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { 'a/b': '' } },
      code: 422,
      reason: 'Invalid',
      fields: ['data[a/b]'],
    },
  ];
  it.each(refusals)('refuses $why', async ({ body, code, reason, fields }) => {
    const answer = await server().call('POST', configMaps, body);
    expect(answer.body).toMatchObject({ kind: 'Status', status: 'Failure', code });
    if (code < 500) expect(answer.body['reason']).toBe(reason);
    expect(answer.status).toBe(code);
    if (fields) expect(answer.body['details'].causes.map((cause: ContractObject) => cause['field'])).toEqual(fields);
  });

  it('refuses unknown fields when asked to be strict, warns when asked to, and drops them', async () => {
    const body = { ...configMap('unknown'), extra: true };
    const strict = await server().call('POST', `${configMaps}?fieldValidation=Strict`, body);
    expect(strict.status).toBe(400);
    expect(strict.body['message']).toContain('unknown field "extra"');
    const warned = await server().call('POST', `${configMaps}?fieldValidation=Warn`, body);
    expect(warned.status).toBe(201);
    expect(warned.headers.get('warning')).toContain('unknown field');
    expect(warned.body['extra']).toBeUndefined();
  });

  it('refuses what is too large', async () => {
    const { status } = await server().call('POST', configMaps, configMap('large', { a: 'x'.repeat(4 << 20) }));
    expect(status).toBe(413);
  });

  it('refuses media types that it does not read', async () => {
    const { status, body } = await server().call('POST', configMaps, 'name=x', { contentType: 'application/x-www-form-urlencoded' });
    expect(status).toBe(415);
    expect(body).toMatchObject({ reason: 'UnsupportedMediaType' });
  });

  it('refuses to answer in a form that it does not have', async () => {
    expect((await server().call('GET', configMaps, undefined, { accept: 'text/html' })).status).toBe(406);
  });

  const paths: readonly (readonly [string, string, number])[] = [
    ['GET', '/api/v1/nothings', 404],
    ['GET', '/apis/nowhere.example/v1', 404],
    ['GET', '/nothing', 404],
    ['PUT', '/api/v1/namespaces/default/configmaps', 405],
    ['GET', '/api/v1/namespaces/default/pods/absent/nothing', 404],
  ];
  it.each(paths)('answers %s %s with %i', async (method, path, status) => {
    expect((await server().call(method, path, method === 'PUT' ? {} : undefined)).status).toBe(status);
  });

  it('keeps events under both of their names', async () => {
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'seen', namespace },
      involvedObject: { kind: 'Pod', namespace, name: 'web' },
      reason: 'Tested',
      message: 'a message',
      type: 'Normal',
    };
    await server().create(`/api/v1/namespaces/${namespace}/events`, event);
    const read = await server().get(`/apis/events.k8s.io/v1/namespaces/${namespace}/events/seen`);
    expect(read).toMatchObject({
      apiVersion: 'events.k8s.io/v1',
      regarding: { kind: 'Pod', name: 'web' },
      note: 'a message',
      reason: 'Tested',
    });
    const found = await server().get(`/api/v1/namespaces/${namespace}/events?fieldSelector=involvedObject.name=web,reason=Tested`);
    expect(found['items']).toHaveLength(1);
  });

  it('wants microseconds in leases', async () => {
    const leases = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
    const lease = (renewTime: string): ContractObject => ({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'held' },
      spec: { holderIdentity: 'me', leaseDurationSeconds: 15, renewTime },
    });
    expect((await server().create(leases, lease('2026-01-02T03:04:05.000006Z')))['spec'].renewTime).toBe('2026-01-02T03:04:05.000006Z');
  });
});
