import { beforeAll, expect, it } from 'vitest';
import type { ContractObject } from './client.ts';
import { contract } from './provider.ts';

contract('lists', (server) => {
  let path = '';
  const names = (list: ContractObject): readonly string[] => list['items'].map((item: ContractObject) => item['metadata'].name);
  // What the server itself puts in every namespace must not disturb.
  const own = 'labelSelector=own';
  beforeAll(async () => {
    const namespace = await server().namespace();
    path = `/api/v1/namespaces/${namespace}/configmaps`;
    for (const [i, name] of ['e', 'b', 'd', 'a', 'c'].entries()) {
      const labels = { own: 'yes', parity: i % 2 === 0 ? 'even' : 'odd', ...(name === 'a' ? { first: '' } : {}) };
      await server().create(path, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data: { index: String(i) } });
    }
  });

  it('are in the order of names and carry a version', async () => {
    const list = await server().get(`${path}?${own}`);
    expect(list).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' });
    expect(names(list)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(list['metadata'].resourceVersion).toMatch(/^\d+$/);
  });

  const selectors: readonly (readonly [string, readonly string[]])[] = [
    ['parity=even', ['c', 'd', 'e']],
    ['parity==odd', ['a', 'b']],
    ['own,parity!=even', ['a', 'b']],
    ['own,parity in (even)', ['c', 'd', 'e']],
    ['own,parity notin (even)', ['a', 'b']],
    ['own,!first', ['b', 'c', 'd', 'e']],
    ['first', ['a']],
    ['first=', ['a']],
    ['parity in (odd, even),first', ['a']],
    ['absent=x', []],
    ['own,absent!=x', ['a', 'b', 'c', 'd', 'e']],
  ];
  it.each(selectors)('select by label %s', async (selector, want) => {
    expect(names(await server().get(`${path}?labelSelector=${encodeURIComponent(selector)}`))).toEqual(want);
  });

  const fields: readonly (readonly [string, readonly string[]])[] = [
    ['metadata.name=b', ['b']],
    ['metadata.name!=b', ['a', 'c', 'd', 'e']],
    ['metadata.name==absent', []],
  ];
  it.each(fields)('select by field %s', async (selector, want) => {
    expect(names(await server().get(`${path}?${own}&fieldSelector=${encodeURIComponent(selector)}`))).toEqual(want);
  });

  it.each(['labelSelector=a%20b', 'labelSelector=a%20in%20b', 'fieldSelector=data.index=1', 'limit=x'])('refuse %s', async (query) => {
    const answer = await server().call('GET', `${path}?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body['reason']).toBe('BadRequest');
  });

  it('come in pages that show one moment', async () => {
    const first = await server().get(`${path}?${own}&limit=2`);
    expect(names(first)).toEqual(['a', 'b']);
    await server().create(path, { metadata: { name: 'cc', labels: { own: 'yes' } } });
    await server().ok('DELETE', `${path}/e`);
    const second = await server().get(`${path}?${own}&limit=2&continue=${first['metadata'].continue}`);
    expect(names(second)).toEqual(['c', 'd']);
    expect(second['metadata'].resourceVersion).toBe(first['metadata'].resourceVersion);
    const third = await server().get(`${path}?${own}&limit=2&continue=${second['metadata'].continue}`);
    expect(names(third)).toEqual(['e']);
    expect(third['metadata'].continue ?? '').toBe('');
    await server().ok('DELETE', `${path}/cc`);
    await server().create(path, { metadata: { name: 'e', labels: { own: 'yes', parity: 'even' } } });
  });

  it('count what is left where nothing is selected', async () => {
    const page = await server().get(`${path}?limit=1`);
    const rest = await server().get(path);
    expect(page['metadata'].remainingItemCount).toBe(rest['items'].length - 1);
  });

  it('refuse a page that makes no sense', async () => {
    expect((await server().call('GET', `${path}?limit=2&continue=nonsense`)).status).toBe(400);
  });

  it('show an exact version of the past', async () => {
    const before = await server().get(`${path}?${own}`);
    await server().create(path, { metadata: { name: 'late', labels: { own: 'yes' } } });
    const past = await server().get(`${path}?${own}&resourceVersion=${before['metadata'].resourceVersion}&resourceVersionMatch=Exact`);
    expect(names(past)).toEqual(names(before));
    const present = await server().get(
      `${path}?${own}&resourceVersion=${before['metadata'].resourceVersion}&resourceVersionMatch=NotOlderThan`,
    );
    expect(names(present).filter((name) => name !== 'late')).toEqual(names(before));
    await server().ok('DELETE', `${path}/late`);
  });

  it('go over all namespaces', async () => {
    const all = await server().get(`/api/v1/configmaps?${own}`);
    expect(names(all)).toEqual(expect.arrayContaining(['a', 'b', 'c', 'd']));
    expect(names(await server().get('/api/v1/configmaps?fieldSelector=metadata.name=a,metadata.namespace=absent'))).toEqual([]);
  });

  it('are tables where the client wants to print them', async () => {
    const table = await server().get(`${path}?${own}&limit=1`, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' });
    expect(table).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1' });
    expect(table['columnDefinitions'].map((column: ContractObject) => column['name'])).toEqual(['Name', 'Data', 'Age']);
    expect(table['rows'][0].cells.slice(0, 2)).toEqual(['a', 1]);
    expect(table['rows'][0].object).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'a' } });
  });

  it('are metadata where the client needs no more', async () => {
    const list = await server().get(`${path}?${own}&limit=1`, {
      accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    });
    expect(list).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
    expect(list['items'][0]).toMatchObject({ metadata: { name: 'a' } });
    expect(list['items'][0].data).toBeUndefined();
  });
});
