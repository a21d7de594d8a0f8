import { defineCommand } from '../../command.ts';
import { many, text, toggle } from '../../flags.ts';
import { checkedSelector, nodeSelectorFlag } from '../../interventions/node-matcher.ts';
import { checkedParameters } from '../../manifests/parameters.ts';
import { type FollowUp, followUpFlags, parseFollowUp, runFollowUp } from '../../submission/follow-up.ts';
import { type PrintOptions, printWorkflow } from '../../workflows/print-workflow.ts';
import { parseSelection, type Selection, selectionFlags, selectWorkflows } from '../../workflows/select-workflows.ts';

export interface RetryCommandOptions {
  readonly selection: Selection;
  readonly restartSuccessful: boolean;
  readonly nodeSelector: string;
  readonly parameters: readonly string[];
  readonly followUp: FollowUp;
  readonly print: PrintOptions;
}

export const command = defineCommand<RetryCommandOptions>({
  usage: 'WORKFLOW... | -l LABELS',
  about: 'The same workflow goes on: what succeeded is kept, what failed and what follows it runs again.',
  examples: [
    { about: 'Retry a workflow and wait for it', command: 'argo retry my-wf --wait' },
    { about: 'With another parameter', command: 'argo retry my-wf -p memory=2Gi' },
    {
      about: 'Run a step that succeeded once more',
      command: 'argo retry my-wf --restart-successful --node-field-selector displayName=build',
    },
  ],
  flags: [
    toggle('--restart-successful', 'also run the steps that --node-field-selector picks and that succeeded'),
    nodeSelectorFlag('steps for --restart-successful'),
    many('-p, --parameter <name=value>', 'value of a parameter instead of the old one'),
    text('-o, --output <format>', 'output format', ['name', 'json', 'yaml', 'wide']),
    ...followUpFlags(),
    ...selectionFlags(),
  ],
  parse: (invocation) => ({
    selection: parseSelection(invocation),
    restartSuccessful: invocation.flags.on('restartSuccessful'),
    nodeSelector: checkedSelector(invocation.flags.text('nodeFieldSelector')),
    parameters: checkedParameters(invocation.flags.list('parameter')),
    followUp: parseFollowUp(invocation),
    print: { output: invocation.flags.text('output'), utf8: true },
  }),
  run: async (context, options) => {
    const cluster = await context.connect();
    const refs = await selectWorkflows(cluster, options.selection);
    for (const ref of refs) await printWorkflow(context, await cluster.changes.retry(ref, options), options.print);
    if (refs.length === 0) context.io.out('No workflows to retry.\n');
    return runFollowUp(
      context,
      refs.map(({ name }) => name),
      { ...options.followUp, print: options.print },
    );
  },
});
