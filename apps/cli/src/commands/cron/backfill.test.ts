import type { Workflow } from '@argosy/api';
import { expect, test } from 'vitest';
import { CRON_WORKFLOWS, WORKFLOWS } from '../../backend/resources.ts';
import { aClient, runCommand } from '../../testing/run-command.ts';

function aCluster() {
  const client = aClient();
  client.seed(CRON_WORKFLOWS, {
    metadata: { name: 'nightly', namespace: 'default', uid: 'uid-cron' },
    spec: {
      schedules: ['0 6 * * *'],
      timezone: 'Europe/Berlin',
      workflowMetadata: { labels: { team: 'a' } },
      workflowSpec: {
        entrypoint: 'main',
        arguments: { parameters: [{ name: 'x', value: '1' }] },
        templates: [{ name: 'main', container: { image: 'alpine' } }],
      },
    },
  });
  return client;
}

async function created(client: ReturnType<typeof aClient>): Promise<readonly Workflow[]> {
  return (await client.list(WORKFLOWS)).items as unknown as readonly Workflow[];
}

test('[9-023] backfill starts a workflow for each scheduled time, the earliest first', async () => {
  const client = aCluster();
  const argv = ['cron', 'backfill', 'nightly', '--name', 'gap', '--start', '2026-10-24', '--end', 'Mon, 26 Oct 2026 23:00:00 UTC'];
  const result = await runCommand(argv, { client });
  expect(result).toMatchObject({ code: 0, stderr: '' });
  expect(result.stdout).toMatch(
    /^Created gap Backfill task for Cronworkflow nightly \n={50}\nBackfill Period :\nStart Time : 2026-10-24 \n/,
  );
  expect(result.stdout).toMatch(
    /Total Backfill Schedule: 3 \n={50}\nBackfill Workflows: \n {3}NAMESPACE\t WORKFLOW: \n1\. default \t nightly-backfill-gap-\w+ \n/,
  );
  const workflows = await created(client);
  // The clock went back on the 25th: six o'clock is an hour later in UTC from then on.
  expect(workflows.map(({ spec }) => spec.arguments?.parameters)).toEqual([
    [
      { name: 'x', value: '1' },
      { name: 'cronScheduleTime', value: '2026-10-24 04:00:00 +0000 UTC' },
    ],
    [
      { name: 'x', value: '1' },
      { name: 'cronScheduleTime', value: '2026-10-25 05:00:00 +0000 UTC' },
    ],
    [
      { name: 'x', value: '1' },
      { name: 'cronScheduleTime', value: '2026-10-26 05:00:00 +0000 UTC' },
    ],
  ]);
  expect(workflows.map(({ spec }) => spec.priority)).toEqual([2147483647, 2147483646, 2147483645]);
  expect(workflows[0]).toMatchObject({
    metadata: {
      labels: { team: 'a', 'workflows.argoproj.io/cron-workflow': 'nightly', 'workflows.argoproj.io/backfill': 'nightly' },
      annotations: { 'workflows.argoproj.io/scheduled-time': '2026-10-24T04:00:00Z' },
    },
    spec: { synchronization: { mutexes: [{ name: 'gap' }] } },
  });
});

test('[9-023] backfill --parallel takes no lock, --argname names the parameter, --format the layout', async () => {
  const client = aCluster();
  const argv = [
    'cron',
    'backfill',
    'nightly',
    '--parallel',
    '--argname',
    'x',
    '--format',
    '02.01.2006',
    '--start',
    '20.11.2026',
    '--end',
    '21.11.2026',
  ];
  expect(await runCommand(argv, { client })).toMatchObject({ code: 0 });
  const [workflow] = await created(client);
  expect(workflow?.spec.synchronization).toBeUndefined();
  expect(workflow?.spec.arguments?.parameters).toEqual([{ name: 'x', value: '2026-11-20 05:00:00 +0000 UTC' }]);
});

test('backfill --dry-run only prints the times, and both ends belong to the period', async () => {
  const client = aCluster();
  const argv = ['cron', 'backfill', 'nightly', '--dry-run', '--start', '2026-11-20T05:00:00Z', '--end', '2026-11-21T05:00:00Z'];
  expect(await runCommand(argv, { client })).toMatchObject({ code: 0, stdout: '2026-11-20T05:00:00Z\n2026-11-21T05:00:00Z\n' });
  expect(client.writes).toEqual([]);
});

test.each([
  { argv: ['nightly'], stderr: 'Start Date should not be empty' },
  { argv: ['nightly', '--start', 'yesterday'], stderr: 'invalid argument "yesterday" for --start: a date is expected' },
  { argv: ['nightly', '--start', '2026-11-20', '--end', '2026-11-19'], stderr: '--end is before --start' },
  { argv: ['nightly', '--start', '2026-01-01', '--maxworkflowcount', '10'], stderr: 'the period has more than 10 scheduled times' },
  { argv: ['other', '--start', '2026-11-20'], stderr: 'cronworkflows.argoproj.io "other" not found' },
])('backfill refuses $argv and starts nothing', async ({ argv, stderr }) => {
  const client = aCluster();
  const result = await runCommand(['cron', 'backfill', ...argv], { client });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(stderr);
  expect(client.writes).toEqual([]);
});
