import { randomInt } from 'node:crypto';
import type { CronWorkflow } from '@argosy/api';
import type { KubeObject } from '@argosy/kube';
import { CRON_WORKFLOWS, WORKFLOWS } from '../../backend/resources.ts';
import { defineCommand, type Invocation } from '../../command.ts';
import { backfillWorkflows, readDate, scheduledTimes } from '../../crons/backfill.ts';
import { CliFailure } from '../../failure.ts';
import { text, toggle } from '../../flags.ts';
import type { KubeWorkflow } from '../../workflows/list-workflows.ts';

export interface BackfillCommandOptions {
  readonly cron: string;
  readonly name: string;
  readonly start: string;
  readonly end: string;
  readonly format: string;
  readonly parallel: boolean;
  readonly parameter: string;
  readonly limit: number;
  readonly dryRun: boolean;
}

const RFC1123 = 'Mon, 02 Jan 2006 15:04:05 MST';

export const command = defineCommand<BackfillCommandOptions>({
  usage: 'CRON_WORKFLOW',
  about:
    'Starts a workflow for every scheduled time of a period, both ends included: for what was missed, or for before the schedule was there.\nThey run one after the other, the earliest first, unless --parallel is given. Each gets its time as a parameter and as {{workflow.scheduledTime}}.',
  examples: [
    { about: 'Make up for three days', command: 'argo cron backfill my-cron --start 2026-11-01 --end 2026-11-03' },
    {
      about: 'See which times that would be',
      command: 'argo cron backfill my-cron --start 2026-11-01T06:00:00Z --end 2026-11-03T06:00:00Z --dry-run',
    },
    {
      about: 'All at once, the time in a parameter called date',
      command: 'argo cron backfill my-cron --start 2026-11-01 --parallel --argname date',
    },
  ],
  flags: [
    text('--start <date>', 'begin of the period'),
    text('--end <date>', 'end of the period (default now)'),
    text('--format <layout>', `how the dates are written, as a Go layout (default "${RFC1123}", RFC 3339 or a day)`),
    text('--name <name>', 'name of the backfill (default made up)'),
    toggle('--parallel', 'run all workflows side by side'),
    text('--argname <name>', 'parameter that gets the scheduled time (default cronScheduleTime)'),
    text('--maxworkflowcount <number>', 'start nothing if it would be more than these (default 1000)'),
    toggle('--dry-run', 'only print the scheduled times'),
  ],
  parse: parseBackfill,
  run: async (context, options) => {
    const { client, namespace } = await context.connect();
    const from = readDate(options.start, options.format, 'start');
    const to = options.end === '' ? context.clock.now() : readDate(options.end, options.format, 'end');
    if (to < from) throw new CliFailure('--end is before --start');
    const cron = await client.get<CronWorkflow & KubeObject>(CRON_WORKFLOWS, { name: options.cron, namespace });
    const times = scheduledTimes(cron, { ...options, from, to });
    if (times.length === 0) {
      context.io.out('There is no suitable scheduling time.');
      return 0;
    }
    if (options.dryRun) {
      context.io.out(times.map((time) => `${new Date(time).toISOString().replace('.000', '')}\n`).join(''));
      return 0;
    }
    const name = options.name || randomName();
    const created: string[] = [];
    for (const workflow of backfillWorkflows(cron, times, { ...options, name, from, to })) {
      const placed = { ...workflow, metadata: { ...workflow.metadata, namespace } } as KubeWorkflow;
      created.push((await client.create<KubeWorkflow>(WORKFLOWS, placed)).metadata.name ?? '');
    }
    context.io.out(summary(options, { name, namespace, created, end: options.end || new Date(to).toUTCString() }));
    return 0;
  },
});

function parseBackfill({ args, flags }: Invocation): BackfillCommandOptions {
  // Scripts written for Argo say `--parallel true`, whose second word is no value of a switch.
  const [cron, excess] = flags.on('parallel') ? args.filter((word) => word !== 'true') : args;
  if (cron === undefined || excess !== undefined)
    throw new CliFailure('exactly one cron workflow is expected', { hint: '`argo cron list` shows them' });
  if (flags.text('start') === '') throw new CliFailure('Start Date should not be empty', { hint: 'for example --start 2026-11-01' });
  return {
    cron,
    name: flags.text('name'),
    start: flags.text('start'),
    end: flags.text('end'),
    format: flags.text('format') || RFC1123,
    parallel: flags.on('parallel'),
    parameter: flags.text('argname') || 'cronScheduleTime',
    limit: flags.number('maxworkflowcount') ?? 1000,
    dryRun: flags.on('dryRun'),
  };
}

interface Backfilled {
  readonly name: string;
  readonly namespace: string;
  readonly created: readonly string[];
  readonly end: string;
}

const RULE = '==================================================';

function summary({ cron, start }: BackfillCommandOptions, { name, namespace, created, end }: Backfilled): string {
  return [
    `Created ${name} Backfill task for Cronworkflow ${cron} `,
    RULE,
    'Backfill Period :',
    `Start Time : ${start} `,
    `  End Time : ${end} `,
    `Total Backfill Schedule: ${created.length} `,
    RULE,
    'Backfill Workflows: ',
    '   NAMESPACE\t WORKFLOW: ',
    ...created.map((workflow, index) => `${index + 1}. ${namespace} \t ${workflow} `),
    '',
  ].join('\n');
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

function randomName(): string {
  return Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
