import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type Answers, type FakeArgoServer, Refusal, startFakeArgoServer, Stream } from '../../testing/fake-argo-server.ts';
import { NOW, runCommand } from '../../testing/run-command.ts';
import { readEnvironment } from '../../config.ts';
import { connect } from '../connect.ts';
import { serverUrl } from './connect-to-server.ts';

const done = {
  metadata: {
    name: 'wf',
    namespace: 'default',
    uid: 'u-1',
    resourceVersion: '7',
    creationTimestamp: '2026-11-24T11:00:00Z',
    labels: { 'workflows.argoproj.io/controller-instanceid': 'x' },
  },
  spec: { arguments: {} },
  status: {
    phase: 'Succeeded',
    startedAt: '2026-11-24T11:00:00Z',
    finishedAt: '2026-11-24T11:01:00Z',
    nodes: {
      wf: {
        id: 'wf',
        name: 'wf',
        displayName: 'wf',
        type: 'Pod',
        phase: 'Succeeded',
        outputs: { artifacts: [{ name: 'a', s3: { key: 'wf/a.txt' } }] },
      },
    },
  },
};
const list = { metadata: { resourceVersion: '7' }, items: [done] };
const base = '/api/v1';
const answers: Answers = {
  [`GET ${base}/workflows/default`]: list,
  [`GET ${base}/workflows/`]: list,
  [`GET ${base}/workflows/default/wf`]: done,
  [`GET ${base}/workflows/default/wf/log`]: new Stream(
    { podName: 'wf', content: '2026-11-24T11:00:01Z hello' },
    { podName: 'wf', content: '2026-11-24T11:00:02Z bye' },
  ),
  [`PUT ${base}/workflows/default/wf/stop`]: done,
  [`PUT ${base}/workflows/default/wf/terminate`]: done,
  [`PUT ${base}/workflows/default/wf/suspend`]: done,
  [`PUT ${base}/workflows/default/wf/resume`]: done,
  [`PUT ${base}/workflows/default/wf/set`]: done,
  [`PUT ${base}/workflows/default/wf/retry`]: done,
  [`PUT ${base}/workflows/default/wf/resubmit`]: { ...done, metadata: { ...done.metadata, name: 'wf-2' } },
  [`POST ${base}/workflows/default`]: { ...done, metadata: { ...done.metadata, name: 'made' }, status: {} },
  [`DELETE ${base}/workflows/default/wf`]: {},
  [`GET ${base}/workflow-templates/default`]: { metadata: {}, items: [{ metadata: { name: 'wt', namespace: 'default' } }] },
  [`GET ${base}/cluster-workflow-templates`]: { metadata: {}, items: null },
  [`GET ${base}/cron-workflows/default`]: {
    metadata: {},
    items: [{ metadata: { name: 'cron' }, spec: { schedules: ['* * * * *'], workflowSpec: {} } }],
  },
  [`PUT ${base}/cron-workflows/default/cron/suspend`]: {},
  [`PUT ${base}/cron-workflows/default/cron/resume`]: {},
  [`GET ${base}/archived-workflows`]: list,
  [`PUT ${base}/archived-workflows/u-1/retry`]: done,
  [`GET ${base}/archived-workflows-label-keys`]: { items: ['team'] },
  [`GET ${base}/archived-workflows-label-values`]: { items: ['a'] },
  [`GET ${base}/sync/default/db`]: { key: 'db', limit: 3 },
  [`GET ${base}/info`]: { managedNamespace: 'argo', links: [{ name: 'Docs', url: 'https://x', scope: 'workflow' }] },
  [`GET ${base}/userinfo`]: { subject: 'jane' },
  [`GET ${base}/version`]: { version: 'v4.1.2', platform: 'linux/amd64' },
  'GET /artifacts/default/wf/wf/a': 'content of a',
};

let server: FakeArgoServer | undefined;
afterEach(() => server?.stop());

async function run(argv: readonly string[], known: Answers = answers, env: Record<string, string> = {}, cwd = '/') {
  server = await startFakeArgoServer(known);
  const variables = { ARGO_SERVER: server.address, ARGO_SECURE: 'false', ARGO_TOKEN: 'Bearer t', ...env };
  const environment = readEnvironment(variables);
  const result = await runCommand(argv, {
    env: variables,
    cwd,
    connect: (globals, io) =>
      connect({
        globals,
        environment,
        io,
        clock: { now: () => NOW },
        signal: new AbortController().signal,
        sleep: () => Promise.resolve(),
      }),
  });
  return { ...result, requests: server.requests, tokens: [...server.tokens] };
}

test.each([
  { argv: ['list', '-o', 'name'], stdout: 'wf\n', requests: [`GET ${base}/workflows/default?listOptions.limit=500`] },
  {
    argv: ['list', '-A', '-o', 'name', '--status', 'Failed', '-l', 'a=b'],
    stdout: 'wf\n',
    requests: [`GET ${base}/workflows/?listOptions.limit=500&listOptions.labelSelector=a=b,workflows.argoproj.io/phase in (Failed)`],
  },
  { argv: ['get', 'wf', '-o', 'name'], stdout: 'wf\n', requests: [`GET ${base}/workflows/default/wf`] },
  {
    argv: ['wait', 'wf'],
    stdout: /^wf Succeeded at /,
    requests: [`GET ${base}/workflows/default?listOptions.fieldSelector=metadata.name=wf`],
  },
  {
    argv: ['logs', 'wf', '--no-color', '--grep', 'h', '--tail', '5'],
    stdout: 'wf: hello\nwf: bye\n',
    requests: [
      `GET ${base}/workflows/default/wf`,
      `GET ${base}/workflows/default/wf/log?grep=h&logOptions.container=main&logOptions.follow=false&logOptions.timestamps=true&logOptions.tailLines=5`,
    ],
  },
  {
    argv: ['stop', 'wf'],
    stdout: 'workflow wf stopped\n',
    requests: [`PUT ${base}/workflows/default/wf/stop {"namespace":"default","name":"wf","nodeFieldSelector":"","message":""}`],
  },
  {
    argv: ['terminate', 'wf'],
    stdout: 'workflow wf terminated\n',
    requests: [`PUT ${base}/workflows/default/wf/terminate {"namespace":"default","name":"wf"}`],
  },
  {
    argv: ['suspend', 'wf'],
    stdout: 'workflow wf suspended\n',
    requests: [`PUT ${base}/workflows/default/wf/suspend {"namespace":"default","name":"wf"}`],
  },
  {
    argv: ['resume', 'wf', '--node-field-selector', 'a=b'],
    stdout: 'workflow wf resumed\n',
    requests: [`PUT ${base}/workflows/default/wf/resume {"namespace":"default","name":"wf","nodeFieldSelector":"a=b"}`],
  },
  {
    argv: ['node', 'set', 'wf', '--node-field-selector', 'a=b', '-p', 'x=1', '--phase', 'Failed'],
    stdout: 'workflow values set\n',
    requests: [
      `PUT ${base}/workflows/default/wf/set {"namespace":"default","name":"wf","nodeFieldSelector":"a=b","message":"","phase":"Failed","outputParameters":"{\\"x\\":\\"1\\"}"}`,
    ],
  },
  {
    argv: ['retry', 'wf', '-p', 'x=1', '-o', 'name'],
    stdout: 'wf\n',
    requests: [
      `PUT ${base}/workflows/default/wf/retry {"namespace":"default","name":"wf","restartSuccessful":false,"nodeFieldSelector":"","parameters":["x=1"]}`,
    ],
  },
  {
    argv: ['resubmit', 'wf', '--memoized', '-o', 'name'],
    stdout: 'wf-2\n',
    requests: [`PUT ${base}/workflows/default/wf/resubmit {"namespace":"default","name":"wf","memoized":true,"parameters":[]}`],
  },
  {
    argv: ['delete', 'wf', '--force'],
    stdout: "Workflow 'wf' deleted\n",
    requests: [`GET ${base}/workflows/default/wf`, `DELETE ${base}/workflows/default/wf?force=true`],
  },
  { argv: ['template', 'list'], stdout: 'NAME\nwt\n', requests: [`GET ${base}/workflow-templates/default?listOptions.limit=500`] },
  {
    argv: ['cluster-template', 'list', '-o', 'name'],
    stdout: '',
    requests: [`GET ${base}/cluster-workflow-templates?listOptions.limit=500`],
  },
  { argv: ['cron', 'list', '-o', 'name'], stdout: 'cron\n', requests: [`GET ${base}/cron-workflows/default?listOptions.limit=500`] },
  {
    argv: ['cron', 'suspend', 'cron'],
    stdout: "CronWorkflow 'cron' suspended\n",
    requests: [`PUT ${base}/cron-workflows/default/cron/suspend {"namespace":"default","name":"cron"}`],
  },
  {
    argv: ['cron', 'resume', 'cron'],
    stdout: "CronWorkflow 'cron' resumed\n",
    requests: [`PUT ${base}/cron-workflows/default/cron/resume {"namespace":"default","name":"cron"}`],
  },
  {
    argv: ['archive', 'list', '-o', 'name', '-l', 'a=b'],
    stdout: 'wf\n',
    requests: [`GET ${base}/archived-workflows?listOptions.labelSelector=a=b&namespace=default`],
  },
  {
    argv: ['archive', 'retry', '--uid', 'u-1', '-o', 'name'],
    stdout: 'wf\n',
    requests: [
      `PUT ${base}/archived-workflows/u-1/retry {"uid":"u-1","namespace":"default","restartSuccessful":false,"nodeFieldSelector":"","parameters":[]}`,
    ],
  },
  { argv: ['archive', 'list-label-keys'], stdout: 'team\n', requests: [`GET ${base}/archived-workflows-label-keys?namespace=default`] },
  {
    argv: ['archive', 'list-label-values', '-l', 'team'],
    stdout: 'a\n',
    requests: [`GET ${base}/archived-workflows-label-values?listOptions.labelSelector=team&namespace=default`],
  },
  {
    argv: ['sync', 'get', 'db', '--type', 'database'],
    stdout: 'Key: db\nType: database\nNamespace: default\nLimit: 3\n',
    requests: [`GET ${base}/sync/default/db?type=DATABASE`],
  },
  { argv: ['version', '--short'], stdout: /^argo: .*\nargo-server: v4\.1\.2\n$/, requests: [`GET ${base}/version`] },
  {
    argv: ['info'],
    stdout:
      /^kind: +Argo server\naddress: +http:.*\nversion: +v4\.1\.2\nuser: +jane\nmanagedNamespace: +argo\nlinks: +Docs https:\/\/x\nnamespace: +default\n$/,
    requests: [`GET ${base}/version`, `GET ${base}/info`, `GET ${base}/userinfo`],
  },
  { argv: ['auth', 'token'], stdout: 'Bearer t\n', requests: [] },
])('[9-002] [9-003] through a server: argo $argv', async ({ argv, stdout, requests }) => {
  const result = await run(argv);
  expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' });
  expect(result.stdout).toMatch(
    typeof stdout === 'string' ? new RegExp(`^${stdout.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`) : stdout,
  );
  expect(result.requests).toEqual(requests);
  if (requests.length > 0) expect(result.tokens).toEqual(['Bearer t']);
});

test('[9-006] a workflow is submitted through a server, whatever its instance', async () => {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-server-'));
  fs.writeFileSync(
    path.join(cwd, 'wf.yaml'),
    'metadata: {generateName: made-}\nspec: {entrypoint: m, templates: [{name: m, container: {image: i}}]}\n',
  );
  const result = await run(['submit', 'wf.yaml', '-o', 'name', '--instanceid', 'x'], answers, {}, cwd);
  fs.rmSync(cwd, { recursive: true });
  expect(result).toMatchObject({ code: 0, stdout: 'made\n' });
  expect(result.requests).toEqual([
    expect.stringMatching(
      /^POST \/api\/v1\/workflows\/default \{"namespace":"default","workflow":\{.*"workflows\.argoproj\.io\/controller-instanceid":"x".*"serverDryRun":false\}$/,
    ),
  ]);
});

test('[9-017] an artifact is copied through a server', async () => {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-server-'));
  const result = await run(['cp', 'wf', 'out', '--path', '{artifactName}'], answers, {}, cwd);
  expect(result).toMatchObject({ code: 0, stdout: 'Created "out/a/a.txt"\n' });
  expect(fs.readFileSync(path.join(cwd, 'out/a/a.txt'), 'utf8')).toBe('content of a');
  fs.rmSync(cwd, { recursive: true });
});

test.each([
  {
    argv: ['get', 'none'],
    refusal: new Refusal(404, { code: 5, message: 'workflows.argoproj.io "none" not found' }),
    stderr: 'Error: workflows.argoproj.io "none" not found\n',
  },
  {
    argv: ['get', 'none'],
    refusal: new Refusal(401, { code: 16, message: 'token not valid' }),
    stderr: /Error: token not valid\nHint: the server wants a token: set ARGO_TOKEN/,
  },
  { argv: ['get', 'none'], refusal: new Refusal(403, { code: 7, message: 'forbidden' }), stderr: /Error: forbidden\nHint: / },
])('what the server refuses is said: $stderr', async ({ argv, refusal, stderr }) => {
  const result = await run(argv, { [`GET ${base}/workflows/default/none`]: refusal });
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(stderr);
});

test('a workflow that the server does not know is no error for `argo delete`', async () => {
  expect(await run(['delete', 'none'])).toMatchObject({ code: 0, stdout: "Workflow 'none' not found\n" });
});

test('a server that is not there is said, with what to look at', async () => {
  const result = await run(['get', 'wf', '-s', '127.0.0.1:1']);
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(
    /^Error: cannot reach http:\/\/127\.0\.0\.1:1\/.*\nHint: is the Argo server up, and does ARGO_SERVER point to it\?/,
  );
});

test.each([
  { flags: { address: 'argo:2746', secure: true, baseHref: '' }, url: 'https://argo:2746/' },
  { flags: { address: 'argo:2746', secure: false, baseHref: '/argo/' }, url: 'http://argo:2746/argo/' },
  { flags: { address: 'https://argo.example.com', secure: false, baseHref: 'x' }, url: 'https://argo.example.com/x/' },
])('[9-002] the address of the server: $url', ({ flags, url }) => {
  expect(serverUrl(flags)).toBe(url);
});

test('[9-001] flags win over the environment, headers are sent', async () => {
  const { stdout, requests } = await run(
    ['list', '-o', 'name', '--argo-base-href', '/argo', '-H', 'x-a: 1', '-e=false'],
    { [`GET /argo${base}/workflows/default`]: list },
    { ARGO_SECURE: 'true' },
  );
  expect(stdout).toBe('wf\n');
  expect(requests).toEqual([`GET /argo${base}/workflows/default?listOptions.limit=500`]);
});
