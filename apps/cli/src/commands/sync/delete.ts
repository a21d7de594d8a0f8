import { defineCommand } from '../../command.ts';
import { limitFlags, type LimitOptions, parseLimitRef } from '../../limits/limit-command.ts';

export const command = defineCommand<LimitOptions>({
  usage: 'KEY',
  examples: [{ about: 'Delete a limit of a ConfigMap', command: 'argo sync delete my-key --type configmap --cm-name my-configmap' }],
  flags: limitFlags(),
  parse: (invocation) => ({ ref: parseLimitRef(invocation) }),
  run: async (context, { ref }) => {
    const { limits, namespace } = await context.connect();
    await limits.remove({ ...ref, namespace });
    context.io.out('Sync limit deleted\n');
    return 0;
  },
});
