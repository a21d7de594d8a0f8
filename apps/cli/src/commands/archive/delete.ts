import { archivedRef, identifierFlags, type IdentifierKind, parseIdentifierKind } from '../../archive/archived-ref.ts';
import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';

export const command = defineCommand<{ readonly names: readonly string[]; readonly kind: IdentifierKind }>({
  usage: 'UID|NAME...',
  examples: [{ about: 'Delete an archived workflow', command: 'argo archive delete a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' }],
  flags: identifierFlags(),
  parse: ({ args, flags }) => {
    if (args.length === 0)
      throw new CliFailure('the UID or the name of an archived workflow is expected', { hint: '`argo archive list` shows them' });
    return { names: args, kind: parseIdentifierKind(flags) };
  },
  run: async (context, { names, kind }) => {
    const cluster = await context.connect();
    for (const name of names) {
      await cluster.archive.remove(await archivedRef(cluster, name, { kind, now: context.clock.now() }));
      context.io.out(`Archived workflow '${name}' deleted\n`);
    }
    return 0;
  },
});
