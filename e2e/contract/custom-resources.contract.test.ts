import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyPatch, type ContractObject, mergePatch, strategicPatch, until } from './client.ts';
import { contract } from './provider.ts';

const group = 'contract.argosy.io';
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const spec = {
  type: 'object',
  required: ['size'],
  properties: {
    size: { type: 'integer', minimum: 1, maximum: 10 },
    color: { type: 'string', enum: ['red', 'green'], default: 'red' },
    code: { type: 'string', pattern: '^[a-z]+$', maxLength: 5 },
    port: { 'x-kubernetes-int-or-string': true },
    open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    parts: {
      type: 'array',
      maxItems: 2,
      items: { type: 'object', properties: { name: { type: 'string', maxLength: 20 }, count: { type: 'integer', default: 1 } } },
    },
    tags: { type: 'object', additionalProperties: { type: 'string' } },
    least: { type: 'integer' },
    sealed: { type: 'string', maxLength: 10, 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'sealed stays as it is' }] },
  },
  'x-kubernetes-validations': [
    { rule: '!has(self.least) || self.least * 2 <= self.size', message: 'size is at least twice least' },
    {
      rule: '!has(self.parts) || self.parts.all(p, !has(p.name) || p.name != "bad")',
      // The API server cannot tell how long a number is as text, so it refuses `string(self.size)` as too costly.
      messageExpression: 'self.size == 3 ? "no part of 3 is bad" : "no part is bad"',
    },
  ],
};
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `boxes.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { plural: 'boxes', singular: 'box', kind: 'Box', listKind: 'BoxList', shortNames: ['bx'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: 'object', properties: { spec, status: { type: 'object', properties: { phase: { type: 'string' } } } } },
        },
        subresources: { status: {} },
        additionalPrinterColumns: [
          { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
          { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
        ],
      },
    ],
  },
};

contract('custom resources', (server) => {
  let path = '';
  const box = (name: string, content: ContractObject): ContractObject => ({
    apiVersion: `${group}/v1`,
    kind: 'Box',
    metadata: { name },
    spec: content,
  });
  beforeAll(async () => {
    await server().call('DELETE', `${definitions}/boxes.${group}`);
    await until(async () => (await server().call('GET', `${definitions}/boxes.${group}`)).status === 404);
    await server().create(definitions, definition);
    const established = await until(async () => {
      const { status } = await server().get(`${definitions}/boxes.${group}`);
      return status?.conditions?.some((each: ContractObject) => each['type'] === 'Established' && each['status'] === 'True');
    });
    expect(established).toBe(true);
    path = `/apis/${group}/v1/namespaces/${await server().namespace()}/boxes`;
    expect(await until(async () => (await server().call('GET', path)).status === 200)).toBe(true);
  });
  afterAll(async () => {
    await server().call('DELETE', `${definitions}/boxes.${group}`);
  });

  it('are discovered', async () => {
    const list = await server().get(`/apis/${group}/v1`);
    expect(list['resources']).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'boxes', kind: 'Box', namespaced: true, shortNames: ['bx'] })]),
    );
    expect(list['resources']).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'boxes/status' })]));
  });

  it('get their defaults, also inside lists', async () => {
    const created = await server().create(path, box('defaulted', { size: 1, parts: [{ name: 'a' }, { name: 'b', count: 5 }] }));
    expect(created['spec']).toEqual({
      size: 1,
      color: 'red',
      parts: [
        { name: 'a', count: 1 },
        { name: 'b', count: 5 },
      ],
    });
    expect(created['metadata'].generation).toBe(1);
  });

  it('lose fields that the schema does not know, and keep those of open parts', async () => {
    const created = await server().create(
      path,
      box('pruned', { size: 1, extra: 1, open: { any: { thing: [1] } }, parts: [{ name: 'a', extra: 1 }] }),
    );
    expect(created['spec']).toEqual({ size: 1, color: 'red', open: { any: { thing: [1] } }, parts: [{ name: 'a', count: 1 }] });
  });

  it('refuse unknown fields when asked to be strict', async () => {
    const answer = await server().call('POST', `${path}?fieldValidation=Strict`, box('strict', { size: 1, extra: 1 }));
    expect(answer.status).toBe(400);
    expect(answer.body['message']).toContain('unknown field "spec.extra"');
  });

  it('are refused by an apply on the server where their schema does not type them', async () => {
    const apply = async (content: ContractObject): Promise<unknown> =>
      (await server().call('PATCH', `${path}/untyped?fieldManager=one`, box('untyped', content), applyPatch)).body['message'];
    const start = `failed to create typed patch object (/untyped; ${group}/v1, Kind=Box): `;
    expect(await apply({ size: 1, parts: { a: 1 } })).toBe(`${start}.spec.parts: expected list, got &{map[a:1]}`);
    expect(await apply({ size: 1, extra: 1 })).toBe(`${start}.spec.extra: field not declared in schema`);
    expect(await apply({ size: 1, parts: [{ name: 3 }] })).toBe(
      `${start}.spec.parts[0].name: expected string, got &value.valueUnstructured{Value:3}`,
    );
    expect(await apply({ size: 1, port: 'http', open: { any: ['thing'] }, tags: { a: 'b' } })).toBeUndefined();
  });

  const refusals: readonly { readonly why: string; readonly content: ContractObject; readonly field: string; readonly reason: string }[] = [
    { why: 'a missing field', content: {}, field: 'spec.size', reason: 'FieldValueRequired' },
    { why: 'a wrong type', content: { size: 'big' }, field: 'spec.size', reason: 'FieldValueTypeInvalid' },
    { why: 'a number that is too small', content: { size: 0 }, field: 'spec.size', reason: 'FieldValueInvalid' },
    { why: 'a number that is too large', content: { size: 11 }, field: 'spec.size', reason: 'FieldValueInvalid' },
    { why: 'a value out of the list', content: { size: 1, color: 'blue' }, field: 'spec.color', reason: 'FieldValueNotSupported' },
    { why: 'a text that does not match', content: { size: 1, code: 'A1' }, field: 'spec.code', reason: 'FieldValueInvalid' },
    { why: 'a text that is too long', content: { size: 1, code: 'abcdef' }, field: 'spec.code', reason: 'FieldValueTooLong' },
    { why: 'too many items', content: { size: 1, parts: [{}, {}, {}] }, field: 'spec.parts', reason: 'FieldValueTooMany' },
    { why: 'a wrong type in a map', content: { size: 1, tags: { a: 1 } }, field: 'spec.tags.a', reason: 'FieldValueTypeInvalid' },
    { why: 'neither number nor text', content: { size: 1, port: true }, field: 'spec.port', reason: 'FieldValueTypeInvalid' },
  ];
  const brokenRules = [
    { why: 'two fields do not go together', content: { size: 3, least: 2 }, field: 'spec', says: 'size is at least twice least' },
    { why: 'an item is named so', content: { size: 3, parts: [{ name: 'bad' }] }, field: 'spec', says: 'no part of 3 is bad' },
  ];
  it.each(brokenRules)('refuse what breaks a rule: $why', async ({ content, field, says }) => {
    const answer = await server().call('POST', path, box('refused', content));
    expect(answer.status).toBe(422);
    expect(answer.body['details'].causes).toEqual([
      expect.objectContaining({ field, reason: 'FieldValueInvalid', message: expect.stringContaining(says) }),
    ]);
  });

  it('hold rules about changes to changes only', async () => {
    await server().create(path, box('sealed', { size: 4, least: 2, sealed: 'a' }));
    expect((await server().call('PATCH', `${path}/sealed`, { spec: { size: 5 } }, mergePatch)).status).toBe(200);
    const answer = await server().call('PATCH', `${path}/sealed`, { spec: { sealed: 'b' } }, mergePatch);
    expect(answer.status).toBe(422);
    expect(answer.body['message']).toContain('spec.sealed: Invalid value: "b": sealed stays as it is');
  });

  it.each(refusals)('refuse $why', async ({ content, field, reason }) => {
    const answer = await server().call('POST', path, box('refused', content));
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ reason: 'Invalid', details: { group, kind: 'Box', name: 'refused' } });
    expect(answer.body['details'].causes).toContainEqual(expect.objectContaining({ field, reason }));
  });

  it.each([1, '80%'])('take %j where both numbers and text are good', async (port) => {
    const created = await server().create(path, { ...box('', { size: 1, port }), metadata: { generateName: 'port-' } });
    expect(created['spec'].port).toBe(port);
  });

  it('keep spec and status apart', async () => {
    const created = await server().create(path, { ...box('parted', { size: 1 }), status: { phase: 'New' } });
    expect(created['status']).toBeUndefined();
    const patched = await server().ok('PATCH', `${path}/parted/status`, { spec: { size: 2 }, status: { phase: 'Done' } }, mergePatch);
    expect(patched).toMatchObject({ spec: { size: 1 }, status: { phase: 'Done' }, metadata: { generation: 1 } });
    const changed = await server().ok('PATCH', `${path}/parted`, { spec: { size: 2 }, status: { phase: 'Undone' } }, mergePatch);
    expect(changed).toMatchObject({ spec: { size: 2 }, status: { phase: 'Done' }, metadata: { generation: 2 } });
  });

  it('count generations by their spec only', async () => {
    await server().create(path, box('counted', { size: 1 }));
    const labelled = await server().ok('PATCH', `${path}/counted`, { metadata: { labels: { a: 'b' } } }, mergePatch);
    expect(labelled['metadata'].generation).toBe(1);
  });

  it('have no strategic merge patch', async () => {
    await server().create(path, box('plain', { size: 1 }));
    expect((await server().call('PATCH', `${path}/plain`, { spec: { size: 2 } }, strategicPatch)).status).toBe(415);
  });

  it('print the columns of their definition', async () => {
    await server().create(path, box('printed', { size: 7 }));
    const table = await server().get(`${path}?fieldSelector=metadata.name=printed`, {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    });
    expect(table['columnDefinitions'].map((column: ContractObject) => column['name'])).toEqual(['Name', 'Size', 'Phase']);
    expect(table['rows'][0].cells).toEqual(['printed', 7, null]);
  });

  it('are described in the OpenAPI document', async () => {
    const found = await until(async () => (await server().get('/openapi/v3'))['paths'][`apis/${group}/v1`] !== undefined);
    expect(found).toBe(true);
    const index = await server().get('/openapi/v3');
    const document = await server().get(index['paths'][`apis/${group}/v1`].serverRelativeURL);
    const schemas = Object.values(document['components'].schemas as Record<string, ContractObject>);
    const schema = schemas.find((each) => each['x-kubernetes-group-version-kind']?.some((gvk: ContractObject) => gvk['kind'] === 'Box'));
    expect(schema?.['properties'].spec.properties.size).toMatchObject({ type: 'integer', minimum: 1 });
  });

  it('refuse definitions whose name is not theirs', async () => {
    const answer = await server().call('POST', definitions, { ...definition, metadata: { name: `wrong.${group}` } });
    expect(answer.status).toBe(422);
    expect(answer.body['details'].causes[0].field).toBe('metadata.name');
  });

  it('go with their definition', async () => {
    await server().create(path, box('doomed', { size: 1 }));
    await server().ok('DELETE', `${definitions}/boxes.${group}`);
    expect(await until(async () => (await server().call('GET', path)).status === 404)).toBe(true);
    expect(await until(async () => (await server().call('GET', `${definitions}/boxes.${group}`)).status === 404)).toBe(true);
  });
});
