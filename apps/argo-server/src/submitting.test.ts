import { afterAll, beforeAll, expect, test } from 'vitest';
import { endpointFixture } from './testing/endpoint-fixture.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    flags: ['--auth-mode', 'server'],
    settings: { persistence: '{}' },
    objects: endpointFixture,
  });
});
afterAll(() => server.stop());

const submit = async (resourceKind: string, resourceName: string, submitOptions: object = {}) =>
  server.fetch('POST /api/v1/workflows/team/submit', { body: { namespace: 'team', resourceKind, resourceName, submitOptions } });

test.each([
  ['wftmpl', 'template', 'workflow-template'],
  ['workflowtemplate', 'template', 'workflow-template'],
  ['cwft', 'cluster', 'cluster-workflow-template'],
  ['clusterworkflowtemplate', 'cluster', 'cluster-workflow-template'],
  ['cwf', 'cron', 'cron-workflow'],
  ['cronwf', 'cron', 'cron-workflow'],
  ['cronworkflow', 'cron', 'cron-workflow'],
])('[8-027] %s/%s is submitted as a %s', async (kind, name, label) => {
  expect((await submit(kind, name)).json).toMatchObject({
    metadata: { generateName: `${name}-`, labels: { [`workflows.argoproj.io/${label}`]: name } },
  });
});

test('[8-055] what a submission says is in the workflow', async () => {
  const options = {
    name: 'named',
    entryPoint: 'main',
    parameters: ['p=a=b'],
    labels: 'a=b,c=d',
    annotations: 'e=f',
    serviceAccount: 'robot',
    priority: 7,
  };
  expect((await submit('WorkflowTemplate', 'template', options)).json).toMatchObject({
    metadata: { name: 'named', labels: { a: 'b', c: 'd' }, annotations: { e: 'f' } },
    spec: {
      workflowTemplateRef: { name: 'template' },
      entrypoint: 'main',
      serviceAccountName: 'robot',
      priority: 7,
      arguments: { parameters: [{ name: 'p', value: 'a=b' }] },
    },
  });
});

test.each([
  ['Succeeded', 200],
  ['Running', 400],
  ['Skipped', 400],
])('[8-056] the phase %s of a step that waits: %d', async (phase, status) => {
  const answer = await server.fetch('PUT /api/v1/workflows/team/waiting/set', { body: { nodeFieldSelector: 'id=wait', phase } });
  expect(answer.status).toBe(status);
});

test('[8-034] an update needs the version that it was made from, and a valid object', async () => {
  const address = '/api/v1/workflow-templates/team/template';
  const template = (await server.fetch(`GET ${address}`)).json as { readonly metadata: object; readonly spec: object };
  const stale = { ...template, metadata: { ...template.metadata, resourceVersion: '1' }, spec: { ...template.spec, priority: 1 } };
  expect((await server.fetch(`PUT ${address}`, { body: { template: stale } })).status).toBe(409);
  const invalid = { ...template, spec: { ...template.spec, entrypoint: 'nowhere' } };
  expect((await server.fetch(`PUT ${address}`, { body: { template: invalid } })).json).toMatchObject({ code: 3 });
});

test('[8-037] without an archive its addresses say that there is none', async () => {
  expect((await server.fetch('GET /api/v1/archived-workflows/some')).json).toMatchObject({
    message: 'getting archived workflows not supported',
  });
});
