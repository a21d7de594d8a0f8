import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { toggle } from '../../flags.ts';
import { waitForWorkflows } from '../../workflows/await-workflow.ts';
import { workflowName } from '../../workflows/find-workflow.ts';

export interface WaitCommandOptions {
  readonly names: readonly string[];
  readonly ignoreNotFound: boolean;
}

export const command = defineCommand<WaitCommandOptions>({
  usage: 'WORKFLOW...',
  about: 'Says how each workflow ended. The exit code is 1 if any of them failed.',
  examples: [
    { about: 'Wait for a workflow', command: 'argo wait my-wf' },
    { about: 'Wait for the newest one', command: 'argo wait @latest' },
    { about: 'Start one and wait for it', command: 'argo wait $(argo submit my-wf.yaml -o name)' },
  ],
  flags: [toggle('--ignore-not-found', 'a workflow that does not exist is no error')],
  parse: ({ args, flags }) => {
    if (args.length === 0)
      throw new CliFailure('requires at least 1 arg(s), only received 0', { hint: '`argo wait @latest` waits for the newest workflow' });
    return { names: args, ignoreNotFound: flags.on('ignoreNotFound') };
  },
  run: async (context, { names, ignoreNotFound }) => {
    const cluster = await context.connect();
    const resolved = await Promise.all(names.map((name) => workflowName(cluster, name)));
    return waitForWorkflows(context, { names: resolved, ignoreNotFound, quiet: false });
  },
});
