import { expect, test } from 'vitest';
import { PODS, WORKFLOWS } from '../../backend/resources.ts';
import { aClient, NOW, runCommand } from '../../testing/run-command.ts';

const at = (minutesAgo: number): string => new Date(NOW - minutesAgo * 60_000).toISOString().replace('.000', '');

interface Seed {
  readonly phase?: string;
  readonly created?: number;
  readonly finished?: number;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

function aWorkflow(
  name: string,
  { phase = 'Succeeded', created = 10, finished, namespace = 'default', labels = {}, spec = {}, message }: Seed = {},
) {
  const completed = finished === undefined ? {} : { 'workflows.argoproj.io/completed': 'true' };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name,
      namespace,
      creationTimestamp: at(created),
      labels: { 'workflows.argoproj.io/phase': phase, ...completed, ...labels },
    },
    spec,
    status: {
      phase,
      startedAt: at(created),
      ...(finished !== undefined && { finishedAt: at(finished) }),
      ...(message && { message }),
      progress: '1/1',
    },
  };
}

function seeded() {
  const client = aClient();
  client.seed(WORKFLOWS, aWorkflow('old', { created: 3000, finished: 2900 }));
  client.seed(
    WORKFLOWS,
    aWorkflow('failed', {
      phase: 'Failed',
      created: 30,
      finished: 28,
      message: "child 'x' failed",
      spec: { shutdown: 'Stop', priority: 5 },
    }),
  );
  client.seed(
    WORKFLOWS,
    aWorkflow('running', {
      phase: 'Running',
      created: 2,
      spec: { arguments: { parameters: [{ name: 'long', value: 'a'.repeat(40) + 'b'.repeat(15) }, { name: 'unset' }] } },
    }),
  );
  client.seed(WORKFLOWS, aWorkflow('waiting', { phase: 'Running', created: 1, spec: { suspend: true } }));
  client.seed(WORKFLOWS, aWorkflow('elsewhere', { namespace: 'other', created: 5, finished: 4 }));
  client.seed(WORKFLOWS, aWorkflow('second-controller', { labels: { 'workflows.argoproj.io/controller-instanceid': 'two' } }));
  return client;
}

const TABLE = `NAME      STATUS                AGE   DURATION   PRIORITY   MESSAGE
waiting   Running (Suspended)   1m    1m         0          
running   Running               2m    2m         0          
failed    Failed (Terminated)   30m   2m         5          child 'x' failed
old       Succeeded             2d    1h         0          
`;

test.each([
  { title: 'unfinished first, then by the end', argv: ['list'], stdout: TABLE },
  {
    title: 'no header',
    argv: ['list', '--no-headers', '--completed'],
    stdout: "failed   Failed (Terminated)   30m   2m   5   child 'x' failed\nold      Succeeded             2d    1h   0   \n",
  },
  { title: 'names', argv: ['list', '-o', 'name'], stdout: 'waiting\nrunning\nfailed\nold\n' },
  { title: 'by phase', argv: ['list', '--status', 'Failed,Error', '-o=name'], stdout: 'failed\n' },
  { title: 'in pages', argv: ['list', '--chunk-size', '1', '-o', 'name'], stdout: 'waiting\nrunning\nfailed\nold\n' },
  { title: 'by prefix', argv: ['list', '--prefix', 'wa', '-o', 'name'], stdout: 'waiting\n' },
  { title: 'created lately or not finished', argv: ['list', '--since', '1h30m', '-o', 'name'], stdout: 'waiting\nrunning\nfailed\n' },
  { title: 'finished long ago', argv: ['list', '--older', '1d', '-o', 'name'], stdout: 'old\n' },
  { title: 'running', argv: ['list', '--running', '-o', 'name'], stdout: 'waiting\nrunning\n' },
  { title: 'of another controller', argv: ['list', '--instanceid', 'two', '-o', 'name'], stdout: 'second-controller\n' },
  { title: 'none', argv: ['list', '-n', 'empty'], stdout: 'No workflows found\n' },
  { title: 'none as JSON', argv: ['list', '-n', 'empty', '-o', 'json'], stdout: '[]\n' },
  {
    title: 'of all namespaces',
    argv: ['list', '-A', '--prefix', 'else'],
    stdout:
      'NAMESPACE   NAME        STATUS      AGE   DURATION   PRIORITY   MESSAGE\nother       elsewhere   Succeeded   5m    1m         0          \n',
  },
  {
    title: 'wide',
    argv: ['list', '-o', 'wide', '--prefix', 'run'],
    stdout: `NAME      STATUS    AGE   DURATION   PRIORITY   MESSAGE   P/R/C   PARAMETERS\nrunning   Running   2m    2m         0                    0/0/0   long=${'a'.repeat(32)}...${'b'.repeat(15)}\n`,
  },
])('list: $title', async ({ argv, stdout }) => {
  expect(await runCommand(argv, { client: seeded() })).toEqual({ code: 0, stderr: '', stdout });
});

test.each([
  { argv: ['get'], stderr: 'Error: requires at least 1 arg(s), only received 0\nHint: `argo get @latest` shows the newest workflow\n' },
  { argv: ['get', 'nobody'], stderr: 'Error: workflows.argoproj.io "nobody" not found\n' },
  {
    argv: ['get', 'second-controller'],
    stderr:
      'Error: \'second-controller\' is not managed by the current Argo Server\nHint: it belongs to the instance "two": --instanceid two\n',
  },
  {
    argv: ['get', 'old', '--status', 'Failed', '--node-field-selector', 'a=b'],
    stderr: 'Error: cannot use both --status and --node-field-selector\n',
  },
  {
    argv: ['get', 'old', '-o', 'xml'],
    stderr:
      "Error: option '-o, --output <format>' argument 'xml' is invalid. Allowed choices are name, json, yaml, short, wide.\nHint: `argo get --help` shows what it takes\n",
  },
  {
    argv: ['list', '--since', 'yesterday'],
    stderr: 'Error: invalid argument "yesterday" for --since: a duration is expected\nHint: for example 30s, 10m, 1h30m or 2d\n',
  },
  {
    argv: ['list', 'name'],
    stderr: 'Error: unexpected argument "name"\nHint: `argo get` shows one workflow, `argo list --prefix` those whose name begins so\n',
  },
  { argv: ['lst'], stderr: 'Error: unknown command "lst" for "argo"\nHint: did you mean `argo list`?\n' },
  { argv: ['gte'], stderr: 'Error: unknown command "gte" for "argo"\nHint: did you mean `argo get`?\n' },
  { argv: ['cron', 'lst'], stderr: 'Error: unknown command "lst" for "argo cron"\nHint: did you mean `argo cron list`?\n' },
  { argv: ['list', '--prefxi', 'a'], stderr: "Error: unknown option '--prefxi'\nHint: Did you mean --prefix?\n" },
  {
    argv: ['logs', 'old', '--since', '1m', '--since-time', at(1)],
    stderr: 'Error: at most one of --since and --since-time may be given\n',
  },
  {
    argv: ['logs', 'old', '--grep', '('],
    stderr: 'Error: invalid argument "(" for --grep: Invalid regular expression: /(/: Unterminated group\n',
  },
  {
    argv: ['delete'],
    stderr: 'Error: requires either selector or workflow\nHint: name workflows, or use @latest, --completed, --older, -l or --all\n',
  },
  { argv: ['wait', 'nobody'], stderr: 'Error: workflows.argoproj.io "nobody" not found\n' },
  {
    argv: ['archive', 'list'],
    stderr:
      'Error: the workflow archive is reached through an Argo server, and none is named\nHint: set ARGO_SERVER=host:2746 or give --argo-server; `argo list --completed` shows the finished workflows that the cluster still holds\n',
  },
])('refuses: argo $argv', async ({ argv, stderr }) => {
  expect(await runCommand(argv, { client: seeded() })).toEqual({ code: 1, stdout: '', stderr });
});

test.each([
  { title: 'the newest', argv: ['get', '@latest', '-o', 'name'], stdout: 'waiting\n' },
  { title: 'flags before the verb', argv: ['-n', 'other', 'get', 'elsewhere', '-o', 'name'], stdout: 'elsewhere\n' },
  {
    title: 'the namespace of the environment',
    argv: ['get', 'elsewhere', '-o', 'name'],
    env: { ARGO_NAMESPACE: 'other' },
    stdout: 'elsewhere\n',
  },
  { title: 'a finished one has been waited for', argv: ['wait', 'nobody', '--ignore-not-found'], stdout: '' },
])('get: $title', async ({ argv, stdout, env }) => {
  expect(await runCommand(argv, { client: seeded(), ...(env && { env }) })).toEqual({ code: 0, stderr: '', stdout });
});

test('wait: says how each ended, 1 if one failed', async () => {
  const { code, stdout } = await runCommand(['wait', 'old', 'failed'], { client: seeded() });
  expect({
    code,
    lines: stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(' ').slice(0, 3).join(' ')),
  }).toEqual({ code: 1, lines: ['old Succeeded at', 'failed Failed at'] });
});

test('wait: goes on until the workflow has ended', async () => {
  const client = seeded();
  const waiting = runCommand(['wait', 'running'], { client });
  client.change(WORKFLOWS, aWorkflow('running', { phase: 'Running', created: 2, message: 'still' }));
  client.change(WORKFLOWS, aWorkflow('running', { phase: 'Succeeded', created: 2, finished: 0 }));
  expect((await waiting).code).toBe(0);
});

test.each([
  {
    title: 'by name',
    argv: ['delete', 'old', 'nobody'],
    stdout: "Workflow 'old' deleted\nWorkflow 'nobody' not found\n",
    writes: ['DELETE workflows/old'],
  },
  {
    title: 'what would go',
    argv: ['delete', '--completed', '--dry-run'],
    stdout: "Workflow 'failed' deleted (dry-run)\nWorkflow 'old' deleted (dry-run)\n",
    writes: [],
  },
  { title: 'old ones', argv: ['delete', '--older', '1d'], stdout: "Workflow 'old' deleted\n", writes: ['DELETE workflows/old'] },
  { title: 'nothing to delete', argv: ['delete', '--prefix', 'zzz'], stdout: 'No resources found\n', writes: [] },
  {
    title: 'with its finalizers',
    argv: ['delete', 'old', '--force'],
    stdout: "Workflow 'old' deleted\n",
    writes: ['PATCH workflows/old', 'DELETE workflows/old'],
  },
])('delete: $title', async ({ argv, stdout, writes }) => {
  const client = seeded();
  expect(await runCommand(argv, { client })).toEqual({ code: 0, stderr: '', stdout });
  expect(client.writes).toEqual(writes);
});

function withLogs(phase = 'Succeeded') {
  const client = aClient();
  client.seed(WORKFLOWS, aWorkflow('wf', { phase, ...(phase === 'Succeeded' && { finished: 0 }) }));
  for (const pod of ['wf-a', 'wf-b']) client.seed(PODS, aPod(pod));
  client.logTexts.set('wf-a/main', '2026-11-24T11:59:01.1Z first\n2026-11-24T11:59:03Z third ✔\n');
  client.logTexts.set('wf-b/main', '2026-11-24T11:59:01.25Z second\n2026-11-24T11:59:04Z fourth');
  client.logTexts.set('wf-a/wait', '2026-11-24T11:59:00Z Executor\n');
  return client;
}

function aPod(name: string) {
  const state = { terminated: { exitCode: 0 } };
  return {
    metadata: { name, namespace: 'default', labels: { 'workflows.argoproj.io/workflow': 'wf', pod: name } },
    spec: { containers: [{ name: 'wait' }, { name: 'main' }] },
    status: { containerStatuses: ['wait', 'main'].map((container) => ({ name: container, state })) },
  };
}

test.each([
  { title: 'merged by time', argv: ['logs', 'wf'], stdout: 'wf-a: first\nwf-b: second\nwf-a: third ✔\nwf-b: fourth\n' },
  { title: 'of one pod', argv: ['logs', 'wf', 'wf-b'], stdout: 'wf-b: second\nwf-b: fourth\n' },
  { title: 'of another container', argv: ['logs', 'wf', '-c', 'wait'], stdout: 'wf-a: Executor\n' },
  { title: 'lines that match', argv: ['logs', '@latest', '--grep', '^t.*d'], stdout: 'wf-a: third ✔\n' },
  { title: 'the last lines of each pod', argv: ['logs', 'wf', '--tail', '1'], stdout: 'wf-a: third ✔\nwf-b: fourth\n' },
  {
    title: 'with times',
    argv: ['logs', 'wf', 'wf-a', '--timestamps'],
    stdout: 'wf-a: 2026-11-24T11:59:01.1Z first\nwf-a: 2026-11-24T11:59:03Z third ✔\n',
  },
  { title: 'by labels of pods', argv: ['logs', 'wf', '-l', 'pod=wf-b'], stdout: 'wf-b: second\nwf-b: fourth\n' },
  {
    title: 'following one that has ended',
    argv: ['logs', 'wf', '--follow'],
    stdout: 'wf-a: first\nwf-b: second\nwf-a: third ✔\nwf-b: fourth\n',
  },
])('logs: $title', async ({ argv, stdout }) => {
  expect(await runCommand(argv, { client: withLogs() })).toEqual({ code: 0, stderr: '', stdout });
});

test('logs --follow picks up pods that start later and ends with the workflow', async () => {
  const client = withLogs('Running');
  const following = runCommand(['logs', 'wf', '-f'], { client });
  client.logTexts.set('wf-c/main', '2026-11-24T11:59:09Z last\n');
  client.change(PODS, aPod('wf-c'));
  await Promise.resolve();
  client.change(WORKFLOWS, aWorkflow('wf', { finished: 0 }));
  expect((await following).stdout).toBe('wf-a: first\nwf-b: second\nwf-a: third ✔\nwf-b: fourth\nwf-c: last\n');
});

test('version --short prints the version alone', async () => {
  expect(await runCommand(['version', '--short'])).toEqual({ code: 0, stderr: '', stdout: 'argo: v0.0.0\n' });
});
