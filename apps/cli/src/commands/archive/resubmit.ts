import { identifierFlags, type IdentifierKind, parseIdentifierKind } from '../../archive/archived-ref.ts';
import { selectArchived } from '../../archive/selected-archived.ts';
import { defineCommand } from '../../command.ts';
import { toggle } from '../../flags.ts';
import { parseRestart, restartEach, restartFlags, type RestartOptions } from '../../submission/restart.ts';

export interface ArchiveResubmitOptions extends RestartOptions {
  readonly kind: IdentifierKind;
  readonly memoized: boolean;
}

export const command = defineCommand<ArchiveResubmitOptions>({
  usage: 'UID|NAME... | -l LABELS',
  about: 'A new workflow of the same specification as the archived one.',
  examples: [
    { about: 'Run an archived workflow once more', command: 'argo archive resubmit my-wf' },
    { about: 'With another parameter, and wait for it', command: 'argo archive resubmit my-wf -p message=bye --wait' },
  ],
  flags: [toggle('--memoized', 'take over the steps that succeeded and their outputs'), ...identifierFlags(), ...restartFlags()],
  parse: (invocation) => ({
    ...parseRestart(invocation),
    kind: parseIdentifierKind(invocation.flags),
    memoized: invocation.flags.on('memoized'),
  }),
  run: async (context, options) => {
    const cluster = await context.connect();
    const refs = await selectArchived(cluster, options.selection, { kind: options.kind, now: context.clock.now() });
    return restartEach(context, { verb: 'resubmit', refs, start: (ref) => cluster.archive.resubmit(ref, options) }, options);
  },
});
