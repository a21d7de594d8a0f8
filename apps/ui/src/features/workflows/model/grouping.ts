import type { Workflow } from '@argosy/api';

/** `template`, `day`, or `label:` and a key; empty: no groups. The address keeps it. */
export type Grouping = string;

export interface WorkflowGroup {
  /** Empty for those that belong to none. */
  readonly name: string;
  readonly workflows: readonly Workflow[];
}

const TEMPLATE_LABELS = [
  'workflows.argoproj.io/workflow-template',
  'workflows.argoproj.io/cluster-workflow-template',
  'workflows.argoproj.io/cron-workflow',
];
const OWN = 'workflows.argoproj.io/';
const LABEL = 'label:';

/** Groups in the order in which their first workflow stands in the list; those of none come last. */
export function grouped(workflows: readonly Workflow[], by: Grouping): readonly WorkflowGroup[] {
  const groups = new Map<string, Workflow[]>();
  for (const workflow of workflows) {
    const name = groupOf(workflow, by);
    const group = groups.get(name);
    if (group) group.push(workflow);
    else groups.set(name, [workflow]);
  }
  const all = [...groups].map(([name, members]) => ({ name, workflows: members }));
  return [...all.filter(({ name }) => name !== ''), ...all.filter(({ name }) => name === '')];
}

/** The ways to group what is on the page: only labels that some of it have. */
export function groupings(workflows: readonly Workflow[]): readonly Grouping[] {
  const keys = new Set(workflows.flatMap(({ metadata }) => Object.keys(metadata.labels ?? {})).filter((key) => !key.startsWith(OWN)));
  return ['template', 'day', ...[...keys].sort().map((key) => LABEL + key)];
}

function groupOf({ metadata }: Workflow, by: Grouping): string {
  const { labels = {}, creationTimestamp = '' } = metadata;
  if (by === 'day') return creationTimestamp.slice(0, 10);
  if (by.startsWith(LABEL)) return labels[by.slice(LABEL.length)] ?? '';
  return TEMPLATE_LABELS.map((key) => labels[key]).find((name) => name !== undefined) ?? '';
}
