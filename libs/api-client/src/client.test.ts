import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiClient, createApiClient } from './client.ts';
import type { StreamState } from './event-stream.ts';

interface Seen {
  readonly request: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

type Answer = (response: http.ServerResponse, request: Seen) => void;

const seen: Seen[] = [];
let answers: Answer[] = [];
let server: http.Server;
let client: ApiClient;

const json =
  (body: unknown, status = 200): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

beforeAll(async () => {
  server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { request: `${request.method} ${request.url}`, headers: request.headers, body: Buffer.concat(chunks).toString() };
      seen.push(one);
      (answers.shift() ?? json({}))(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/argo`;
  client = createApiClient({ url, token: 'secret' });
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  seen.length = 0;
  answers = [];
});

const ref = { namespace: 'a b', name: 'w/1' };
const workflow = { metadata: { generateName: 'w-' }, spec: {} };

interface CallCase {
  readonly call: (api: ApiClient) => Promise<unknown>;
  readonly request: string;
  readonly body?: unknown;
}

const calls: readonly CallCase[] = [
  {
    call: (api) =>
      api.workflows.list('ns', {
        listOptions: { labelSelector: 'a=b,c in (d)', limit: 5 },
        fields: '-items.status.nodes',
        nameFilter: 'Contains',
      }),
    request:
      'GET /argo/api/v1/workflows/ns?listOptions.labelSelector=a%3Db%2Cc%20in%20(d)&listOptions.limit=5&fields=-items.status.nodes&nameFilter=Contains',
  },
  { call: (api) => api.workflows.get(ref, { uid: 'u' }), request: 'GET /argo/api/v1/workflows/a%20b/w%2F1?uid=u' },
  {
    call: (api) => api.workflows.create('ns', workflow, { serverDryRun: true }),
    request: 'POST /argo/api/v1/workflows/ns',
    body: { namespace: 'ns', workflow, serverDryRun: true },
  },
  {
    call: (api) => api.workflows.lint('ns', workflow),
    request: 'POST /argo/api/v1/workflows/ns/lint',
    body: { namespace: 'ns', workflow },
  },
  {
    call: (api) =>
      api.workflows.submit('ns', { resourceKind: 'WorkflowTemplate', resourceName: 't', submitOptions: { parameters: ['a=b'] } }),
    request: 'POST /argo/api/v1/workflows/ns/submit',
    body: { namespace: 'ns', resourceKind: 'WorkflowTemplate', resourceName: 't', submitOptions: { parameters: ['a=b'] } },
  },
  {
    call: (api) => api.workflows.delete({ namespace: 'ns', name: 'w' }, { force: true, deleteOptions: { dryRun: ['All'] } }),
    request: 'DELETE /argo/api/v1/workflows/ns/w?force=true&deleteOptions.dryRun=All',
  },
  {
    call: (api) => api.workflows.retry({ namespace: 'ns', name: 'w' }, { restartSuccessful: true }),
    request: 'PUT /argo/api/v1/workflows/ns/w/retry',
    body: { namespace: 'ns', name: 'w', restartSuccessful: true },
  },
  {
    call: (api) => api.workflows.suspend({ namespace: 'ns', name: 'w' }),
    request: 'PUT /argo/api/v1/workflows/ns/w/suspend',
    body: { namespace: 'ns', name: 'w' },
  },
  {
    call: (api) => api.workflowTemplates.list('ns', { namePattern: 'x' }),
    request: 'GET /argo/api/v1/workflow-templates/ns?namePattern=x',
  },
  { call: (api) => api.clusterWorkflowTemplates.delete('t'), request: 'DELETE /argo/api/v1/cluster-workflow-templates/t' },
  {
    call: (api) => api.cronWorkflows.resume('ns', 'c'),
    request: 'PUT /argo/api/v1/cron-workflows/ns/c/resume',
    body: { namespace: 'ns', name: 'c' },
  },
  { call: (api) => api.archive.get({ uid: 'u', namespace: 'ns' }), request: 'GET /argo/api/v1/archived-workflows/u?namespace=ns' },
  {
    call: (api) => api.archive.labelValues({ labelSelector: 'k' }),
    request: 'GET /argo/api/v1/archived-workflows-label-values?listOptions.labelSelector=k',
  },
  {
    call: (api) => api.events.send({ namespace: 'ns', discriminator: 'd' }, { a: 1 }),
    request: 'POST /argo/api/v1/events/ns/d',
    body: { a: 1 },
  },
  { call: (api) => api.sensors.list('ns'), request: 'GET /argo/api/v1/sensors/ns' },
  { call: (api) => api.sync.delete({ namespace: 'ns', key: 'k', cmName: 'c' }), request: 'DELETE /argo/api/v1/sync/ns/k?cmName=c' },
  { call: (api) => api.collectEvent('openedUI'), request: 'POST /argo/api/v1/tracking/event', body: { name: 'openedUI' } },
];

test.each(calls)('$request', async ({ call, request, body }) => {
  await call(client);
  expect(seen[0]?.request).toBe(request);
  expect(seen[0]?.headers.authorization).toBe('Bearer secret');
  expect(seen[0]?.body === '' ? undefined : JSON.parse(seen[0]?.body ?? '')).toEqual(body);
});

test('addresses of artifacts', () => {
  const artifact = { namespace: 'ns', workflow: 'w', nodeId: 'n', direction: 'outputs', artifact: 'a' } as const;
  const path = (address: string): string => new URL(address).pathname;
  expect(path(client.artifacts.fileAddress({ ...artifact, path: 'x y/z' }))).toBe(
    '/argo/artifact-files/ns/workflows/w/n/outputs/a/x%20y/z',
  );
  expect(path(client.artifacts.downloadAddress({ ...artifact, direction: 'inputs', archived: true }))).toBe(
    '/argo/input-artifacts-by-uid/w/n/a',
  );
});

test.each([
  {
    answer: json({ code: 5, message: 'no such workflow' }, 404),
    want: { code: 'API_NOT_FOUND', message: 'no such workflow', httpStatus: 404, retry: 'never' },
  },
  { answer: json({ code: 14, message: 'later' }, 503), want: { code: 'API_UNAVAILABLE', message: 'later', retry: 'backoff' } },
  {
    answer: (response: http.ServerResponse) => response.writeHead(502).end('<html>bad gateway</html>'),
    want: { code: 'API_UNAVAILABLE', message: '<html>bad gateway</html>' },
  },
  {
    answer: (response: http.ServerResponse) => response.end('<html>log in</html>'),
    want: { code: 'API_UNAVAILABLE', message: expect.stringContaining('other than JSON') },
  },
  {
    answer: (response: http.ServerResponse) => response.destroy(),
    want: { code: 'API_UNAVAILABLE', httpStatus: 0, message: expect.stringContaining('cannot reach') },
  },
])('failure: $want.code $want.message', async ({ answer, want }) => {
  answers = [answer];
  await expect(client.info()).rejects.toMatchObject(want);
});

const frame = (id: string, name: string): string =>
  `id: ${id}\ndata: {"result":{"type":"ADDED","object":{"metadata":{"name":"${name}"}}}}\n\n`;

test('a watch that breaks goes on where it was, and says so', async () => {
  const states: StreamState[] = [];
  answers = [
    (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`: beat\n\n${frame('7', 'a')}`);
      setTimeout(() => response.destroy(), 20);
    },
    (response) => response.write(frame('8', 'b')),
  ];
  const names: (string | undefined)[] = [];
  for await (const { object } of client.workflows.watch('ns', { onState: (state) => states.push(state) })) {
    names.push(object.metadata.name);
    if (names.length === 2) break;
  }
  expect(names).toEqual(['a', 'b']);
  expect(states).toEqual(['open', 'waiting', 'open']);
  expect(seen[1]?.headers['last-event-id']).toBe('7');
});

test('[8-023] a log of several pods that breaks overlaps and is told once; what comes late is not lost', async () => {
  const line = (second: number, pod: string, count = 1): string =>
    `id: 2026-01-01T00:00:0${second}.000000000Z#00000${count}@${pod}\ndata: {"result":{"content":"${pod}${second}.${count}"}}\n\n`;
  answers = [
    (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(line(1, 'a') + line(3, 'a') + line(3, 'a', 2));
      setTimeout(() => response.destroy(), 20);
    },
    (response) => response.end(line(1, 'a') + line(2, 'b') + line(3, 'a') + line(3, 'a', 2) + line(3, 'a', 3) + line(4, 'b')),
  ];
  const lines: string[] = [];
  for await (const { content } of client.workflows.logs({ namespace: 'ns', name: 'w' })) lines.push(content);
  expect(lines).toEqual(['a1.1', 'a3.1', 'a3.2', 'b2.1', 'a3.3', 'b4.1']);
  expect(seen[1]?.headers['last-event-id']).toBe('2026-01-01T00:00:03.000000000Z#000002@a');
});

test('a server that hears nothing itself says so', async () => {
  const states: StreamState[] = [];
  answers = [(response) => response.write(`:\n\n: behind\n\n: current\n\n${frame('1', 'a')}`)];
  for await (const _ of client.workflows.watch('ns', { onState: (state) => states.push(state) })) break;
  expect(states).toEqual(['open', 'waiting', 'open']);
});

test('logs end with the answer; lines split anywhere', async () => {
  const text = 'data: {"result":{"content":"häß","podName":"p"}}\n\n';
  answers = [
    (response) => {
      const bytes = Buffer.from(text + text);
      for (const byte of bytes) response.write(Buffer.from([byte]));
      response.end();
    },
  ];
  const lines: string[] = [];
  for await (const { content } of client.workflows.logs({ namespace: 'ns', name: 'w' }, { grep: 'a+&', logOptions: { follow: true } }))
    lines.push(content);
  expect(lines).toEqual(['häß', 'häß']);
  expect(seen[0]?.request).toBe('GET /argo/api/v1/workflows/ns/w/log?grep=a%2B%26&logOptions.follow=true');
});

test.each([
  { about: 'refused', answer: json({ code: 7, message: 'not allowed' }, 403) },
  {
    about: 'an error in the stream',
    answer: ((response) => response.end('data: {"error":{"grpc_code":7,"message":"not allowed"}}\n\n')) as Answer,
  },
])('a stream that is $about is not tried again', async ({ answer }) => {
  answers = [answer];
  await expect(client.events.watch('ns')[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'API_PERMISSION_DENIED',
    message: 'not allowed',
  });
  expect(seen).toHaveLength(1);
});

test('aborting ends a stream without an error', async () => {
  const controller = new AbortController();
  answers = [(response) => response.write(frame('1', 'a'))];
  const names: unknown[] = [];
  for await (const { object } of client.workflows.watch('ns', { signal: controller.signal })) {
    names.push(object.metadata.name);
    controller.abort();
  }
  expect(names).toEqual(['a']);
});
