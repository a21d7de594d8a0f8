import type { Cluster } from '../backend/backend.ts';
import type { Invocation } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { text } from '../flags.ts';
import { LATEST, workflowName } from './find-workflow.ts';
import { listWorkflows } from './list-workflows.ts';

/** Workflows by name, by labels, by fields, or by several of these. */
export interface Selection {
  readonly names: readonly string[];
  readonly labels: string;
  readonly fields: string;
}

export interface WorkflowRef {
  /** As the user named it: `@latest` stays, since messages repeat it. */
  readonly shown: string;
  readonly name: string;
  readonly namespace: string;
  /** Found by a selector and over already: what is only for running workflows passes it by. */
  readonly over: boolean;
}

export function selectionFlags() {
  return [
    text('-l, --selector <labels>', 'all workflows with these labels, k1=v1,k2!=v2'),
    text('--field-selector <fields>', 'all workflows with these fields, metadata.name=x'),
  ];
}

/** Reads names and the flags of `selectionFlags`; one of them must be given. */
export function parseSelection({ args, flags }: Invocation): Selection {
  const selection = { names: args, labels: flags.text('selector').trim(), fields: flags.text('fieldSelector').trim() };
  if (args.length === 0 && selection.labels === '' && selection.fields === '')
    throw new CliFailure('requires either selector or workflow', { hint: 'name workflows, or use @latest or -l' });
  return selection;
}

/** The workflows that are meant, each once. */
export async function selectWorkflows(cluster: Cluster, selection: Selection): Promise<WorkflowRef[]> {
  const refs = new Map<string, WorkflowRef>();
  const add = (ref: WorkflowRef): void => void (refs.has(`${ref.namespace}/${ref.name}`) || refs.set(`${ref.namespace}/${ref.name}`, ref));
  if (selection.labels !== '' || selection.fields !== '') {
    const workflows = await listWorkflows(cluster.client, {
      namespace: cluster.namespace,
      instanceId: cluster.instanceId,
      labels: selection.labels,
      fields: selection.fields,
    });
    for (const { metadata, status } of workflows)
      add({
        shown: metadata.name ?? '',
        name: metadata.name ?? '',
        namespace: metadata.namespace ?? cluster.namespace,
        over: Boolean(status?.finishedAt),
      });
  }
  for (const shown of selection.names) {
    const name = shown === LATEST ? await workflowName(cluster, shown) : shown;
    add({ shown, name, namespace: cluster.namespace, over: false });
  }
  return [...refs.values()];
}
