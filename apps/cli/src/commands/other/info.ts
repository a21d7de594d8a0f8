import { defineCommand } from '../../command.ts';
import { text } from '../../flags.ts';
import { headerLine } from '../../output/header-lines.ts';

export const command = defineCommand<{ readonly output: string }>({
  usage: '',
  about: 'Says what the command line talks to, and as whom: the Kubernetes API or an Argo server, its settings and the current user.',
  examples: [
    { about: 'Where do my commands go?', command: 'argo info' },
    { about: 'For a script', command: 'argo info -o json' },
  ],
  flags: [text('-o, --output <format>', 'output format', ['json', 'yaml'])],
  parse: ({ flags }) => ({ output: flags.text('output') }),
  run: async (context, { output }) => {
    const cluster = await context.connect();
    const facts = { ...(await cluster.describe()), namespace: cluster.namespace };
    if (output === 'json') context.io.out(`${JSON.stringify(facts, null, 2)}\n`);
    else if (output === 'yaml') context.io.out((await import('../../output/yaml-text.ts')).yamlText(facts));
    else
      context.io.out(
        Object.entries(facts)
          .map(([name, value]) => headerLine(`${name}:`, value))
          .join(''),
      );
    return 0;
  },
});
