import { defineCommand } from '../../command.ts';
import { toggle } from '../../flags.ts';
import { parseSelection, type Selection, selectionFlags, selectWorkflows } from '../../workflows/select-workflows.ts';

export interface TerminateOptions {
  readonly selection: Selection;
  readonly dryRun: boolean;
}

export const command = defineCommand<TerminateOptions>({
  usage: 'WORKFLOW... | -l LABELS',
  about: 'Everything is ended at once; exit handlers do not run. `argo stop` lets them run.',
  examples: [
    { about: 'Terminate a workflow', command: 'argo terminate my-wf' },
    { about: 'Terminate all workflows with a label', command: 'argo terminate -l team=a' },
  ],
  flags: [toggle('--dry-run', 'only say what would be terminated'), ...selectionFlags()],
  parse: (invocation) => ({ selection: parseSelection(invocation), dryRun: invocation.flags.on('dryRun') }),
  run: async (context, { selection, dryRun }) => {
    const cluster = await context.connect();
    for (const ref of await selectWorkflows(cluster, selection)) {
      if (ref.over) continue;
      if (!dryRun) await cluster.changes.terminate(ref);
      context.io.out(`workflow ${ref.name} terminated${dryRun ? ' (dry-run)' : ''}\n`);
    }
    return 0;
  },
});
