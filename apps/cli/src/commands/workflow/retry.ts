import { defineCommand } from '../../command.ts';
import {
  parseRestart,
  parseRetriedSteps,
  restartEach,
  restartFlags,
  type RestartOptions,
  type RetriedSteps,
  retriedStepsFlags,
} from '../../submission/restart.ts';
import { selectWorkflows } from '../../workflows/select-workflows.ts';

export interface RetryCommandOptions extends RestartOptions, RetriedSteps {}

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
  flags: [...retriedStepsFlags(), ...restartFlags()],
  parse: (invocation) => ({ ...parseRestart(invocation), ...parseRetriedSteps(invocation) }),
  run: async (context, options) => {
    const cluster = await context.connect();
    const refs = await selectWorkflows(cluster, options.selection);
    return restartEach(context, { verb: 'retry', refs, start: (ref) => cluster.changes.retry(ref, options) }, options);
  },
});
