import type { CronWorkflow } from '@argosy/api';
import type { KubeObject } from '@argosy/kube';
import { fromRfc3339, type Instant } from '@argosy/std';
import { defineCommand } from '../../command.ts';
import { schedulesText } from '../../crons/cron-text.ts';
import { nextRun } from '../../crons/next-run.ts';
import { text, toggle } from '../../flags.ts';
import { listAll } from '../../backend/list-all.ts';
import { CRON_WORKFLOWS } from '../../backend/resources.ts';
import { shortDuration } from '../../output/humanize.ts';
import { tabulate } from '../../output/tabulate.ts';

export interface CronListOptions {
  readonly allNamespaces: boolean;
  readonly labels: string;
  readonly output: string;
}

export const command = defineCommand<CronListOptions>({
  usage: '',
  examples: [
    { about: 'Cron workflows of the namespace', command: 'argo cron list' },
    { about: 'Of all namespaces, by label', command: 'argo cron list -A -l team=a' },
  ],
  flags: [
    toggle('-A, --all-namespaces', 'of all namespaces'),
    text('-l, --selector <labels>', 'only those with these labels'),
    text('-o, --output <format>', 'output format', ['name', 'wide', 'json', 'yaml']),
  ],
  parse: ({ flags }) => ({ allNamespaces: flags.on('allNamespaces'), labels: flags.text('selector').trim(), output: flags.text('output') }),
  run: async (context, { allNamespaces, labels, output }) => {
    const { client, namespace } = await context.connect();
    const crons = await listAll<CronWorkflow & KubeObject>(client, CRON_WORKFLOWS, {
      ...(!allNamespaces && { namespace }),
      ...(labels !== '' && { labelSelector: labels }),
    });
    if (output === 'name') context.io.out(crons.map(({ metadata }) => `${metadata.name}\n`).join(''));
    else if (output === 'json') context.io.out(`${JSON.stringify(crons, null, 2)}\n`);
    else if (output === 'yaml') context.io.out((await import('../../output/yaml-text.ts')).yamlText(crons));
    else context.io.out(cronTable(crons, context.clock.now(), allNamespaces));
    return 0;
  },
});

const COLUMNS = ['NAME', 'AGE', 'LAST RUN', 'NEXT RUN', 'SCHEDULES', 'TIMEZONE', 'SUSPENDED'];

function cronTable(crons: readonly CronWorkflow[], now: Instant, allNamespaces: boolean): string {
  const header = [...(allNamespaces ? ['NAMESPACE'] : []), ...COLUMNS];
  const rows = crons.map((cron) => [...(allNamespaces ? [cron.metadata.namespace ?? ''] : []), ...cellsOf(cron, now)]);
  return `${tabulate([header, ...rows].map((cells) => cells.join('\t')).join('\n'), 3)}\n`;
}

function cellsOf(cron: CronWorkflow, now: Instant): string[] {
  const away = (instant: Instant | undefined): string => (instant === undefined ? 'N/A' : shortDuration(now - instant));
  const { metadata, spec, status } = cron;
  return [
    metadata.name ?? '',
    away(fromRfc3339(metadata.creationTimestamp)),
    away(fromRfc3339(status?.lastScheduledTime)),
    away(nextRun(cron, now)),
    schedulesText(cron),
    spec.timezone ?? '',
    String(spec.suspend ?? false),
  ];
}
