import { beforeAll, expect, it } from 'vitest';
import { mergePatch } from './client.ts';
import { contract } from './provider.ts';

contract('watches', (server) => {
  let path = '';
  const create = (name: string, labels: Record<string, string> = {}): Promise<unknown> =>
    server().create(path, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels } });
  const relabel = (name: string, labels: Record<string, string | null>): Promise<unknown> =>
    server().ok('PATCH', `${path}/${name}`, { metadata: { labels } }, mergePatch);
  const version = async (): Promise<string> => (await server().get(`${path}?limit=1`))['metadata'].resourceVersion;
  beforeAll(async () => {
    path = `/api/v1/namespaces/${await server().namespace()}/configmaps`;
  });

  it('tell what happens after a version', async () => {
    await create('before');
    const watch = await server().watch(path, { resourceVersion: await version() });
    await create('story');
    await relabel('story', { a: 'b' });
    await server().ok('DELETE', `${path}/story`);
    expect(await watch.names(3)).toEqual(['ADDED story', 'MODIFIED story', 'DELETED story']);
  });

  it('go on where another one ended', async () => {
    const from = await version();
    await create('resumed');
    await relabel('resumed', { a: 'b' });
    const first = await server().watch(path, { resourceVersion: from });
    const { object } = await first.next();
    const second = await server().watch(path, { resourceVersion: object['metadata'].resourceVersion });
    expect(await second.names(1)).toEqual(['MODIFIED resumed']);
  });

  it('show versions that grow', async () => {
    const watch = await server().watch(path, { resourceVersion: await version() });
    await create('growing');
    await relabel('growing', { a: '1' });
    await relabel('growing', { a: '2' });
    const versions = [await watch.next(), await watch.next(), await watch.next()].map(({ object }) =>
      Number(object['metadata'].resourceVersion),
    );
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(new Set(versions).size).toBe(3);
  });

  it.each(['', '0'])('begin with what is there when the version is %j', async (resourceVersion) => {
    await create(`there-v${resourceVersion}`, { there: `yes${resourceVersion}` });
    const watch = await server().watch(path, { resourceVersion, labelSelector: `there=yes${resourceVersion}` });
    expect(await watch.names(1)).toEqual([`ADDED there-v${resourceVersion}`]);
  });

  it('see objects come into a selection and leave it', async () => {
    const watch = await server().watch(path, { resourceVersion: await version(), labelSelector: 'selected=yes' });
    await create('mover');
    await relabel('mover', { selected: 'yes' });
    await relabel('mover', { other: 'x' });
    await relabel('mover', { selected: 'no' });
    await relabel('mover', { selected: 'yes' });
    await server().ok('DELETE', `${path}/mover`);
    expect(await watch.names(5)).toEqual(['ADDED mover', 'MODIFIED mover', 'DELETED mover', 'ADDED mover', 'DELETED mover']);
  });

  it('look at one object', async () => {
    await create('single');
    const watch = await server().watch(path, { resourceVersion: await version(), fieldSelector: 'metadata.name=single' });
    await create('another');
    await relabel('single', { a: 'b' });
    expect(await watch.names(1)).toEqual(['MODIFIED single']);
  });

  it('send the present state and say where it ends', async () => {
    await create('initial', { initial: 'yes' });
    const query = {
      sendInitialEvents: 'true',
      resourceVersionMatch: 'NotOlderThan',
      allowWatchBookmarks: 'true',
      labelSelector: 'initial',
    };
    const watch = await server().watch(path, query);
    expect(await watch.names(1)).toEqual(['ADDED initial']);
    const mark = await watch.next();
    expect(mark.type).toBe('BOOKMARK');
    expect(mark.object['metadata'].annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
    await relabel('initial', { a: 'b' });
    expect(await watch.names(1)).toEqual(['MODIFIED initial']);
  });

  it('end after their time', async () => {
    const watch = await server().watch(path, { resourceVersion: await version(), timeoutSeconds: '1', labelSelector: 'nothing' });
    expect((await watch.rest()).filter(({ type }) => type !== 'BOOKMARK')).toEqual([]);
  });

  it('show metadata only, or rows of a table', async () => {
    const from = await version();
    const metadata = await server().watch(
      path,
      { resourceVersion: from },
      { accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1' },
    );
    const table = await server().watch(path, { resourceVersion: from }, { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' });
    await server().create(path, { metadata: { name: 'shown' }, data: { a: 'b' } });
    const seen = (await metadata.next()).object;
    expect(seen).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'shown' } });
    expect(seen['data']).toBeUndefined();
    const row = (await table.next()).object;
    expect(row).toMatchObject({ kind: 'Table', rows: [{ object: { metadata: { name: 'shown' } } }] });
    expect(row['rows'][0].cells.slice(0, 2)).toEqual(['shown', 1]);
  });

  it('lose nothing for a reader who takes the present state slowly', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `large-${String(i).padStart(2, '0')}`);
    const large = { labels: { size: 'large' }, data: { text: 'x'.repeat(400_000) } };
    for (const name of names) await server().create(path, { metadata: { name, labels: large.labels }, data: large.data });
    const watch = await server().watch(path, { resourceVersion: '0', labelSelector: 'size=large' });
    expect(await watch.names(1)).toEqual(['ADDED large-00']);
    await relabel('large-19', { size: 'large', seen: 'late' });
    await server().ok('DELETE', `${path}/large-00`);
    const rest = await watch.names(21);
    expect(rest.slice(0, 19)).toEqual(names.slice(1).map((name) => `ADDED ${name}`));
    expect(rest.slice(19)).toEqual(['MODIFIED large-19', 'DELETED large-00']);
  });

  it('tell everybody the same', async () => {
    const from = await version();
    const watches = await Promise.all(Array.from({ length: 5 }, () => server().watch(path, { resourceVersion: from })));
    await create('public');
    const events = await Promise.all(watches.map((watch) => watch.next()));
    expect(new Set(events.map((event) => JSON.stringify(event))).size).toBe(1);
  });

  it('refuse initial events without saying how old they may be', async () => {
    expect((await server().call('GET', `${path}?watch=1&sendInitialEvents=true`)).status).toBeGreaterThanOrEqual(400);
  });
});
