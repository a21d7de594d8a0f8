import { identifierFlags, type IdentifierKind, parseIdentifierKind } from '../../archive/archived-ref.ts';
import { selectArchived } from '../../archive/selected-archived.ts';
import { defineCommand } from '../../command.ts';
import { many, text, toggle } from '../../flags.ts';
import { checkedSelector, nodeSelectorFlag } from '../../interventions/node-matcher.ts';
import { checkedParameters } from '../../manifests/parameters.ts';
import { type FollowUp, followUpFlags, parseFollowUp, runFollowUp } from '../../submission/follow-up.ts';
import { type PrintOptions, printWorkflow } from '../../workflows/print-workflow.ts';
import { parseSelection, type Selection, selectionFlags } from '../../workflows/select-workflows.ts';

export interface ArchiveRetryOptions {
  readonly selection: Selection;
  readonly kind: IdentifierKind;
  readonly restartSuccessful: boolean;
  readonly nodeSelector: string;
  readonly parameters: readonly string[];
  readonly followUp: FollowUp;
  readonly print: PrintOptions;
}

export const command = defineCommand<ArchiveRetryOptions>({
  usage: 'UID|NAME... | -l LABELS',
  about: 'Puts the archived workflow back into the cluster and runs what failed again.',
  examples: [
    { about: 'Retry an archived workflow', command: 'argo archive retry my-wf' },
    { about: 'And follow its logs', command: 'argo archive retry my-wf --log' },
  ],
  flags: [
    toggle('--restart-successful', 'also run the steps that --node-field-selector picks and that succeeded'),
    nodeSelectorFlag('steps for --restart-successful'),
    many('-p, --parameter <name=value>', 'value of a parameter instead of the old one'),
    text('-o, --output <format>', 'output format', ['name', 'json', 'yaml', 'wide']),
    ...identifierFlags(),
    ...followUpFlags(),
    ...selectionFlags(),
  ],
  parse: (invocation) => ({
    selection: parseSelection(invocation),
    kind: parseIdentifierKind(invocation.flags),
    restartSuccessful: invocation.flags.on('restartSuccessful'),
    nodeSelector: checkedSelector(invocation.flags.text('nodeFieldSelector')),
    parameters: checkedParameters(invocation.flags.list('parameter')),
    followUp: parseFollowUp(invocation),
    print: { output: invocation.flags.text('output'), utf8: true },
  }),
  run: async (context, options) => {
    const cluster = await context.connect();
    const names: string[] = [];
    for (const ref of await selectArchived(cluster, options.selection, { kind: options.kind, now: context.clock.now() })) {
      const retried = await cluster.archive.retry(ref, options);
      await printWorkflow(context, retried, options.print);
      names.push(retried.metadata.name ?? '');
    }
    if (names.length === 0) context.io.out('No workflows to retry.\n');
    return runFollowUp(context, names, { ...options.followUp, print: options.print });
  },
});
