import type { Workflow } from '@argosy/api';
import { countPods, printedWorkflowStatus } from '@argosy/graph';
import { fromRfc3339, type Instant } from '@argosy/std';
import { shortDuration } from './humanize.ts';
import { tabulate } from './tabulate.ts';

export interface WorkflowTableOptions {
  readonly now: Instant;
  readonly wide: boolean;
  readonly allNamespaces: boolean;
  readonly headers: boolean;
  /** For the archive, where names may repeat. */
  readonly withUid?: boolean;
}

/** What `argo list` prints for a terminal or a script that cuts columns (acceptance 9-033, 9-036). */
export function workflowTable(workflows: readonly Workflow[], options: WorkflowTableOptions): string {
  const header = [
    ...(options.allNamespaces ? ['NAMESPACE'] : []),
    ...COLUMNS,
    ...(options.wide ? ['P/R/C', 'PARAMETERS'] : []),
    ...(options.withUid ? ['UID'] : []),
  ].join('\t');
  const rows = workflows.map((workflow) => rowOf(workflow, options));
  const table = tabulate([...(options.headers ? [header] : []), ...rows].join('\n'), 3);
  return `${table}\n${costNudge(workflows)}`;
}

const COLUMNS = ['NAME', 'STATUS', 'AGE', 'DURATION', 'PRIORITY', 'MESSAGE'];

function rowOf(workflow: Workflow, options: WorkflowTableOptions): string {
  const { metadata, status } = workflow;
  return [
    ...(options.allNamespaces ? [metadata.namespace ?? ''] : []),
    metadata.name ?? '',
    printedWorkflowStatus(workflow),
    between(metadata.creationTimestamp, undefined, options.now),
    between(status?.startedAt, status?.finishedAt, options.now),
    String(workflow.spec.priority ?? 0),
    (status?.message ?? '').replaceAll(/[\t\n]/g, ' '),
    ...extraCells(workflow, options),
  ].join('\t');
}

function extraCells(workflow: Workflow, { wide, withUid }: WorkflowTableOptions): string[] {
  return [...(wide ? wideCells(workflow) : []), ...(withUid ? [workflow.metadata.uid ?? ''] : [])];
}

function wideCells(workflow: Workflow): string[] {
  const { pending, running, completed } = countPods(workflow.status?.nodes);
  return [`${pending}/${running}/${completed}`, parameterText(workflow)];
}

function between(start: string | null | undefined, end: string | null | undefined, now: Instant): string {
  const from = fromRfc3339(start);
  return from === undefined ? '0s' : shortDuration((fromRfc3339(end) ?? now) - from);
}

const PARAMETER_LENGTH = 50;
const PARAMETER_TAIL = 15;

function parameterText({ spec }: Workflow): string {
  const given = (spec.arguments?.parameters ?? []).filter(({ value }) => value !== undefined && value !== null);
  return given.map(({ name, value }) => `${name}=${shortened(String(value))}`).join(',');
}

/** Keeps the beginning and the last 15 characters of a long value (acceptance 9-043). */
function shortened(value: string): string {
  if (value.length <= PARAMETER_LENGTH) return value;
  return `${value.slice(0, PARAMETER_LENGTH - 3 - PARAMETER_TAIL)}...${value.slice(-PARAMETER_TAIL)}`;
}

const MANY = 100;
const COMPLETED: ReadonlySet<string | undefined> = new Set(['Succeeded', 'Failed', 'Error']);

function costNudge(workflows: readonly Workflow[]): string {
  const completed = workflows.filter(({ status }) => COMPLETED.has(status?.phase)).length;
  const incomplete = workflows.length - completed;
  const parts = [incomplete > MANY ? `${incomplete} incomplete` : '', completed > MANY ? `${completed} completed` : ''].filter(Boolean);
  if (parts.length === 0) return '';
  return `\nYou have at least ${parts.join(' and ')} workflows. Reducing the total number of workflows will reduce your costs.\n`;
}
