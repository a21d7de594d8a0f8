import { defineCommand } from '../../command.ts';
import { many, text, toggle } from '../../flags.ts';
import { checkedParameters } from '../../manifests/parameters.ts';
import { type FollowUp, followUpFlags, parseFollowUp, runFollowUp } from '../../submission/follow-up.ts';
import { type PrintOptions, printWorkflow } from '../../workflows/print-workflow.ts';
import { parseSelection, type Selection, selectionFlags, selectWorkflows } from '../../workflows/select-workflows.ts';

export interface ResubmitCommandOptions {
  readonly selection: Selection;
  readonly memoized: boolean;
  readonly priority?: number;
  readonly parameters: readonly string[];
  readonly followUp: FollowUp;
  readonly print: PrintOptions;
}

export const command = defineCommand<ResubmitCommandOptions>({
  usage: 'WORKFLOW... | -l LABELS',
  about: 'A new workflow of the same specification; the old one stays as it is. `argo retry` goes on with the old one.',
  examples: [
    { about: 'Run a workflow once more', command: 'argo resubmit my-wf' },
    { about: 'Keep what succeeded in the failed run', command: 'argo resubmit my-wf --memoized' },
    { about: 'With another parameter, and watch it', command: 'argo resubmit my-wf -p message=bye --watch' },
  ],
  flags: [
    toggle('--memoized', 'take over the steps that succeeded and their outputs'),
    many('-p, --parameter <name=value>', 'value of a parameter instead of the old one'),
    text('--priority <number>', 'priority among waiting workflows'),
    text('-o, --output <format>', 'output format', ['name', 'json', 'yaml', 'wide']),
    ...followUpFlags(),
    ...selectionFlags(),
  ],
  parse: (invocation) => {
    const { flags } = invocation;
    const priority = flags.number('priority');
    return {
      selection: parseSelection(invocation),
      memoized: flags.on('memoized'),
      ...(priority !== undefined && { priority }),
      parameters: checkedParameters(flags.list('parameter')),
      followUp: parseFollowUp(invocation),
      print: { output: flags.text('output'), utf8: true },
    };
  },
  run: async (context, options) => {
    const cluster = await context.connect();
    const names: string[] = [];
    for (const ref of await selectWorkflows(cluster, options.selection)) {
      const created = await cluster.changes.resubmit(ref, options);
      await printWorkflow(context, created, options.print);
      names.push(created.metadata.name ?? '');
    }
    if (names.length === 0) context.io.out('No workflows to resubmit.\n');
    return runFollowUp(context, names, { ...options.followUp, print: options.print });
  },
});
