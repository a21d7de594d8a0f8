import { archivedRef, identifierFlags, type IdentifierKind, parseIdentifierKind } from '../../archive/archived-ref.ts';
import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { text } from '../../flags.ts';
import { printWorkflow } from '../../workflows/print-workflow.ts';

export interface ArchiveGetOptions {
  readonly names: readonly string[];
  readonly kind: IdentifierKind;
  readonly output: string;
}

export const command = defineCommand<ArchiveGetOptions>({
  usage: 'UID|NAME...',
  examples: [
    { about: 'An archived workflow and its steps', command: 'argo archive get my-wf' },
    { about: 'By UID, as JSON', command: 'argo archive get a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 -o json' },
  ],
  flags: [...identifierFlags(), text('-o, --output <format>', 'output format (default wide)', ['name', 'json', 'yaml', 'wide'])],
  parse: ({ args, flags }) => {
    if (args.length === 0)
      throw new CliFailure('the UID or the name of an archived workflow is expected', { hint: '`argo archive list` shows them' });
    return { names: args, kind: parseIdentifierKind(flags), output: flags.text('output') };
  },
  run: async (context, { names, kind, output }) => {
    const cluster = await context.connect();
    for (const name of names) {
      const ref = await archivedRef(cluster, name, { kind, now: context.clock.now() });
      await printWorkflow(context, await cluster.archive.get(ref), { output, utf8: true });
    }
    return 0;
  },
});
