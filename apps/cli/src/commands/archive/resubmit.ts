import { identifierFlags, type IdentifierKind, parseIdentifierKind } from '../../archive/archived-ref.ts';
import { selectArchived } from '../../archive/selected-archived.ts';
import { defineCommand } from '../../command.ts';
import { many, text, toggle } from '../../flags.ts';
import { checkedParameters } from '../../manifests/parameters.ts';
import { type FollowUp, followUpFlags, parseFollowUp, runFollowUp } from '../../submission/follow-up.ts';
import { type PrintOptions, printWorkflow } from '../../workflows/print-workflow.ts';
import { parseSelection, type Selection, selectionFlags } from '../../workflows/select-workflows.ts';

export interface ArchiveResubmitOptions {
  readonly selection: Selection;
  readonly kind: IdentifierKind;
  readonly memoized: boolean;
  readonly parameters: readonly string[];
  readonly followUp: FollowUp;
  readonly print: PrintOptions;
}

export const command = defineCommand<ArchiveResubmitOptions>({
  usage: 'UID|NAME... | -l LABELS',
  about: 'A new workflow of the same specification as the archived one.',
  examples: [
    { about: 'Run an archived workflow once more', command: 'argo archive resubmit my-wf' },
    { about: 'With another parameter, and wait for it', command: 'argo archive resubmit my-wf -p message=bye --wait' },
  ],
  flags: [
    toggle('--memoized', 'take over the steps that succeeded and their outputs'),
    many('-p, --parameter <name=value>', 'value of a parameter instead of the old one'),
    text('-o, --output <format>', 'output format', ['name', 'json', 'yaml', 'wide']),
    ...identifierFlags(),
    ...followUpFlags(),
    ...selectionFlags(),
  ],
  parse: (invocation) => ({
    selection: parseSelection(invocation),
    kind: parseIdentifierKind(invocation.flags),
    memoized: invocation.flags.on('memoized'),
    parameters: checkedParameters(invocation.flags.list('parameter')),
    followUp: parseFollowUp(invocation),
    print: { output: invocation.flags.text('output'), utf8: true },
  }),
  run: async (context, options) => {
    const cluster = await context.connect();
    const names: string[] = [];
    for (const ref of await selectArchived(cluster, options.selection, { kind: options.kind, now: context.clock.now() })) {
      const created = await cluster.archive.resubmit(ref, options);
      await printWorkflow(context, created, options.print);
      names.push(created.metadata.name ?? '');
    }
    if (names.length === 0) context.io.out('No workflows to resubmit.\n');
    return runFollowUp(context, names, { ...options.followUp, print: options.print });
  },
});
