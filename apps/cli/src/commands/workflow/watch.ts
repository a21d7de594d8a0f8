import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { findWorkflow } from '../../workflows/find-workflow.ts';
import { nodeFilterFlags, type PrintOptions, printOptions } from '../../workflows/print-workflow.ts';
import { watchWorkflow } from '../../workflows/watch-workflow.ts';

export interface WatchOptions {
  readonly name: string;
  readonly print: PrintOptions;
}

export const command = defineCommand<WatchOptions>({
  usage: 'WORKFLOW',
  examples: [
    { about: 'Watch a workflow until it ends', command: 'argo watch my-wf' },
    { about: 'Watch the newest one', command: 'argo watch @latest' },
  ],
  flags: nodeFilterFlags(),
  parse: (invocation) => {
    const [name, excess] = invocation.args;
    if (name === undefined || excess !== undefined)
      throw new CliFailure('exactly one workflow is expected', { hint: '`argo watch @latest` watches the newest workflow' });
    return { name, print: { ...printOptions(invocation), output: '' } };
  },
  run: async (context, { name, print }) => {
    const workflow = await findWorkflow(await context.connect(), name);
    await watchWorkflow(context, workflow.metadata.name ?? name, print);
    return 0;
  },
});
