import type { Workflow } from '@argosy/api';
import { isErrorWithCode } from '@argosy/std';
import type { Cluster } from '../../backend/backend.ts';
import { type CommandContext, defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { commaList, text, toggle } from '../../flags.ts';
import { WORKFLOWS } from '../../backend/resources.ts';
import { parseDuration } from '../../workflows/durations.ts';
import { workflowName } from '../../workflows/find-workflow.ts';
import { requireInstance } from '../../workflows/instance.ts';
import { type KubeWorkflow, listWorkflows, type WorkflowFilter } from '../../workflows/list-workflows.ts';

export interface DeleteOptions {
  readonly names: readonly string[];
  readonly allNamespaces: boolean;
  /** Absent where only names are given. */
  readonly filter?: Pick<WorkflowFilter, 'labels' | 'fields' | 'prefix' | 'phases' | 'completed' | 'resubmitted' | 'chunkSize'>;
  readonly older: string;
  readonly dryRun: boolean;
  readonly force: boolean;
}

export const command = defineCommand<DeleteOptions>({
  usage: '[WORKFLOW...]',
  examples: [
    { about: 'Delete a workflow with its pods', command: 'argo delete my-wf' },
    { about: 'Delete the newest one', command: 'argo delete @latest' },
    { about: 'Delete what ended more than a day ago', command: 'argo delete --older 1d' },
    { about: 'See what would be deleted', command: 'argo delete --completed --prefix nightly- --dry-run' },
  ],
  flags: [
    toggle('--all', 'all workflows of the namespace'),
    toggle('-A, --all-namespaces', 'in all namespaces'),
    toggle('--completed', 'those that have ended'),
    toggle('--resubmitted', 'those that are a second try of another'),
    text('--prefix <text>', 'those whose name begins so'),
    text('--older <duration>', 'those that ended before this time, for example 10m, 3h, 1d'),
    commaList('--status <phases>', 'those in these phases, parted by commas'),
    text('-l, --selector <labels>', 'those with these labels'),
    text('--field-selector <fields>', 'those with these fields'),
    text('--query-chunk-size <number>', 'workflows per request of the search'),
    toggle('--dry-run', 'only say what would be deleted'),
    toggle('--force', 'remove finalizers first'),
  ],
  parse: ({ args, flags }) => {
    const searching =
      ['all', 'completed', 'resubmitted'].some((name) => flags.on(name)) ||
      ['prefix', 'older', 'selector', 'fieldSelector'].some((name) => flags.text(name) !== '') ||
      flags.list('status').length > 0;
    if (args.length === 0 && !searching)
      throw new CliFailure('requires either selector or workflow', {
        hint: 'name workflows, or use @latest, --completed, --older, -l or --all',
      });
    const chunkSize = flags.number('queryChunkSize');
    const filter = {
      labels: flags.text('selector'),
      fields: flags.text('fieldSelector'),
      prefix: flags.text('prefix'),
      phases: flags.list('status'),
      completed: flags.on('completed') || flags.text('older') !== '',
      resubmitted: flags.on('resubmitted'),
      ...(chunkSize !== undefined && { chunkSize }),
    };
    return {
      names: args,
      allNamespaces: flags.on('allNamespaces'),
      older: flags.text('older'),
      dryRun: flags.on('dryRun'),
      force: flags.on('force'),
      ...(searching && { filter }),
    };
  },
  run: async (context, options) => {
    const cluster = await context.connect();
    const doomed = [...(await named(context, cluster, options)), ...(await found(context, cluster, options))];
    for (const { metadata } of doomed)
      await remove(context, { name: metadata.name ?? '', namespace: metadata.namespace ?? cluster.namespace }, options);
    if (doomed.length === 0) context.io.out('No resources found\n');
    return 0;
  },
});

type Doomed = Pick<Workflow, 'metadata'>;

async function named(context: CommandContext, cluster: Cluster, { names }: DeleteOptions): Promise<Doomed[]> {
  const doomed: Doomed[] = [];
  for (const name of names) {
    const resolved = await workflowName(cluster, name);
    try {
      const workflow = await cluster.client.get<KubeWorkflow>(WORKFLOWS, { name: resolved, namespace: cluster.namespace });
      requireInstance(workflow, cluster.instanceId);
      doomed.push(workflow);
    } catch (error) {
      if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
      doomed.push({ metadata: { name: resolved, namespace: cluster.namespace } });
    }
  }
  return doomed;
}

async function found(context: CommandContext, cluster: Cluster, { filter, older, allNamespaces }: DeleteOptions): Promise<Doomed[]> {
  if (!filter) return [];
  const finishedBefore = older === '' ? undefined : context.clock.now() - parseDuration(older, 'older');
  return listWorkflows(cluster.client, {
    ...filter,
    instanceId: cluster.instanceId,
    ...(!allNamespaces && { namespace: cluster.namespace }),
    ...(finishedBefore !== undefined && { finishedBefore }),
  });
}

/** A workflow that is already gone is said to be so, and is no error. */
async function remove(
  context: CommandContext,
  ref: { readonly name: string; readonly namespace: string },
  { dryRun, force }: DeleteOptions,
): Promise<void> {
  if (dryRun) return context.io.out(`Workflow '${ref.name}' deleted (dry-run)\n`);
  try {
    await (await context.connect()).changes.remove(ref, { force });
    context.io.out(`Workflow '${ref.name}' deleted\n`);
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
    context.io.out(`Workflow '${ref.name}' not found\n`);
  }
}
