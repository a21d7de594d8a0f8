import { expect, test } from 'vitest';
import { WORKFLOWS } from '../../backend/resources.ts';
import { aClient, runCommand } from '../../testing/run-command.ts';

const START = '2026-11-24T11:00:00Z';

function aWorkflow(name: string, status: object, spec: object = {}) {
  const over = 'finishedAt' in status;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name,
      namespace: 'default',
      creationTimestamp: START,
      resourceVersion: '1',
      labels: over ? { 'workflows.argoproj.io/completed': 'true' } : {},
    },
    spec,
    status,
  };
}

const suspended = { wf: { id: 'wf', name: 'wf', type: 'Suspend', phase: 'Running', displayName: 'wf' } };

test.each([
  { shown: 'Running', workflow: aWorkflow('wf', { phase: 'Running', startedAt: START }) },
  { shown: 'Running (Suspended)', workflow: aWorkflow('wf', { phase: 'Running', startedAt: START }, { suspend: true }) },
  { shown: 'Running (Suspended)', workflow: aWorkflow('wf', { phase: 'Running', startedAt: START, nodes: suspended }) },
  {
    shown: 'Failed (Terminated)',
    workflow: aWorkflow('wf', { phase: 'Failed', startedAt: START, finishedAt: START }, { shutdown: 'Terminate' }),
  },
  { shown: 'Failed', workflow: aWorkflow('wf', { phase: 'Failed', startedAt: START, finishedAt: START }) },
  { shown: 'Pending', workflow: aWorkflow('wf', {}) },
])('[9-034] list shows $shown', async ({ shown, workflow }) => {
  const client = aClient();
  client.seed(WORKFLOWS, workflow);
  const { stdout } = await runCommand(['list', '--no-headers'], { client });
  expect(stdout.split(/ {3,}/)[1]).toBe(shown);
});

test('[9-036] more than a hundred workflows bring a word about costs', async () => {
  const client = aClient();
  for (let index = 0; index < 101; index++)
    client.seed(WORKFLOWS, aWorkflow(`wf-${index}`, { phase: 'Succeeded', startedAt: START, finishedAt: START }));
  const { stdout } = await runCommand(['list'], { client });
  expect(stdout).toMatch(
    /\n\nYou have at least 101 completed workflows\. Reducing the total number of workflows will reduce your costs\.\n$/,
  );
});

test('[9-039] watch clears the screen and draws again until the workflow has ended', async () => {
  const client = aClient();
  client.seed(WORKFLOWS, aWorkflow('wf', { phase: 'Running', startedAt: START, progress: '0/1' }));
  const watching = runCommand(['watch', 'wf'], { client, terminal: true });
  await new Promise((resolve) => setTimeout(resolve, 20));
  client.change(WORKFLOWS, { ...aWorkflow('wf', { phase: 'Succeeded', startedAt: START, finishedAt: START, progress: '1/1' }) });
  const { stdout, code } = await watching;
  expect(code).toBe(0);
  const screens = stdout.split('\u001b[H\u001b[2J').slice(1);
  expect(screens.length).toBeGreaterThanOrEqual(2);
  expect(screens[0]).toMatch(/Status: +Running\n[\s\S]*Progress: +0\/1/);
  expect(screens.at(-1)).toMatch(/Status: +Succeeded\n[\s\S]*Progress: +1\/1/);
});

test('[9-040] lines of one pod have one colour on a terminal, and none in a file', async () => {
  const client = aClient();
  client.seed(WORKFLOWS, aWorkflow('wf', { phase: 'Succeeded', startedAt: START, finishedAt: START }));
  const logs = async (_query: unknown, visit: (line: { pod: string; time: string; text: string }) => void) => {
    visit({ pod: 'wf-1', time: '', text: 'one' });
    visit({ pod: 'wf-1', time: '', text: 'two' });
  };
  const onTerminal = await runCommand(['logs', 'wf'], { client, terminal: true, cluster: { logs } });
  const [first, second] = onTerminal.stdout.split('\n').map((line) => line.split('wf-1:'));
  expect(first?.[0]).toMatch(/\[3\dm$/);
  expect(second?.[0]).toBe(first?.[0]);
  expect(first?.[1]).toBe('\u001b[0m one');
  expect((await runCommand(['logs', 'wf'], { client, cluster: { logs } })).stdout).toBe('wf-1: one\nwf-1: two\n');
});

test('[9-019] completion prints a script, auth token what the kubeconfig has, server what is missing', async () => {
  expect((await runCommand(['completion', 'bash'])).stdout).toMatch(/complete -o default -F _argo argo\n$/);
  expect((await runCommand(['completion', 'tcsh'])).stderr).toContain('invalid shell "tcsh": supported shells are bash, zsh, and fish');
  expect((await runCommand(['auth', 'token'], { cluster: { token: async () => 'abc' } })).stdout).toBe('Bearer abc\n');
  expect((await runCommand(['auth', 'token'])).stderr).toContain('the current kubeconfig has no token');
  expect((await runCommand(['server', '--auth-mode', 'server'])).stderr).toContain('there is no argo-server in /bin');
});
