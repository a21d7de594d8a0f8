import { defineCommand } from '../../command.ts';
import { text } from '../../flags.ts';
import { workflowTable } from '../../output/workflow-table.ts';

export interface ArchiveListOptions {
  readonly labels: string;
  readonly chunkSize?: number;
  readonly output: string;
}

export const command = defineCommand<ArchiveListOptions>({
  usage: '',
  examples: [
    { about: 'Archived workflows of the namespace', command: 'argo archive list' },
    { about: 'By label, as JSON', command: 'argo archive list -l team=a -o json' },
  ],
  flags: [
    text('-l, --selector <labels>', 'only those with these labels'),
    text('--chunk-size <number>', 'workflows per request'),
    text('-o, --output <format>', 'output format (default wide)', ['name', 'wide', 'json', 'yaml']),
  ],
  parse: ({ flags }) => {
    const chunkSize = flags.number('chunkSize');
    return { labels: flags.text('selector').trim(), output: flags.text('output'), ...(chunkSize !== undefined && { chunkSize }) };
  },
  run: async (context, { output, ...filter }) => {
    const { archive, namespace } = await context.connect();
    const workflows = await archive.list({ namespace, ...filter });
    if (output === 'json') context.io.out(`${JSON.stringify(workflows, null, 2)}\n`);
    else if (output === 'yaml') context.io.out((await import('../../output/yaml-text.ts')).yamlText(workflows));
    else if (output === 'name') context.io.out(workflows.map(({ metadata }) => `${metadata.name ?? ''}\n`).join(''));
    else if (workflows.length === 0) context.io.out('No workflows found\n');
    else
      context.io.out(workflowTable(workflows, { now: context.clock.now(), wide: true, allNamespaces: true, headers: true, withUid: true }));
    return 0;
  },
});
