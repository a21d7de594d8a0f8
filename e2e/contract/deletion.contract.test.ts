import { beforeAll, expect, it, type TestContext } from 'vitest';
import { type ContractObject, mergePatch, until } from './client.ts';
import { contract } from './provider.ts';

contract('deletion', (server) => {
  let namespace = '';
  let path = '';
  const create = (name: string, metadata: ContractObject = {}): Promise<ContractObject> =>
    server().create(path, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata } });
  const isGone = (name: string): Promise<boolean> => until(async () => (await server().call('GET', `${path}/${name}`)).status === 404);
  const ownedBy = (owner: ContractObject, extra: ContractObject = {}): ContractObject => ({
    ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: owner['metadata'].name, uid: owner['metadata'].uid, ...extra }],
  });
  const needControllers = async (test: TestContext): Promise<void> => {
    if (!(await server().hasControllers())) test.skip('no controllers run here');
  };
  beforeAll(async () => {
    namespace = await server().namespace();
    path = `/api/v1/namespaces/${namespace}/configmaps`;
  });

  it('removes an object and says so', async () => {
    const created = await create('plain');
    const status = await server().ok('DELETE', `${path}/plain`);
    expect(status).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'plain', kind: 'configmaps', uid: created['metadata'].uid },
    });
    expect((await server().call('DELETE', `${path}/plain`)).status).toBe(404);
  });

  it('minds preconditions', async () => {
    const created = await create('conditional');
    const wrongUid = await server().call('DELETE', `${path}/conditional`, { preconditions: { uid: 'another' } });
    expect(wrongUid.body).toMatchObject({ code: 409, reason: 'Conflict' });
    const wrongVersion = await server().call('DELETE', `${path}/conditional`, { preconditions: { resourceVersion: '1' } });
    expect(wrongVersion.body).toMatchObject({ code: 409, reason: 'Conflict' });
    const { uid, resourceVersion } = created['metadata'];
    await server().ok('DELETE', `${path}/conditional`, { preconditions: { uid, resourceVersion } });
  });

  it('waits for finalizers', async () => {
    await create('held', { finalizers: ['example.com/hold'] });
    const marked = await server().ok('DELETE', `${path}/held`);
    expect(marked['metadata'].deletionTimestamp).toBeDefined();
    expect((await server().get(`${path}/held`))['metadata'].finalizers).toEqual(['example.com/hold']);
    const added = await server().call(
      'PATCH',
      `${path}/held`,
      { metadata: { finalizers: ['example.com/hold', 'example.com/more'] } },
      mergePatch,
    );
    expect(added.status).toBe(422);
    await server().ok('PATCH', `${path}/held`, { metadata: { finalizers: null } }, mergePatch);
    expect((await server().call('GET', `${path}/held`)).status).toBe(404);
  });

  it('stores nothing in a dry run', async () => {
    await create('dry');
    await server().ok('DELETE', `${path}/dry?dryRun=All`);
    expect((await server().call('GET', `${path}/dry`)).status).toBe(200);
  });

  it('takes a whole selection', async () => {
    for (const name of ['one', 'two']) await create(name, { labels: { group: 'many' } });
    await create('three', { labels: { group: 'other' } });
    await server().ok('DELETE', `${path}?labelSelector=group=many`);
    expect((await server().get(`${path}?labelSelector=group`))['items'].map((item: ContractObject) => item['metadata'].name)).toEqual([
      'three',
    ]);
  });

  it('takes dependents along', async (test) => {
    await needControllers(test);
    const owner = await create('owner');
    await create('dependent', ownedBy(owner));
    await create('dependent-of-dependent', ownedBy(await server().get(`${path}/dependent`)));
    await server().ok('DELETE', `${path}/owner`, { propagationPolicy: 'Background' });
    expect(await isGone('dependent')).toBe(true);
    expect(await isGone('dependent-of-dependent')).toBe(true);
  });

  it('keeps dependents that have another owner', async (test) => {
    await needControllers(test);
    const [first, second] = [await create('first-owner'), await create('second-owner')];
    const references = [...ownedBy(first)['ownerReferences'], ...ownedBy(second)['ownerReferences']];
    await create('twice-owned', { ownerReferences: references });
    await create('once-owned', ownedBy(first));
    await server().ok('DELETE', `${path}/first-owner`);
    expect(await isGone('once-owned')).toBe(true);
    expect((await server().call('GET', `${path}/twice-owned`)).status).toBe(200);
    await server().ok('DELETE', `${path}/second-owner`);
    expect(await isGone('twice-owned')).toBe(true);
  });

  it('deletes dependents of owners that never were', async (test) => {
    await needControllers(test);
    await create('foundling', {
      ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'nobody', uid: '00000000-0000-4000-8000-000000000000' }],
    });
    expect(await isGone('foundling')).toBe(true);
  });

  it('leaves dependents behind where they are to be orphaned', async (test) => {
    await needControllers(test);
    const owner = await create('leaving');
    await create('orphan', ownedBy(owner));
    await server().ok('DELETE', `${path}/leaving`, { propagationPolicy: 'Orphan' });
    expect(await isGone('leaving')).toBe(true);
    const orphan = await server().get(`${path}/orphan`);
    expect(orphan['metadata'].ownerReferences).toBeUndefined();
  });

  it('waits for dependents that block it', async (test) => {
    await needControllers(test);
    const owner = await create('blocked');
    await create('blocking', { ...ownedBy(owner, { blockOwnerDeletion: true }), finalizers: ['example.com/hold'] });
    const marked = await server().ok('DELETE', `${path}/blocked`, { propagationPolicy: 'Foreground' });
    expect(marked['metadata'].finalizers).toEqual(['foregroundDeletion']);
    expect(await until(async () => (await server().get(`${path}/blocking`))['metadata'].deletionTimestamp !== undefined)).toBe(true);
    expect((await server().call('GET', `${path}/blocked`)).status).toBe(200);
    await server().ok('PATCH', `${path}/blocking`, { metadata: { finalizers: null } }, mergePatch);
    expect(await isGone('blocked')).toBe(true);
  });

  it('empties a namespace before it goes', async (test) => {
    await needControllers(test);
    const doomed = await server().namespace();
    await server().create(`/api/v1/namespaces/${doomed}/configmaps`, { metadata: { name: 'inside', finalizers: ['example.com/hold'] } });
    const marked = await server().ok('DELETE', `/api/v1/namespaces/${doomed}`);
    expect(marked).toMatchObject({ kind: 'Namespace', status: { phase: 'Terminating' } });
    const late = await server().call('POST', `/api/v1/namespaces/${doomed}/configmaps`, { metadata: { name: 'late' } });
    expect(late.body).toMatchObject({ code: 403, reason: 'Forbidden' });
    expect(late.body['details'].causes[0].reason).toBe('NamespaceTerminating');
    await server().ok('PATCH', `/api/v1/namespaces/${doomed}/configmaps/inside`, { metadata: { finalizers: null } }, mergePatch);
    expect(await until(async () => (await server().call('GET', `/api/v1/namespaces/${doomed}`)).status === 404, 20_000)).toBe(true);
  });
});
