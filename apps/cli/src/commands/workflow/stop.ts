import { defineCommand } from '../../command.ts';
import { text, toggle } from '../../flags.ts';
import { checkedSelector, nodeSelectorFlag } from '../../interventions/node-matcher.ts';
import { parseSelection, type Selection, selectionFlags, selectWorkflows } from '../../workflows/select-workflows.ts';

export interface StopOptions {
  readonly selection: Selection;
  readonly nodeSelector: string;
  readonly message: string;
  readonly dryRun: boolean;
}

export const command = defineCommand<StopOptions>({
  usage: 'WORKFLOW... | -l LABELS',
  about: 'Running steps are ended, exit handlers still run. With --node-field-selector only the suspended steps that match fail.',
  examples: [
    { about: 'Stop a workflow', command: 'argo stop my-wf' },
    { about: 'Stop all workflows with a label', command: 'argo stop -l team=a' },
    { about: 'Refuse an approval step', command: "argo stop my-wf --node-field-selector displayName=approve --message 'not today'" },
  ],
  flags: [
    text('--message <text>', 'message of the steps that --node-field-selector picks'),
    nodeSelectorFlag('steps that wait and shall fail'),
    toggle('--dry-run', 'only say what would be stopped'),
    ...selectionFlags(),
  ],
  parse: (invocation) => {
    const { flags } = invocation;
    const nodeSelector = checkedSelector(flags.text('nodeFieldSelector'));
    return { selection: parseSelection(invocation), nodeSelector, message: flags.text('message'), dryRun: flags.on('dryRun') };
  },
  run: async (context, options) => {
    // Argo takes it without a word, and so do scripts that were written for it.
    if (options.message !== '' && options.nodeSelector === '')
      context.io.error(
        '--message is for steps that --node-field-selector picks: a workflow that is stopped as a whole gets a message of its own\n',
      );
    const cluster = await context.connect();
    for (const ref of await selectWorkflows(cluster, options.selection)) {
      if (ref.over) continue;
      if (!options.dryRun) await cluster.changes.stop(ref, options);
      context.io.out(`workflow ${ref.name} stopped${options.dryRun ? ' (dry-run)' : ''}\n`);
    }
    return 0;
  },
});
