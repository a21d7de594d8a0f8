import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { selectWorkflows } from '../../workflows/select-workflows.ts';

export const command = defineCommand<{ readonly names: readonly string[] }>({
  usage: 'WORKFLOW...',
  about: 'Steps that run go on to their end; no new ones are started before `argo resume`.',
  examples: [
    { about: 'Suspend a workflow', command: 'argo suspend my-wf' },
    { about: 'Suspend the newest one', command: 'argo suspend @latest' },
  ],
  flags: [],
  parse: ({ args }) => {
    if (args.length === 0) throw new CliFailure('requires at least 1 arg(s), only received 0');
    return { names: args };
  },
  run: async (context, { names }) => {
    const cluster = await context.connect();
    for (const ref of await selectWorkflows(cluster, { names, labels: '', fields: '' })) {
      await cluster.changes.suspend(ref);
      context.io.out(`workflow ${ref.shown} suspended\n`);
    }
    return 0;
  },
});
