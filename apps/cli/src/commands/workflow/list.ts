import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { commaList, text, toggle } from '../../flags.ts';
import { tableFor } from '../../output/terminal-lines.ts';
import { workflowTable } from '../../output/workflow-table.ts';
import { parseDuration } from '../../workflows/durations.ts';
import { unpacked } from '../../workflows/packed-nodes.ts';
import { listWorkflows, type WorkflowFilter } from '../../workflows/list-workflows.ts';

export interface ListOptions {
  readonly allNamespaces: boolean;
  readonly filter: Omit<WorkflowFilter, 'instanceId' | 'namespace' | 'createdAfter' | 'finishedBefore'>;
  readonly since: string;
  readonly older: string;
  readonly headers: boolean;
  readonly output: string;
}

const FORMATS = ['name', 'wide', 'json', 'yaml'];

export const command = defineCommand<ListOptions>({
  usage: '',
  about: 'Unfinished workflows come first, then the finished ones, newest first.',
  examples: [
    { about: 'Workflows of the namespace', command: 'argo list' },
    { about: 'Workflows of all namespaces', command: 'argo list -A' },
    { about: 'What failed', command: 'argo list --status Failed,Error' },
    { about: 'What ended more than a week ago', command: 'argo list --completed --older 7d' },
    { about: 'Names only, for a script', command: 'argo list --running -o name' },
  ],
  flags: [
    toggle('-A, --all-namespaces', 'of all namespaces'),
    text('-l, --selector <labels>', 'only those with these labels, k1=v1,k2!=v2'),
    text('--field-selector <fields>', 'only those with these fields, metadata.name=x'),
    text('--prefix <text>', 'only those whose name begins so'),
    commaList('--status <phases>', 'only those in these phases, parted by commas'),
    toggle('--completed', 'only those that have ended'),
    toggle('--running', 'only those that have not ended'),
    toggle('--resubmitted', 'only those that are a second try of another'),
    text('--since <duration>', 'only those created within this time, or still running'),
    text('--older <duration>', 'only those that ended before this time'),
    text('--chunk-size <number>', 'workflows per request; 0 for all in one (default 500)'),
    toggle('--no-headers', 'no header line'),
    text('-o, --output <format>', 'output format', FORMATS),
  ],
  parse: ({ args, flags }) => {
    if (args.length > 0)
      throw new CliFailure(`unexpected argument "${args[0]}"`, {
        hint: '`argo get` shows one workflow, `argo list --prefix` those whose name begins so',
      });
    const chunkSize = flags.number('chunkSize');
    return {
      allNamespaces: flags.on('allNamespaces'),
      since: flags.text('since'),
      older: flags.text('older'),
      headers: flags.on('headers'),
      output: flags.text('output'),
      filter: {
        labels: flags.text('selector'),
        fields: flags.text('fieldSelector'),
        prefix: flags.text('prefix'),
        phases: flags.list('status'),
        completed: flags.on('completed'),
        running: flags.on('running'),
        resubmitted: flags.on('resubmitted'),
        ...(chunkSize !== undefined && { chunkSize }),
      },
    };
  },
  run: async (context, options) => {
    const now = context.clock.now();
    const since = options.since === '' ? undefined : now - parseDuration(options.since, 'since');
    const older = options.older === '' ? undefined : now - parseDuration(options.older, 'older');
    const { client, namespace, instanceId } = await context.connect();
    const workflows = await listWorkflows(client, {
      ...options.filter,
      instanceId,
      ...(!options.allNamespaces && { namespace }),
      ...(since !== undefined && { createdAfter: since }),
      ...(older !== undefined && { finishedBefore: older }),
    });
    if (options.output === 'name') context.io.out(workflows.map(({ metadata }) => `${metadata.name}\n`).join(''));
    else if (options.output === 'json') context.io.out(`${JSON.stringify(workflows, null, 2)}\n`);
    else if (options.output === 'yaml') context.io.out((await import('../../output/yaml-text.ts')).yamlText(workflows));
    else if (workflows.length === 0) context.io.out('No workflows found\n');
    else
      context.io.out(
        tableFor(
          context.io,
          workflowTable(await Promise.all(workflows.map(unpacked)), {
            now,
            wide: options.output === 'wide',
            allNamespaces: options.allNamespaces,
            headers: options.headers,
          }),
        ),
      );
    return 0;
  },
});
