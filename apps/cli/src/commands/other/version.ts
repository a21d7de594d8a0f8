import { defineCommand } from '../../command.ts';
import { toggle } from '../../flags.ts';
import { serverVersionText, versionText } from '../../version-text.ts';

export const command = defineCommand<{ readonly short: boolean }>({
  usage: '',
  examples: [{ about: 'The version alone', command: 'argo version --short' }],
  flags: [toggle('--short', 'the version alone')],
  parse: ({ flags }) => ({ short: flags.on('short') }),
  run: async (context, { short }) => {
    context.io.out(versionText(short));
    if (context.globals.server.address === '') return 0;
    const server = await (await context.connect()).serverVersion();
    if (server) context.io.out(serverVersionText(server, short));
    return 0;
  },
});
