import type { KubeObject } from '@argosy/kube';
import { workflowResources } from '@argosy/kube';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './testing/test-server.ts';

const workflow = (name: string, instance?: string): KubeObject =>
  ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace: 'team', ...(instance && { labels: { 'workflows.argoproj.io/controller-instanceid': instance } }) },
    spec: { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] },
  }) as unknown as KubeObject;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    flags: ['--auth-mode', 'server', '--api-rate-limit', '20', '--event-async-dispatch', '--event-operation-queue-size', '0'],
    environment: { IP_KEY_FUNC_HEADERS: 'x-client' },
    settings: { instanceID: 'ours' },
    objects: [
      [workflowResources.Workflow, workflow('mine', 'ours')],
      [workflowResources.Workflow, workflow('theirs', 'other')],
      [workflowResources.Workflow, workflow('nobodys')],
    ],
  });
});
afterAll(() => server.stop());

test('what belongs to another instance is neither shown nor changed [8-051]', async () => {
  const list = (await server.fetch('GET /api/v1/workflows/team?fields=items.metadata.name')).json as object;
  expect(list).toEqual({ items: [{ metadata: { name: 'mine' } }] });
  for (const name of ['theirs', 'nobodys']) {
    const want = { code: 5, message: `'${name}' is not managed by the current Argo Server` };
    expect((await server.fetch(`GET /api/v1/workflows/team/${name}`)).json).toMatchObject(want);
    expect((await server.fetch(`PUT /api/v1/workflows/team/${name}/suspend`, { body: {} })).json).toMatchObject(want);
    expect((await server.fetch(`DELETE /api/v1/workflows/team/${name}`)).json).toMatchObject(want);
  }
});

test('what is made carries the instance [8-054]', async () => {
  const given = { metadata: { generateName: 'w-' }, spec: { entrypoint: 'm', templates: [{ name: 'm', suspend: {} }] } };
  const made = await server.fetch('POST /api/v1/workflows/team', { body: { workflow: given, serverDryRun: true } });
  expect(made.json).toMatchObject({ metadata: { labels: { 'workflows.argoproj.io/controller-instanceid': 'ours' } } });
});

test('a queue of events that is full says so [8-041]', async () => {
  expect((await server.fetch('POST /api/v1/events/team/x', { body: {} })).json).toMatchObject({
    code: 14,
    message: 'operation queue full',
  });
});

test('one client that asks too often is held back, others are not [8-057]', async () => {
  const ask = (client: string) => server.fetch('GET /api/v1/version', { headers: { 'x-client': client } });
  const answers = await Promise.all(Array.from({ length: 60 }, () => ask('busy')));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.json).toMatchObject({ code: 8, message: 'You have reached maximum request limit.' });
  expect((await ask('calm')).status).toBe(200);
});
