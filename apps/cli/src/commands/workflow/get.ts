import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { text } from '../../flags.ts';
import { findWorkflow } from '../../workflows/find-workflow.ts';
import { nodeFilterFlags, OUTPUT_FORMATS, type PrintOptions, printOptions, printWorkflow } from '../../workflows/print-workflow.ts';

export interface GetOptions {
  readonly names: readonly string[];
  readonly print: PrintOptions;
}

export const command = defineCommand<GetOptions>({
  usage: 'WORKFLOW...',
  about: 'Prints what a workflow is and was given, and its steps as a tree. @latest is the newest workflow.',
  examples: [
    { about: 'A workflow and its steps', command: 'argo get my-wf' },
    { about: 'The newest one, with artifacts and the nodes it ran on', command: 'argo get @latest -o wide' },
    { about: 'Only the steps that failed', command: 'argo get my-wf --status Failed' },
    { about: 'One field of it', command: 'argo get my-wf -o json | jq .status.outputs' },
  ],
  flags: [text('-o, --output <format>', 'output format', OUTPUT_FORMATS), ...nodeFilterFlags()],
  parse: (invocation) => {
    if (invocation.args.length === 0)
      throw new CliFailure('requires at least 1 arg(s), only received 0', { hint: '`argo get @latest` shows the newest workflow' });
    return { names: invocation.args, print: printOptions(invocation) };
  },
  run: async (context, { names, print }) => {
    const cluster = await context.connect();
    for (const name of names) await printWorkflow(context, await findWorkflow(cluster, name), print);
    return 0;
  },
});
