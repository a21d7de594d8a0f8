import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { text } from '../../flags.ts';

export const command = defineCommand<{ readonly selector: string }>({
  usage: '',
  examples: [{ about: 'Values that a label has', command: 'argo archive list-label-values -l team' }],
  flags: [text('-l, --selector <key>', 'the key of the label')],
  parse: ({ flags }) => {
    const selector = flags.text('selector').trim();
    if (selector === '')
      throw new CliFailure('required flag(s) "selector" not set', { hint: 'for example -l workflows.argoproj.io/phase' });
    return { selector };
  },
  run: async (context, { selector }) => {
    const { archive, namespace } = await context.connect();
    context.io.out((await archive.labelValues(selector, namespace)).map((value) => `${value}\n`).join(''));
    return 0;
  },
});
