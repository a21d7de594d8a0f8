import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CRON_WORKFLOWS, WORKFLOWS, WORKFLOW_TEMPLATES } from '../../backend/resources.ts';
import { aClient, runCommand } from '../../testing/run-command.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argo-submit-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const GOOD = `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata:
  generateName: hello-
  labels: {a: "1"}
spec:
  entrypoint: main
  arguments:
    parameters:
    - {name: message, value: hi}
    - {name: count, value: 3}
  templates:
  - name: main
    container: {image: alpine, args: ["{{workflow.parameters.message}}"]}
  - name: other
    container: {image: alpine}
`;

const FILES: Readonly<Record<string, string>> = {
  'good.yaml': GOOD,
  'two.yaml': `${GOOD}---\n${GOOD}`,
  'no-kind.yaml': GOOD.replace(/^apiVersion.*\nkind.*\n/, ''),
  'no-version.yaml': GOOD.replace(/^apiVersion.*\n/, ''),
  'no-kind-unknown.yaml': GOOD.replace(/^apiVersion.*\nkind.*\n/, '').replace('entrypoint', 'entrypiont'),
  'mixed.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n---\n${GOOD}`,
  'foreign.yaml':
    'apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: {name: c}\nspec: {schedules: ["* * * * *"], workflowSpec: {}}\n',
  'empty.yaml': '# nothing\n',
  'broken.yaml': 'kind: Workflow\nspec: [a\n',
  'unknown.yaml': GOOD.replace('entrypoint', 'entrypiont'),
  'duplicate.yaml': GOOD.replace('  entrypoint: main\n', '  entrypoint: main\n  entrypoint: main\n'),
  'wrong-type.yaml': GOOD.replace('entrypoint: main', 'entrypoint: main\n  parallelism: many'),
  'scalar.yaml': 'just text\n',
  'large.yaml': GOOD.replace('value: hi', `value: ${'x'.repeat(5_000_000)}`),
  'parameters.yaml': 'message: from file\ncount: 7\n',
};

beforeAll(() => {
  for (const [name, text] of Object.entries(FILES)) fs.writeFileSync(path.join(folder, name), text);
  fs.writeFileSync(path.join(folder, 'binary.yaml'), Buffer.from([0xff, 0xfe, 0x00]));
});

const HEADER = `Namespace:           default
ServiceAccount:      unset (will run with the default ServiceAccount)
Status:              Pending
`;

test('prints what was created', async () => {
  const client = aClient();
  const { code, stdout } = await runCommand(['submit', 'good.yaml', '-p', 'message=bye'], { client, cwd: folder });
  expect({ code, stdout: stdout.replace(/Created: .*\n/, '') }).toEqual({
    code: 0,
    stdout: `Name:                hello-a1234\n${HEADER}Progress:            \nParameters:          \n  message:           bye\n  count:             3\n`,
  });
});

interface Made {
  readonly argv: readonly string[];
  readonly want: Readonly<Record<string, unknown>>;
  readonly input?: string;
}

const made: readonly Made[] = [
  { argv: ['good.yaml'], want: { 'metadata.namespace': 'default', 'metadata.labels': { a: '1' } } },
  { argv: ['-'], input: GOOD, want: { 'spec.entrypoint': 'main' } },
  { argv: ['good.yaml', '-n', 'other'], want: { 'metadata.namespace': 'other' } },
  { argv: ['good.yaml', '--name', 'mine'], want: { 'metadata.name': 'mine' } },
  { argv: ['good.yaml', '--generate-name', 'mine-'], want: { 'metadata.generateName': 'mine-', 'metadata.name': 'mine-a1234' } },
  {
    argv: ['good.yaml', '--entrypoint', 'other', '--serviceaccount', 'sa', '--priority', '5'],
    want: { 'spec.entrypoint': 'other', 'spec.serviceAccountName': 'sa', 'spec.priority': 5 },
  },
  {
    argv: ['good.yaml', '-l', 'b=2,a=3', '--instanceid', 'two'],
    want: { 'metadata.labels': { a: '3', b: '2', 'workflows.argoproj.io/controller-instanceid': 'two' } },
  },
  {
    argv: ['good.yaml', '--scheduled-time', '2006-01-02T15:04:05-07:00'],
    want: { 'metadata.annotations': { 'workflows.argoproj.io/scheduled-time': '2006-01-02T15:04:05-07:00' } },
  },
  {
    argv: ['good.yaml', '-f', 'parameters.yaml', '-p', 'count=1'],
    want: {
      'spec.arguments': {
        parameters: [
          { name: 'count', value: '1' },
          { name: 'message', value: 'from file' },
        ],
      },
    },
  },
  { argv: ['mixed.yaml'], want: { kind: 'Workflow' } },
  { argv: ['no-version.yaml'], want: { kind: 'Workflow', apiVersion: 'argoproj.io/v1alpha1' } },
  {
    argv: ['no-kind.yaml'],
    want: {
      kind: 'Workflow',
      apiVersion: 'argoproj.io/v1alpha1',
      'spec.arguments': {
        parameters: [
          { name: 'message', value: 'hi' },
          { name: 'count', value: '3' },
        ],
      },
    },
  },
];

test.each(made)('creates: $argv', async ({ argv, want, input }) => {
  const client = aClient();
  const result = await runCommand(['submit', ...argv, '-o', 'json'], { client, cwd: folder, ...(input !== undefined && { input }) });
  expect(result.code, result.stderr).toBe(0);
  const workflow = JSON.parse(result.stdout) as unknown;
  const got = Object.fromEntries(
    Object.keys(want).map((field) => [
      field,
      field.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], workflow),
    ]),
  );
  expect(got).toEqual(want);
  expect(client.writes).toHaveLength(1);
});

const from = (name: string): Readonly<Record<string, unknown>> => ({
  apiVersion: 'argoproj.io/v1alpha1',
  metadata: { name, namespace: 'default', uid: 'u1' },
});

test.each([
  {
    title: 'a template is referred to',
    argv: ['--from', 'workflowtemplate/build', '-p', 'branch=main'],
    want: {
      metadata: { generateName: 'build-', labels: { 'workflows.argoproj.io/workflow-template': 'build' } },
      spec: { workflowTemplateRef: { name: 'build' }, arguments: { parameters: [{ name: 'branch', value: 'main' }] } },
    },
  },
  {
    title: 'a cron workflow is copied',
    argv: ['--from', 'cronwf/nightly'],
    want: {
      metadata: {
        generateName: 'nightly-',
        labels: { team: 'a', 'workflows.argoproj.io/cron-workflow': 'nightly' },
        annotations: { 'workflows.argoproj.io/scheduled-time': '2026-11-24T12:00:00Z' },
      },
      spec: { entrypoint: 'main' },
    },
  },
])('--from: $title', async ({ argv, want }) => {
  const client = aClient();
  client.seed(WORKFLOW_TEMPLATES, {
    ...from('build'),
    kind: 'WorkflowTemplate',
    spec: {
      entrypoint: 'main',
      arguments: { parameters: [{ name: 'branch' }] },
      templates: [{ name: 'main', container: { image: 'alpine' } }],
    },
  });
  client.seed(CRON_WORKFLOWS, {
    ...from('nightly'),
    kind: 'CronWorkflow',
    spec: {
      schedules: ['* * * * *'],
      workflowMetadata: { labels: { team: 'a' } },
      workflowSpec: { entrypoint: 'main', templates: [{ name: 'main', container: { image: 'alpine' } }] },
    },
  });
  const { stdout } = await runCommand(['submit', ...argv, '-o', 'json'], { client });
  expect(JSON.parse(stdout)).toMatchObject(want);
});

test.each([
  { argv: [], stderr: 'a file or --from is expected' },
  { argv: ['missing.yaml'], stderr: 'missing.yaml: no such file or directory' },
  { argv: ['.'], stderr: '.: is a directory' },
  {
    argv: ['good.yaml', 'empty.yaml'],
    stderr: 'empty.yaml:1:1: the file holds no object\n  Hint: a manifest begins with apiVersion and kind',
  },
  { argv: ['good.yaml', 'broken.yaml'], stderr: 'broken.yaml:' },
  {
    argv: ['good.yaml', 'scalar.yaml'],
    stderr: 'scalar.yaml:1:1: cannot unmarshal string into an object\n  Hint: a manifest begins with apiVersion and kind',
  },
  { argv: ['good.yaml', 'binary.yaml'], stderr: 'binary.yaml: is not text in UTF-8' },
  {
    argv: ['good.yaml', 'unknown.yaml'],
    stderr: 'unknown.yaml:7:3: strict decoding error: unknown field "spec.entrypiont"\n  Hint: did you mean "entrypoint"?',
  },
  { argv: ['no-kind-unknown.yaml'], stderr: 'no-kind-unknown.yaml:5:3: strict decoding error: unknown field "spec.entrypiont"' },
  { argv: ['good.yaml', 'duplicate.yaml'], stderr: 'duplicate.yaml:8:3: key "entrypoint" already set in map' },
  { argv: ['good.yaml', 'wrong-type.yaml'], stderr: 'wrong-type.yaml:8:3: spec.parallelism: ' },
  {
    argv: ['large.yaml'],
    stderr:
      'large.yaml:1:1: the object is 4.8 MB: the limit of Kubernetes is 3 MB\n  Hint: data of that size belongs into an artifact or a volume',
  },
  { argv: ['foreign.yaml'], stderr: 'No Workflow found in given files\nHint: there is CronWorkflow' },
  {
    argv: ['good.yaml', '-p', 'mesage=x'],
    stderr: 'unknown parameter "mesage"\nHint: did you mean "message"? (parameters of the workflow: count, message)',
  },
  { argv: ['good.yaml', '-p', 'message'], stderr: 'expected parameter of the form: NAME=VALUE. Received: message' },
  { argv: ['good.yaml', '--priority', 'high'], stderr: 'invalid argument "high" for --priority: not a whole number' },
  { argv: ['good.yaml', '--wait', '--watch'], stderr: '--wait cannot be combined with --watch' },
  { argv: ['good.yaml', '--watch', '-o', 'json'], stderr: '--watch cannot be combined with --output json' },
  { argv: ['two.yaml', '--watch'], stderr: 'cannot watch more than one workflow' },
  { argv: ['good.yaml', '--dry-run'], stderr: '--dry-run should have an output option' },
  { argv: ['good.yaml', '--dry-run', '--watch', '-o', 'wide'], stderr: '--watch cannot be combined with --dry-run' },
  { argv: ['good.yaml', '--from', 'cronwf/a'], stderr: '--from cannot be combined with files' },
  { argv: ['--from', 'nightly'], stderr: "resource identifier 'nightly' is malformed. Should be `kind/name`, e.g. cronwf/hello-world-cwf" },
  { argv: ['--from', 'pod/a'], stderr: "Resource kind 'pod' is not supported for submitting" },
  { argv: ['--from', 'cronwf/none'], stderr: 'cronworkflows.argoproj.io "none" not found' },
])('refuses and creates nothing: $argv [12-008, 12-043, 12-044]', async ({ argv, stderr }) => {
  const client = aClient();
  const result = await runCommand(['submit', ...argv], { client, cwd: folder });
  expect({ code: result.code, stdout: result.stdout, writes: client.writes }).toEqual({ code: 1, stdout: '', writes: [] });
  expect(result.stderr).toContain(stderr);
});

test('--dry-run prints and creates nothing', async () => {
  const client = aClient();
  const { code, stdout } = await runCommand(['submit', 'good.yaml', '--dry-run', '-o', 'yaml'], { client, cwd: folder });
  expect({ code, writes: client.writes }).toEqual({ code: 0, writes: [] });
  expect(stdout).toContain('generateName: hello-\n');
});

test.each([
  { phase: 'Succeeded', code: 0 },
  { phase: 'Failed', code: 1 },
])('--wait ends with $code when the workflow has $phase', async ({ phase, code }) => {
  const client = aClient();
  const waiting = runCommand(['submit', 'good.yaml', '--name', 'wf', '--wait', '-o', 'name'], { client, cwd: folder });
  await untilCreated(client);
  const workflow = await client.get(WORKFLOWS, { name: 'wf', namespace: 'default' });
  client.change(WORKFLOWS, { ...workflow, status: { phase, finishedAt: '2026-11-24T12:00:01Z' } });
  expect(await waiting).toEqual({ code, stdout: 'wf\n', stderr: '' });
});

async function untilCreated(client: ReturnType<typeof aClient>): Promise<void> {
  while (client.writes.length === 0) await new Promise((resolve) => setImmediate(resolve));
}
