import { defineCommand } from '../../command.ts';
import { text, toggle } from '../../flags.ts';
import { parseRestart, restartEach, restartFlags, type RestartOptions } from '../../submission/restart.ts';
import { selectWorkflows } from '../../workflows/select-workflows.ts';

export interface ResubmitCommandOptions extends RestartOptions {
  readonly memoized: boolean;
  readonly priority?: number;
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
    text('--priority <number>', 'priority among waiting workflows'),
    ...restartFlags(),
  ],
  parse: (invocation) => {
    const priority = invocation.flags.number('priority');
    return {
      ...parseRestart(invocation),
      memoized: invocation.flags.on('memoized'),
      ...(priority !== undefined && { priority }),
    };
  },
  run: async (context, options) => {
    const cluster = await context.connect();
    const refs = await selectWorkflows(cluster, options.selection);
    return restartEach(context, { verb: 'resubmit', refs, start: (ref) => cluster.changes.resubmit(ref, options) }, options);
  },
});
