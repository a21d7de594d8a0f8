import { coreResources, type KubeObject, workflowResources } from '@argosy/kube';
import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpointFixture } from './testing/endpoint-fixture.ts';
import { startTestServer, type TestServer, tokens } from './testing/test-server.ts';

const secret = (name: string, data: Readonly<Record<string, string>>) =>
  [
    coreResources.Secret,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: 'team' },
      data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoa(value)])),
    } as unknown as KubeObject,
  ] as const;

const senders = { github: 'shh', gitlab: 'token', bitbucket: 'uuid', bitbucketserver: 'hush' };

const webhookObjects = [
  secret(
    'argo-workflows-webhook-clients',
    Object.fromEntries(Object.entries(senders).map(([type, shared]) => [`${type}-account`, `type: ${type}\nsecret: "${shared}"\n`])),
  ),
  ...Object.keys(senders).flatMap((type) => [
    [
      coreResources.ServiceAccount,
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: `${type}-account`, namespace: 'team' } } as KubeObject,
    ] as const,
    secret(`${type}-account.service-account-token`, { token: tokens.member.token }),
  ]),
];

let server: TestServer;
let ui = '';

beforeAll(async () => {
  ui = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-ui-'));
  fs.mkdirSync(path.join(ui, 'assets'));
  fs.writeFileSync(path.join(ui, 'index.html'), '<html><head><base href="/"></head></html>');
  fs.writeFileSync(path.join(ui, 'assets/app-1a2b3c4d.js'), 'plain');
  fs.writeFileSync(path.join(ui, 'assets/app-1a2b3c4d.js.br'), 'packed');
  server = await startTestServer({
    flags: ['--auth-mode', 'client', '--base-href', 'argo', '--access-control-allow-origin', 'https://friend.example'],
    environment: { ARGOSY_UI_FOLDER: ui },
    objects: [...endpointFixture, ...webhookObjects],
  });
});
afterAll(async () => {
  await server.stop();
  fs.rmSync(ui, { recursive: true });
});

const { token } = tokens.member;
const hmac = (algorithm: string, key: string, text: string): string =>
  `${algorithm}=${createHmac(algorithm, key).update(text).digest('hex')}`;

describe('events from services that sign what they send [8-016]', () => {
  const body = JSON.stringify({ wanted: 'yes' });
  test.each([
    { about: 'github', headers: { 'x-hub-signature': hmac('sha1', senders.github, body) }, status: 200 },
    { about: 'github, newer', headers: { 'x-hub-signature-256': hmac('sha256', senders.github, body) }, status: 200 },
    { about: 'gitlab', headers: { 'x-gitlab-token': senders.gitlab }, status: 200 },
    { about: 'bitbucket', headers: { 'x-hook-uuid': senders.bitbucket }, status: 200 },
    { about: 'bitbucket server', headers: { 'x-hub-signature': hmac('sha256', senders.bitbucketserver, body) }, status: 200 },
    { about: 'a signature of something else', headers: { 'x-hub-signature': hmac('sha1', senders.github, `${body} `) }, status: 401 },
    { about: 'no signature', headers: {}, status: 401 },
  ])('$about', async ({ headers, status }) => {
    const before = await server.client.list(workflowResources.Workflow, {
      namespace: 'team',
      labelSelector: 'workflows.argoproj.io/workflow-event-binding=binding',
    });
    expect((await server.fetch('POST /api/v1/events/team/some', { headers, body })).status).toBe(status);
    const after = await server.client.list(workflowResources.Workflow, {
      namespace: 'team',
      labelSelector: 'workflows.argoproj.io/workflow-event-binding=binding',
    });
    expect(after.items.length - before.items.length).toBe(status === 200 ? 1 : 0);
  });

  test('the workflow gets what the binding takes out of the event [8-040]', async () => {
    const [made] = (
      await server.client.list<KubeObject & { readonly spec: unknown }>(workflowResources.Workflow, {
        namespace: 'team',
        labelSelector: 'workflows.argoproj.io/workflow-event-binding=binding',
      })
    ).items;
    expect(made?.spec).toEqual({ workflowTemplateRef: { name: 'template' }, arguments: { parameters: [{ name: 'p', value: 'yes!' }] } });
  });
});

describe('pages and headers [8-005]', () => {
  test.each(['/', '/workflows/team', '/argo/workflows/team', '/apidocs'])('%s gives the page, for the base path', async (address) => {
    const answer = await server.fetch(`GET ${address}`);
    expect(answer.text).toContain('<base href="/argo/"');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-security-policy': "default-src 'self' 'unsafe-inline'; img-src 'self' data:",
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    });
  });

  test('files are packed and kept for ever; what is missing is missing', async () => {
    const answer = await fetch(`${server.url}/argo/assets/app-1a2b3c4d.js`, { headers: { 'accept-encoding': 'identity' } });
    expect([await answer.text(), answer.headers.get('cache-control')]).toEqual(['plain', 'public, max-age=31536000, immutable']);
    expect((await server.fetch('GET /assets/other.js')).status).toBe(404);
    expect((await server.fetch('GET /..%2f..%2fetc/passwd')).text).toContain('<base');
    expect((await server.fetch('GET /api/v1/nothing')).json).toMatchObject({ code: 5 });
  });

  test('pages of others may not change anything; a friend may', async () => {
    const ask = (origin: string) => server.fetch('POST /api/v1/tracking/event', { token, body: { name: 'x' }, headers: { origin } });
    expect((await ask('https://evil.example')).json).toMatchObject({ code: 7 });
    expect((await ask('https://friend.example')).status).toBe(200);
    expect((await ask(server.url)).status).toBe(200);
  });

  test('the description of the API names every path', async () => {
    const swagger = (await server.fetch('GET /assets/openapi-spec/swagger.json')).json as {
      readonly paths: object;
      readonly definitions: object;
    };
    expect(Object.keys(swagger.paths)).toContain('/api/v1/workflows/{namespace}/{name}/log');
    expect(
      JSON.stringify(swagger)
        .match(/#\/definitions\/[\w.]+/g)
        ?.filter((ref) => !(ref.slice('#/definitions/'.length) in swagger.definitions)),
    ).toEqual([]);
  });

  test('health is open, metrics are not [8-006]', async () => {
    expect((await server.fetch('GET /healthz')).status).toBe(200);
    expect((await server.fetch('GET /metrics')).status).toBe(401);
    expect((await server.fetch('GET /metrics', { token })).text).toContain('argosy_server_request_duration_seconds');
  });
});

describe('errors [8-002]', () => {
  test.each([
    { request: 'GET /api/v1/workflows/team/none', want: { code: 5, message: 'workflows.argoproj.io "none" not found' } },
    { request: 'POST /api/v1/workflows/team', body: {}, want: { code: 3, message: 'workflow body not specified' } },
    { request: 'POST /api/v1/workflows/team', body: 'no json', want: { code: 3, message: expect.stringContaining('the body is no JSON') } },
    {
      request: 'POST /api/v1/workflows/team',
      body: { workflow: { metadata: {}, spec: {} } },
      want: { code: 3, message: 'name or generateName is required' },
    },
    {
      request: 'POST /api/v1/workflows/team',
      body: { workflow: { metadata: { name: 'x' }, spec: { entrypoint: 'no', templates: [] } } },
      want: { code: 3 },
    },
    {
      request: 'POST /api/v1/workflows/team',
      body: { workflow: { metadata: { name: 'x' }, spec: { entrypoint: 5 } } },
      want: { code: 3, message: expect.stringContaining('workflow.spec.entrypoint') },
    },
    {
      request: 'POST /api/v1/workflow-templates/team',
      body: { template: { metadata: { name: 'template' }, spec: { templates: [{ name: 'a', suspend: {} }] } } },
      want: { code: 6 },
    },
    {
      request: 'POST /api/v1/workflows/team/submit',
      body: { resourceKind: 'Pod', resourceName: 'x' },
      want: { code: 3, message: "Resource kind 'Pod' is not supported for submitting" },
    },
    {
      request: 'PUT /api/v1/workflows/team/waiting/set',
      body: { phase: 'Omitted' },
      want: { code: 3, message: 'Omitted is an invalid phase to set to' },
    },
    {
      request: 'PUT /api/v1/workflows/team/waiting/stop',
      body: { nodeFieldSelector: 'x' },
      want: { code: 3, message: expect.stringContaining('unable to parse node field selector') },
    },
    {
      request: 'POST /api/v1/workflows/team/lint',
      body: { workflow: { metadata: { name: 'x', creationTimestamp: '2024-01-01T12:99:00Z' }, spec: {} } },
      want: { code: 3, message: expect.stringContaining('metadata.creationTimestamp') },
    },
    { request: 'POST /api/v1/workflows/team', body: { workflow: {} }, want: { code: 3, message: 'name or generateName is required' } },
    { request: 'POST /api/v1/workflows/team/lint', body: { workflow: {} }, want: { code: 3 } },
    {
      request: 'POST /api/v1/workflow-templates/team',
      body: { template: { metadata: { name: 'x', resourceVersion: '7' }, spec: { templates: [] } } },
      want: { code: 3, message: 'template.metadata.resourceVersion: must not be set on an object that is created' },
    },
    { request: 'GET /api/v1/workflows/team?listOptions.limit=many', want: { code: 3 } },
    { request: 'GET /api/v1/workflows/team?listOptions.continue=x', want: { code: 3, message: 'listOptions.continue must be int' } },
    {
      request: 'GET /api/v1/workflows/team?listOptions.fieldSelector=spec.x%3D1',
      want: { code: 3, message: 'unsupported requirement spec.x=1' },
    },
    { request: 'GET /api/v1/workflows/team?listOptions.labelSelector=a%3D%3D%3D', want: { code: 3 } },
    { request: 'GET /api/v1/workflows/team/listed/log?grep=%28', want: { code: 3 } },
    { request: 'GET /api/v1/workflows/team/listed/log?logOptions.sinceTime.seconds=999999999999', want: { code: 3 } },
    {
      request: 'PUT /api/v1/sync/team/known',
      body: { cmName: 'limits', limit: 0 },
      want: { code: 3, message: 'limit must be greater than zero' },
    },
    { request: 'GET /api/v1/archived-workflows-label-values', want: { code: 7 } },
  ])('$request: $want.code $want.message', async ({ request, body, want }) => {
    expect((await server.fetch(request, { token, ...(body !== undefined && { body }) })).json).toMatchObject(want);
  });
});

describe('lists [8-018] [8-028] [8-029]', () => {
  const list = async (query: string) =>
    (await server.fetch(`GET /api/v1/workflows/team?fields=items.metadata.name,metadata&${query}`, { token })).json as {
      readonly items: readonly { readonly metadata: { readonly name: string } }[];
      readonly metadata: object;
    };
  const names = async (query: string) => (await list(query)).items.map(({ metadata }) => metadata.name);

  test.each([
    { query: 'listOptions.fieldSelector=metadata.name%3Dlist&nameFilter=Prefix', want: ['listed'] },
    { query: 'listOptions.fieldSelector=metadata.name%3Dtermin&nameFilter=Contains', want: ['terminated'] },
    { query: 'listOptions.fieldSelector=metadata.name%3Dlisted', want: ['listed'] },
    { query: 'listOptions.labelSelector=workflows.argoproj.io/completed%3Dtrue,kind!%3Dlisted', want: ['failed', 'retried'] },
    { query: 'finishedBefore=2026-01-01T00:00:30Z', want: [] },
  ])('$query', async ({ query, want }) => {
    expect((await names(query)).toSorted()).toEqual(want);
  });

  test('a workflow whose step waits for somebody is told apart, though lists have no nodes', async () => {
    const fields = 'items.metadata.name,items.status.suspended';
    const { items } = (await server.fetch(`GET /api/v1/workflows/team?fields=${fields}`, { token })).json as {
      readonly items: readonly object[];
    };
    expect(items).toContainEqual({ metadata: { name: 'waiting' }, status: { suspended: true } });
    expect(items).toContainEqual({ metadata: { name: 'running' }, status: {} });
  });

  test('[13-185] what has not ended comes first; pages go on by number, archived or not; totals are true', async () => {
    const all = await names('');
    expect(all.slice(-2).toSorted()).toEqual(['failed', 'retried']);
    const first = await list('listOptions.limit=2&listOptions.fieldSelector=ext.showRemainingItemCount%3Dtrue');
    expect(first.metadata).toMatchObject({ continue: '2', remainingItemCount: all.length - 2 });
    expect([...first.items.map(({ metadata }) => metadata.name), ...(await names('listOptions.continue=2'))]).toEqual(all);
  });
});

describe('streams [8-007] [8-025]', () => {
  const target =
    '/api/v1/workflow-events/team?listOptions.labelSelector=kind%3Dlisted&fields=result.object.metadata.name,result.object.metadata.labels';
  // Not `fetch`, which says that it is like a browser.
  const open = (accept: string, headers: Readonly<Record<string, string>> = {}, address = target) =>
    new Promise<{ readonly type: string | undefined; next(): Promise<string>; stop(): void }>((resolve) => {
      const request = http.get(
        `${server.url}${address}`,
        { headers: { accept, authorization: `Bearer ${token}`, ...headers } },
        (answer) => {
          const chunks = answer[Symbol.asyncIterator]();
          const next = async (): Promise<string> => String((await chunks.next()).value);
          resolve({ type: answer.headers['content-type'], next, stop: () => request.destroy() });
        },
      );
      request.on('error', () => undefined);
    });

  test('events, with ids for those who know them, and lines of JSON for others', async () => {
    const events = await open('text/event-stream');
    expect([events.type, await events.next()]).toEqual([
      'text/event-stream',
      expect.stringMatching(/^data: \{"result":\{"type":"ADDED","object":\{"metadata":\{"name":"listed"/),
    ]);
    events.stop();
    const lines = await open('*/*');
    expect([lines.type, await lines.next()]).toEqual(['application/json', expect.stringMatching(/^\{"result":/)]);
    lines.stop();
  });

  test('a reader who comes back gets what it missed, once', async () => {
    const events = await open('text/event-stream', { 'last-event-id': '' });
    const id = /^id: (\S+)/.exec(await events.next())?.[1] ?? '';
    events.stop();
    const labels = { kind: 'listed', changed: 'yes' };
    await server.client.patch(
      workflowResources.Workflow,
      { name: 'listed', namespace: 'team', body: { metadata: { labels } } },
      { type: 'merge' },
    );
    const again = await open('text/event-stream', { 'last-event-id': id });
    expect(await again.next()).toContain(
      '"type":"MODIFIED","object":{"metadata":{"name":"listed","labels":{"kind":"listed","changed":"yes"}',
    );
    again.stop();
  });

  test('a reader who knows a version from before this server is told to list again, unless it asks for one workflow', async () => {
    const stale = `${target}&listOptions.resourceVersion=1`;
    const events = await open('text/event-stream', { 'last-event-id': '' }, stale);
    expect(await events.next()).toContain('"grpc_code":11');
    const one = await open('text/event-stream', { 'last-event-id': 'gone.7' }, `${stale}&listOptions.fieldSelector=metadata.name%3Dlisted`);
    expect(await one.next()).toContain('"type":"ADDED","object":{"metadata":{"name":"listed"');
    one.stop();
  });

  test('a reader of another life of the server is told to list again', async () => {
    const events = await open('text/event-stream', { 'last-event-id': 'gone.7' });
    expect(await events.next()).toContain('"grpc_code":11');
  });
});
