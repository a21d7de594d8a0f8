import type { CronWorkflow } from '@argosy/api';
import { fromRfc3339, type Instant } from '@argosy/std';
import { conditionLines, headerLine } from '../output/header-lines.ts';
import { timestamp } from '../output/humanize.ts';

const WIDTH = 30;

/** What `argo cron get` prints, its labels in a column of 30. */
export function cronText(cron: CronWorkflow, now: Instant, next: Instant | undefined): string {
  const { metadata, spec, status } = cron;
  const line = (label: string, value: string | number | boolean | undefined): string =>
    value === undefined || value === '' ? '' : headerLine(label, value, WIDTH);
  const time = (label: string, instant: Instant | undefined, note = ''): string =>
    instant === undefined ? '' : headerLine(label, `${timestamp(instant, now)}${note}`, WIDTH);
  const active = (status?.active ?? []).map(({ name }) => (typeof name === 'string' ? name : ''));
  return [
    headerLine('Name:', metadata.name, WIDTH),
    headerLine('Namespace:', metadata.namespace, WIDTH),
    time('Created:', fromRfc3339(metadata.creationTimestamp)),
    headerLine('Schedules:', schedulesText(cron), WIDTH),
    headerLine('Suspended:', spec.suspend ?? false, WIDTH),
    line('Timezone:', spec.timezone),
    line('StartingDeadlineSeconds:', spec.startingDeadlineSeconds),
    line('ConcurrencyPolicy:', spec.concurrencyPolicy),
    time('LastScheduledTime:', fromRfc3339(status?.lastScheduledTime)),
    time('NextScheduledTime:', next, ' (assumes workflow-controller is in UTC)'),
    line('Active Workflows:', active.join(', ')),
    conditionLines(status?.conditions ?? [], (type) => (type === 'SubmissionError' || type === 'SpecError' ? '✖' : ''), WIDTH),
    parameterLines(cron),
  ].join('');
}

/** The schedules in one text, parted by commas. */
export function schedulesText({ spec }: CronWorkflow): string {
  return (spec.schedules ?? []).join(',');
}

function parameterLines({ spec }: CronWorkflow): string {
  const parameters = spec.workflowSpec.arguments?.parameters ?? [];
  if (parameters.length === 0) return '';
  const given = parameters.filter(({ value }) => value !== undefined && value !== null);
  return (
    headerLine('Workflow Parameters:', '', WIDTH) + given.map(({ name, value }) => headerLine(`  ${name}:`, String(value), WIDTH)).join('')
  );
}
