import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { checkedSelector, nodeSelectorFlag } from '../../interventions/node-matcher.ts';
import { selectWorkflows } from '../../workflows/select-workflows.ts';

export interface ResumeCommandOptions {
  readonly names: readonly string[];
  readonly nodeSelector: string;
}

export const command = defineCommand<ResumeCommandOptions>({
  usage: 'WORKFLOW...',
  about: 'Lets suspended workflows and the suspend steps in them go on.',
  examples: [
    { about: 'Resume a workflow', command: 'argo resume my-wf' },
    { about: 'Resume one suspend step', command: 'argo resume my-wf --node-field-selector displayName=approve' },
  ],
  flags: [nodeSelectorFlag('only the suspend steps that match')],
  parse: ({ args, flags }) => {
    if (args.length === 0) throw new CliFailure('requires at least 1 arg(s), only received 0');
    return { names: args, nodeSelector: checkedSelector(flags.text('nodeFieldSelector')) };
  },
  run: async (context, { names, nodeSelector }) => {
    const cluster = await context.connect();
    for (const ref of await selectWorkflows(cluster, { names, labels: '', fields: '' })) {
      await cluster.changes.resume(ref, { nodeSelector });
      context.io.out(`workflow ${ref.shown} resumed\n`);
    }
    return 0;
  },
});
