import { identifierFlags, type IdentifierKind, parseIdentifierKind } from '../../archive/archived-ref.ts';
import { selectArchived } from '../../archive/selected-archived.ts';
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

export interface ArchiveRetryOptions extends RestartOptions, RetriedSteps {
  readonly kind: IdentifierKind;
}

export const command = defineCommand<ArchiveRetryOptions>({
  usage: 'UID|NAME... | -l LABELS',
  about: 'Puts the archived workflow back into the cluster and runs what failed again.',
  examples: [
    { about: 'Retry an archived workflow', command: 'argo archive retry my-wf' },
    { about: 'And follow its logs', command: 'argo archive retry my-wf --log' },
  ],
  flags: [...retriedStepsFlags(), ...identifierFlags(), ...restartFlags()],
  parse: (invocation) => ({
    ...parseRestart(invocation),
    ...parseRetriedSteps(invocation),
    kind: parseIdentifierKind(invocation.flags),
  }),
  run: async (context, options) => {
    const cluster = await context.connect();
    const refs = await selectArchived(cluster, options.selection, { kind: options.kind, now: context.clock.now() });
    return restartEach(context, { verb: 'retry', refs, start: (ref) => cluster.archive.retry(ref, options) }, options);
  },
});
