import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CLUSTER_WORKFLOW_TEMPLATES, CRON_WORKFLOWS, WORKFLOW_TEMPLATES } from '../../backend/resources.ts';
import { aClient, runCommand } from '../../testing/run-command.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argo-template-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const write = (name: string, text: string): void => fs.writeFileSync(path.join(folder, name), text);

const template = (kind: string, name: string): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec:\n  entrypoint: main\n  templates:\n  - {name: main, container: {image: alpine}}\n`;
write('a.yaml', template('WorkflowTemplate', 'a'));
write('both.yaml', `${template('WorkflowTemplate', 'a')}---\n${template('ClusterWorkflowTemplate', 'c')}`);
write('bad.yaml', template('WorkflowTemplate', 'a').replace('entrypoint', 'entrypoints'));
write('invalid.yaml', template('WorkflowTemplate', 'a').replace('name: main, ', ''));
write(
  'cron.yaml',
  'apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: {name: nightly}\nspec:\n  schedules: ["0 3 * * *", "30 4 * * *"]\n  concurrencyPolicy: Replace\n  startingDeadlineSeconds: 0\n  workflowSpec:\n    entrypoint: main\n    templates:\n    - {name: main, container: {image: alpine}}\n',
);

function seeded() {
  const client = aClient();
  const metadata = { namespace: 'default', creationTimestamp: '2026-11-24T11:00:00Z' };
  client.seed(WORKFLOW_TEMPLATES, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: { ...metadata, name: 'old' },
    spec: {},
  });
  client.seed(CLUSTER_WORKFLOW_TEMPLATES, { kind: 'ClusterWorkflowTemplate', metadata: { name: 'everywhere' }, spec: {} });
  client.seed(CRON_WORKFLOWS, {
    kind: 'CronWorkflow',
    metadata: { ...metadata, name: 'hourly' },
    spec: { schedules: ['@hourly'], timezone: 'UTC', workflowSpec: {} },
    status: { lastScheduledTime: '2026-11-24T11:50:00Z' },
  });
  return client;
}

const HEADER = (name: string): RegExp =>
  new RegExp(`^Name:                ${name}\nNamespace:           default\nCreated:             Tue Nov 24 .* \\(now\\)\n$`);

test.each([
  { argv: ['template', 'list'], stdout: 'NAME\nold\n' },
  { argv: ['template', 'list', '-A'], stdout: 'NAMESPACE   NAME\ndefault     old\n' },
  { argv: ['template', 'list', '-n', 'empty'], stdout: 'NAME\n' },
  { argv: ['cluster-template', 'list', '-o', 'name'], stdout: 'everywhere\n' },
  { argv: ['cwft', 'list', '-o', 'name'], stdout: 'everywhere\n' },
  { argv: ['template', 'create', 'a.yaml'], stdout: HEADER('a'), writes: ['POST workflowtemplates/a'] },
  { argv: ['template', 'create', 'both.yaml', '-o', 'name'], stdout: 'a\n', writes: ['POST workflowtemplates/a'] },
  { argv: ['cluster-template', 'create', 'both.yaml', '-o', 'name'], stdout: 'c\n', writes: ['POST clusterworkflowtemplates/c'] },
  { argv: ['template', 'delete', 'old'], stdout: "WorkflowTemplate 'old' deleted\n", writes: ['DELETE workflowtemplates/old'] },
  { argv: ['template', 'delete', '--all', '-n', 'empty'], stdout: 'No resources found\n' },
  { argv: ['template', 'lint', '--offline', 'a.yaml'], stdout: '✔ no linting errors found!\n' },
  {
    argv: ['cron', 'list'],
    stdout:
      'NAME     AGE   LAST RUN   NEXT RUN   SCHEDULES   TIMEZONE   SUSPENDED\nhourly   1h    10m        1h         @hourly     UTC        false\n',
  },
  { argv: ['cron', 'suspend', 'hourly'], stdout: "CronWorkflow 'hourly' suspended\n", writes: ['PATCH cronworkflows/hourly'] },
  { argv: ['cron', 'delete', 'hourly'], stdout: "CronWorkflow 'hourly' deleted\n", writes: ['DELETE cronworkflows/hourly'] },
  { argv: ['cron', 'create', 'cron.yaml', '-o', 'name', '--name', 'mine'], stdout: 'mine\n', writes: ['POST cronworkflows/mine'] },
])('argo $argv', async ({ argv, stdout, writes = [] }) => {
  const client = seeded();
  const result = await runCommand(argv, { client, cwd: folder });
  expect({ code: result.code, stderr: result.stderr, writes: client.writes }).toEqual({ code: 0, stderr: '', writes });
  if (typeof stdout === 'string') expect(result.stdout).toBe(stdout);
  else expect(result.stdout).toMatch(stdout);
});

test('cron create prints schedules and the next run', async () => {
  const { stdout } = await runCommand(['cron', 'create', 'cron.yaml', '--schedule', '1 2 3 * *', '-l', 'team=a'], { cwd: folder });
  expect(stdout.replaceAll(/(Tue|Thu) .*? \(/g, '(')).toBe(`Name:                          nightly
Namespace:                     default
Created:                       (now)
Schedules:                     1 2 3 * *
Suspended:                     false
StartingDeadlineSeconds:       0
ConcurrencyPolicy:             Replace
NextScheduledTime:             (1 week from now) (assumes workflow-controller is in UTC)
`);
});

test('template update keeps the version that was read', async () => {
  const client = aClient();
  await runCommand(['template', 'create', 'a.yaml'], { client, cwd: folder });
  expect(await runCommand(['template', 'update', 'a.yaml', '-o', 'name'], { client, cwd: folder })).toEqual({
    code: 0,
    stderr: '',
    stdout: 'a\n',
  });
  expect(client.writes).toEqual(['POST workflowtemplates/a', 'PUT workflowtemplates/a']);
});

test.each([
  { argv: ['template', 'get', 'none'], stderr: 'workflowtemplates.argoproj.io "none" not found' },
  { argv: ['template', 'update', 'a.yaml'], stderr: 'workflowtemplates.argoproj.io "a" not found' },
  {
    argv: ['template', 'create', 'a.yaml', 'bad.yaml'],
    stderr: 'bad.yaml:5:3: strict decoding error: unknown field "spec.entrypoints"\n  Hint: did you mean "entrypoint"?',
  },
  {
    argv: ['template', 'create', 'a.yaml', 'invalid.yaml'],
    stderr: 'invalid.yaml:7:5: in "a" (WorkflowTemplate): spec.templates[0].name is required',
  },
  { argv: ['template', 'create', 'cron.yaml'], stderr: 'No workflow template found in given files' },
  { argv: ['cron', 'create', 'a.yaml'], stderr: 'No CronWorkflows found in given files' },
  { argv: ['cron', 'create', 'cron.yaml', '--schedule', 'often'], stderr: 'cron schedule often is malformed' },
  { argv: ['cron', 'get', 'none'], stderr: 'cronworkflows.argoproj.io "none" not found' },
])('refuses and writes nothing: argo $argv', async ({ argv, stderr }) => {
  const client = seeded();
  const result = await runCommand(argv, { client, cwd: folder });
  expect({ code: result.code, stdout: result.stdout, writes: client.writes }).toEqual({ code: 1, stdout: '', writes: [] });
  expect(result.stderr).toContain(stderr);
});

test.each([
  {
    argv: ['lint', '--offline', '.'],
    code: 1,
    stdout: /✖ in "a" \(WorkflowTemplate\): unknown field "spec\.entrypoints"\n {5}bad\.yaml:5:3[\s\S]*✖ 2 linting errors found!\n$/,
  },
  {
    argv: ['lint', '--offline', '-o', 'simple', 'bad.yaml'],
    code: 1,
    stdout: /^bad\.yaml: in "a" \(WorkflowTemplate\): unknown field "spec\.entrypoints"\n$/,
  },
  { argv: ['lint', '--offline', '--strict=false', 'bad.yaml'], code: 0, stdout: /no linting errors found/ },
  { argv: ['lint', '--offline', '--kinds', 'cronwf', 'bad.yaml', 'cron.yaml'], code: 0, stdout: /no linting errors found/ },
  {
    argv: ['lint', '--offline', '--kinds', 'wf', 'a.yaml'],
    code: 1,
    stdout: /found nothing to lint in the specified paths, failing\.\.\./,
  },
  { argv: ['cron', 'lint', '--offline', 'a.yaml'], code: 1, stdout: /found nothing to lint/ },
])('argo $argv ends with $code', async ({ argv, code, stdout }) => {
  const result = await runCommand(argv, { cwd: folder });
  expect({ code: result.code, stderr: result.stderr }).toEqual({ code, stderr: '' });
  expect(result.stdout).toMatch(stdout);
});
