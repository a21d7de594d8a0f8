import { defineCommand } from '../../command.ts';
import { limitFlag, limitFlags, type LimitOptions, limitText, parseLimit, parseLimitRef } from '../../limits/limit-command.ts';

export const command = defineCommand<LimitOptions & { readonly limit: number }>({
  usage: 'KEY',
  examples: [
    { about: 'A limit in a ConfigMap', command: 'argo sync create my-key --type configmap --cm-name my-configmap --limit 10' },
    { about: 'A limit in the database of the server', command: 'argo sync create my-key --type database --limit 10' },
  ],
  flags: [...limitFlags(), limitFlag()],
  parse: (invocation) => ({ ref: parseLimitRef(invocation), limit: parseLimit(invocation) }),
  run: async (context, { ref, limit }) => {
    const { limits, namespace } = await context.connect();
    await limits.create({ ...ref, namespace }, limit);
    context.io.out(`Sync limit created\n${limitText({ ...ref, namespace }, limit)}`);
    return 0;
  },
});
