import type { NodeStatus, Workflow } from '@argosy/api';
import { expect, test } from 'vitest';
import { PODS, WORKFLOWS } from '../../backend/resources.ts';
import { aClient, runCommand } from '../../testing/run-command.ts';

const CREATED = '2026-11-24T11:00:00Z';

function aWorkflow(
  name: string,
  {
    phase = 'Running',
    nodes = [],
    spec = {},
    labels = {},
  }: {
    readonly phase?: string;
    readonly nodes?: readonly NodeStatus[];
    readonly spec?: object;
    readonly labels?: Readonly<Record<string, string>>;
  } = {},
) {
  const over = phase !== 'Running';
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name,
      namespace: 'default',
      generateName: 'gen-',
      uid: name,
      creationTimestamp: CREATED,
      labels: { ...labels, ...(over && { 'workflows.argoproj.io/completed': 'true' }) },
    },
    spec: { entrypoint: 'main', templates: [{ name: 'main', container: { image: 'alpine' } }], ...spec },
    status: {
      phase,
      startedAt: CREATED,
      ...(over && { finishedAt: '2026-11-24T11:01:00Z' }),
      nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
    },
  };
}

const waiting: NodeStatus = {
  id: 'wf-1',
  name: 'wf[0].approve',
  displayName: 'approve',
  type: 'Suspend',
  phase: 'Running',
  templateName: 'approve',
  outputs: { parameters: [{ name: 'answer', valueFrom: { supplied: {} } }] },
};
const failedPod: NodeStatus = { id: 'wf', name: 'wf', displayName: 'wf', type: 'Pod', phase: 'Failed', templateName: 'main' };

interface Case {
  readonly argv: readonly string[];
  readonly workflow?: ReturnType<typeof aWorkflow>;
  readonly stdout: string;
  /** Fields of the stored workflow afterwards. */
  readonly want?: object;
}

const running = aWorkflow('wf', { nodes: [waiting], labels: { team: 'a' } });
const cases: readonly Case[] = [
  { argv: ['stop', 'wf'], stdout: 'workflow wf stopped\n', want: { spec: { shutdown: 'Stop' } } },
  { argv: ['stop', '@latest'], stdout: 'workflow wf stopped\n', want: { spec: { shutdown: 'Stop' } } },
  { argv: ['stop', '-l', 'team=a', '--dry-run'], stdout: 'workflow wf stopped (dry-run)\n' },
  { argv: ['stop', '-l', 'team=a', 'wf'], stdout: 'workflow wf stopped\n' },
  { argv: ['stop', '--field-selector', 'metadata.name=other'], stdout: '' },
  {
    argv: ['stop', 'wf', '--node-field-selector', 'displayName=approve', '--message', 'no'],
    stdout: 'workflow wf stopped\n',
    want: { status: { nodes: { 'wf-1': { phase: 'Failed', message: 'no' } } } },
  },
  { argv: ['terminate', 'wf'], stdout: 'workflow wf terminated\n', want: { spec: { shutdown: 'Terminate' } } },
  { argv: ['terminate', '-l', 'team=a'], workflow: aWorkflow('wf', { phase: 'Failed', labels: { team: 'a' } }), stdout: '' },
  { argv: ['suspend', '@latest'], stdout: 'workflow @latest suspended\n', want: { spec: { suspend: true } } },
  {
    argv: ['resume', 'wf', '--node-field-selector', 'displayName=approve'],
    stdout: 'workflow wf resumed\n',
    want: { status: { nodes: { 'wf-1': { phase: 'Succeeded' } } } },
  },
  {
    argv: ['node', 'set', 'wf', '--node-field-selector', 'displayName=approve', '--output-parameter', 'answer="Hello, World!"'],
    stdout: 'workflow values set\n',
    want: { status: { nodes: { 'wf-1': { outputs: { parameters: [{ name: 'answer', value: 'Hello, World!' }] } } } } },
  },
  {
    argv: ['node', 'set', 'wf', '--node-field-selector', 'phase=Running', '--phase', 'Failed', '--message', 'm'],
    stdout: 'workflow values set\n',
    want: { status: { nodes: { 'wf-1': { phase: 'Failed', message: 'm' } } } },
  },
];

test.each(cases)('argo $argv', async ({ argv, workflow = running, stdout, want }) => {
  const client = aClient();
  client.seed(WORKFLOWS, workflow);
  expect(await runCommand(argv, { client })).toEqual({ code: 0, stderr: '', stdout });
  if (want) expect(await client.get(WORKFLOWS, { name: 'wf', namespace: 'default' })).toMatchObject(want);
});

test('stop takes a message that nobody will see, and says so', async () => {
  const client = aClient();
  client.seed(WORKFLOWS, running);
  const { code, stdout, stderr } = await runCommand(['stop', 'wf', '--message', 'why'], { client });
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'workflow wf stopped\n' });
  expect(stderr).toContain('--message is for steps that --node-field-selector picks');
});

test.each([
  { argv: ['stop'], stderr: 'requires either selector or workflow' },
  { argv: ['stop', 'wf', '--node-field-selector', 'a'], stderr: "unable to parse node field selector 'a'" },
  { argv: ['stop', 'done'], stderr: 'cannot shutdown a completed workflow: workflow: "done", namespace: "default"' },
  { argv: ['terminate', 'none'], stderr: 'workflows.argoproj.io "none" not found' },
  { argv: ['suspend', 'done'], stderr: 'cannot suspend completed workflows' },
  { argv: ['resume', 'wf'], stderr: "raw output parameter 'answer' has not been set and does not have a default value" },
  { argv: ['retry', 'wf'], stderr: 'Cannot retry a workflow in phase Running' },
  { argv: ['resubmit', 'wf', '--memoized'], stderr: 'workflow must be Failed/Error to resubmit in memoized mode' },
  {
    argv: ['node', 'set', 'wf', '--node-field-selector', 'a=b', '--message', 'm'],
    stderr: 'currently, set only targets suspend nodes: no suspend nodes matching nodeFieldSelector: a=b',
  },
  { argv: ['node', 'set', 'wf', '--message', 'm'], stderr: '--node-field-selector is required' },
  { argv: ['stop', 'wf', '--instanceid', 'two'], stderr: "'wf' is not managed by the current Argo Server" },
])('refuses and changes nothing: argo $argv', async ({ argv, stderr }) => {
  const client = aClient();
  client.seed(WORKFLOWS, running);
  client.seed(WORKFLOWS, aWorkflow('done', { phase: 'Succeeded' }));
  const result = await runCommand(argv, { client });
  expect({ code: result.code, stdout: result.stdout, writes: client.writes }).toEqual({ code: 1, stdout: '', writes: [] });
  expect(result.stderr).toContain(stderr);
});

test('retry deletes the pods of the failed attempt and prints the workflow', async () => {
  const client = aClient();
  client.seed(WORKFLOWS, aWorkflow('wf', { phase: 'Failed', nodes: [failedPod] }));
  client.seed(PODS, { metadata: { name: 'wf', namespace: 'default' } });
  const { code, stdout } = await runCommand(['retry', 'wf'], { client });
  expect({ code, name: stdout.split('\n')[0], writes: client.writes }).toEqual({
    code: 0,
    name: 'Name:                wf',
    writes: ['PATCH workflows/wf', 'DELETE pods/wf'],
  });
});

test('resubmit creates a new workflow of the same specification', async () => {
  const client = aClient();
  client.seed(
    WORKFLOWS,
    aWorkflow('wf', {
      phase: 'Failed',
      nodes: [failedPod],
      spec: { shutdown: 'Stop', arguments: { parameters: [{ name: 'a', value: '1' }] } },
    }),
  );
  const { stdout } = await runCommand(['resubmit', 'wf', '-p', 'a=2', '--priority', '3', '-o', 'json'], { client });
  const created = JSON.parse(stdout) as Workflow;
  expect(created).toMatchObject({
    metadata: { generateName: 'gen-', labels: { 'workflows.argoproj.io/resubmitted-from-workflow': 'wf' } },
    spec: { priority: 3, arguments: { parameters: [{ name: 'a', value: '2' }] } },
  });
  expect(created.spec.shutdown).toBeUndefined();
});

test('a conflict with the controller is no error: the operation is applied to what it wrote', async () => {
  const client = aClient();
  client.seed(WORKFLOWS, running);
  client.conflicts = 2;
  expect((await runCommand(['resume', 'wf', '--node-field-selector', 'displayName=approve'], { client })).code).toBe(0);
});
