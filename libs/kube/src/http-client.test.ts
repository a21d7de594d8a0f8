import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { KubeObject, WatchEvent } from './client.ts';
import { coreResources, workflowResources } from './resource-types.ts';
import { type Answer, scriptedServer } from './testing/fake-server.ts';

const { Pod, ConfigMap, Namespace } = coreResources;

async function open(...answers: Answer[]) {
  const opened = await scriptedServer(answers);
  onTestFinished(opened.close);
  return opened;
}

const status = (code: number, reason: string, details?: object): Answer => ({
  code,
  body: { kind: 'Status', code, reason, message: `it is ${reason}`, details },
});
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'argo' } };

test.each([
  ['get', (c: Client) => c.get(Pod, { namespace: 'argo', name: 'p' }), 'GET', '/api/v1/namespaces/argo/pods/p'],
  ['get a cluster-scoped object', (c: Client) => c.get(Namespace, { name: 'argo', namespace: 'x' }), 'GET', '/api/v1/namespaces/argo'],
  [
    'list a page',
    (c: Client) => c.list(Pod, { labelSelector: 'a in (b,c)', limit: 2, continue: 'x=' }),
    'GET',
    '/api/v1/pods?labelSelector=a%20in%20(b%2Cc)&limit=2&continue=x%3D',
  ],
  ['create', (c: Client) => c.create(Pod, pod), 'POST', '/api/v1/namespaces/argo/pods'],
  ['create dry', (c: Client) => c.create(Pod, pod, { dryRun: true }), 'POST', '/api/v1/namespaces/argo/pods?dryRun=All'],
  ['update status', (c: Client) => c.update(Pod, pod, { subresource: 'status' }), 'PUT', '/api/v1/namespaces/argo/pods/p/status'],
  [
    'patch',
    (c: Client) => c.patch(workflowResources.Workflow, { namespace: 'argo', name: 'w', body: {} }, { type: 'merge' }),
    'PATCH',
    '/apis/argoproj.io/v1alpha1/namespaces/argo/workflows/w',
  ],
  ['delete', (c: Client) => c.delete(Pod, { namespace: 'argo', name: 'p' }, { uid: 'u' }), 'DELETE', '/api/v1/namespaces/argo/pods/p'],
  [
    'delete a collection',
    (c: Client) => c.deleteCollection(ConfigMap, { namespace: 'argo', labelSelector: 'a' }),
    'DELETE',
    '/api/v1/namespaces/argo/configmaps?labelSelector=a',
  ],
  ['raw', (c: Client) => c.raw('GET', '/version'), 'GET', '/version'],
])('%s asks for its path', async (_name, call, method, url) => {
  const { client, seen } = await open({ body: {} });
  await call(client);
  expect(seen).toMatchObject([{ method, url, headers: { authorization: 'Bearer secret', 'user-agent': 'test/1' } }]);
});

type Client = Awaited<ReturnType<typeof scriptedServer>>['client'];

test.each<[string, Answer[], (client: Client) => Promise<unknown>, number, string | undefined]>([
  ['a read is repeated after 503', [{ code: 503 }, {}], (c) => c.get(Pod, { namespace: 'a', name: 'p' }), 2, undefined],
  ['a read is repeated after a broken connection', [{ hangUp: true }, {}], (c) => c.get(Pod, { namespace: 'a', name: 'p' }), 2, undefined],
  [
    'a create is repeated after 429',
    [{ ...status(429, 'TooManyRequests'), headers: { 'retry-after': '1' } }, {}],
    (c) => c.create(Pod, pod),
    2,
    undefined,
  ],
  ['a create is not repeated after 500', [status(500, 'InternalError'), {}], (c) => c.create(Pod, pod), 1, 'KUBE_INTERNALERROR'],
  ['a create is not repeated when its answer is lost', [{ hangUp: true }, {}], (c) => c.create(Pod, pod), 1, 'KUBE_UNREACHABLE'],
  ['a conflict is handed to the caller', [status(409, 'Conflict')], (c) => c.update(Pod, pod), 1, 'KUBE_CONFLICT'],
  ['an existing name has its own code', [status(409, 'AlreadyExists')], (c) => c.create(Pod, pod), 1, 'KUBE_ALREADYEXISTS'],
  ['an expired version is gone', [status(410, 'Expired')], (c) => c.list(Pod), 1, 'KUBE_GONE'],
  ['a server that stays away is given up', [{ code: 503 }], (c) => c.list(Pod), 5, 'KUBE_SERVICEUNAVAILABLE'],
  ['an answer that is no Status', [{ code: 404, chunks: ['404 page not found'] }], (c) => c.list(Pod), 1, 'KUBE_NOTFOUND'],
])('%s', async (_name, answers, call, attempts, code) => {
  const { client, seen } = await open(...answers);
  if (code === undefined) await call(client);
  else await expect(call(client)).rejects.toMatchObject({ name: 'KubeError', code });
  expect(seen).toHaveLength(attempts);
});

test('no server: the error says which', async () => {
  const { client, close } = await scriptedServer([{}]);
  const url = client.serverUrl;
  await close();
  const { createKubeClient } = await import('./create-kube-client.ts');
  const later = await createKubeClient({ server: url, token: 't' });
  onTestFinished(() => later.close());
  await expect(later.create(Pod, pod)).rejects.toMatchObject({
    code: 'KUBE_UNREACHABLE',
    message: expect.stringContaining(url),
    ambiguous: false,
  });
});

test('a watch joins lines that were cut anywhere, also inside a character', async () => {
  const text = ['é', '😀', 'x'].map((name) => `${JSON.stringify({ type: 'ADDED', object: { metadata: { name } } })}\n`).join('');
  const { client, seen } = await open({ chunks: [...text].map((character) => character) });
  const names: unknown[] = [];
  for await (const event of client.watch(Pod, { namespace: 'a', resourceVersion: '7', allowWatchBookmarks: true }))
    names.push((event as WatchEvent<KubeObject>).object);
  expect(names).toEqual([{ metadata: { name: 'é' } }, { metadata: { name: '😀' } }, { metadata: { name: 'x' } }]);
  expect(seen[0]?.url).toBe('/api/v1/namespaces/a/pods?resourceVersion=7&watch=true&allowWatchBookmarks=true');
});

test('a watch that was refused throws', async () => {
  const { client } = await open(status(410, 'Gone'));
  await expect(client.watch(Pod)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'KUBE_GONE' });
});

test('logs arrive as bytes', async () => {
  const { client, seen } = await open({ chunks: ['one\n', 'two\n'] });
  let text = '';
  for await (const bytes of client.logs({ namespace: 'a', name: 'p' }, { container: 'main', tailLines: 5 }))
    text += Buffer.from(bytes).toString('utf8');
  expect(text).toBe('one\ntwo\n');
  expect(seen[0]?.url).toBe('/api/v1/namespaces/a/pods/p/log?container=main&tailLines=5');
});

test('every attempt is reported', async () => {
  const reports: unknown[] = [];
  const opened = await scriptedServer([{ code: 503 }, {}], {
    onRequest: ({ verb, resource, code }) => reports.push([verb, resource, code]),
  });
  onTestFinished(opened.close);
  await opened.client.patch(Pod, { namespace: 'a', name: 'p', body: {} }, { type: 'merge', subresource: 'status' });
  expect(reports).toEqual([
    ['patch', 'pods/status', 503],
    ['patch', 'pods/status', 200],
  ]);
});

test.each([
  ['success', { status: 'Success' }, { exitCode: 0, stdout: 'out', stderr: 'err' }],
  [
    'its exit code',
    { status: 'Failure', reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: '3' }] } },
    { exitCode: 3, stdout: 'out', stderr: 'err' },
  ],
])('exec gives output and %s', async (_name, final, want) => {
  const { client, server } = await open({});
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'v5.channel.k8s.io' });
  onTestFinished(() => sockets.close());
  let url = '';
  const stdin: string[] = [];
  sockets.on('connection', (socket, request) => {
    url = request.url ?? '';
    socket.on('message', (data: Buffer) => {
      stdin.push(data.toString('latin1'));
      if (data[0] !== 255) return;
      socket.send(Buffer.from('\x01out'));
      socket.send(Buffer.from('\x02err'));
      socket.send(Buffer.from(`\x03${JSON.stringify(final)}`));
      socket.close();
    });
  });
  const result = await client.exec(
    { namespace: 'a', name: 'p' },
    { container: 'main', command: ['sh', '-c', 'a b'], stdin: Buffer.from('in') },
  );
  expect(result).toEqual(want);
  expect(url).toBe(
    '/api/v1/namespaces/a/pods/p/exec?container=main&command=sh&command=-c&command=a%20b&stdin=true&stdout=true&stderr=true',
  );
  expect(stdin).toEqual(['\x00in', '\xff\x00']);
});
