import { defineCommand } from '../../command.ts';
import { limitFlags, type LimitOptions, limitText, parseLimitRef } from '../../limits/limit-command.ts';

export const command = defineCommand<LimitOptions>({
  usage: 'KEY',
  examples: [{ about: 'A limit of a ConfigMap', command: 'argo sync get my-key --type configmap --cm-name my-configmap' }],
  flags: limitFlags(),
  parse: (invocation) => ({ ref: parseLimitRef(invocation) }),
  run: async (context, { ref }) => {
    const { limits, namespace } = await context.connect();
    const limit = await limits.get({ ...ref, namespace });
    context.io.out(limitText({ ...ref, namespace }, limit));
    return 0;
  },
});
