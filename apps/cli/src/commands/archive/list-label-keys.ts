import { defineCommand } from '../../command.ts';

export const command = defineCommand<undefined>({
  usage: '',
  examples: [{ about: 'Keys of the labels that archived workflows have', command: 'argo archive list-label-keys' }],
  flags: [],
  parse: () => undefined,
  run: async (context) => {
    const { archive, namespace } = await context.connect();
    context.io.out((await archive.labelKeys(namespace)).map((key) => `${key}\n`).join(''));
    return 0;
  },
});
