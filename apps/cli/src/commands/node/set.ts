import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { many, text } from '../../flags.ts';
import { checkedSelector, nodeSelectorFlag } from '../../interventions/node-matcher.ts';
import { selectWorkflows } from '../../workflows/select-workflows.ts';

type Phase = 'Succeeded' | 'Failed' | 'Error';

export interface NodeSetOptions {
  readonly name: string;
  readonly nodeSelector: string;
  readonly outputs: readonly string[];
  readonly message: string;
  readonly phase?: Phase;
}

export const command = defineCommand<NodeSetOptions>({
  usage: 'WORKFLOW',
  about: 'Only suspend steps that wait can be set.',
  examples: [
    {
      about: 'Give a suspend step its output',
      command: 'argo node set my-wf --node-field-selector displayName=approve --output-parameter answer=yes',
    },
    {
      about: 'Let it succeed, and say why',
      command: "argo node set my-wf --node-field-selector displayName=approve --phase Succeeded --message 'by Jane'",
    },
  ],
  flags: [
    nodeSelectorFlag('suspend steps to set'),
    many('-p, --output-parameter <name=value>', 'value of an output parameter; quotes as in Go are taken away'),
    text('-m, --message <text>', 'message to add'),
    text('--phase <phase>', 'phase to set', ['Succeeded', 'Failed', 'Error']),
  ],
  parse: ({ args, flags }) => {
    const [name, excess] = args;
    if (name === undefined || excess !== undefined) throw new CliFailure('exactly one workflow is expected');
    const phase = flags.text('phase');
    const options = {
      name,
      nodeSelector: checkedSelector(flags.text('nodeFieldSelector')),
      outputs: flags.list('outputParameter'),
      message: flags.text('message'),
      ...(phase !== '' && { phase: phase as Phase }),
    };
    if (options.nodeSelector === '') throw new CliFailure('--node-field-selector is required', { hint: 'for example displayName=approve' });
    if (options.outputs.length === 0 && options.message === '' && phase === '')
      throw new CliFailure('nothing to set', { hint: 'give --output-parameter, --message or --phase' });
    return options;
  },
  run: async (context, { name, nodeSelector, outputs, message, phase }) => {
    const cluster = await context.connect();
    const values = { nodeSelector, outputParameters: Object.fromEntries(outputs.map(readOutput)), message, ...(phase && { phase }) };
    for (const ref of await selectWorkflows(cluster, { names: [name], labels: '', fields: '' })) {
      await cluster.changes.set(ref, values);
      context.io.out('workflow values set\n');
    }
    return 0;
  },
});

function readOutput(term: string): [string, string] {
  const split = term.indexOf('=');
  if (split < 0) throw new CliFailure(`expected parameter of the form: NAME=VALUE. Received: ${term}`);
  return [term.slice(0, split), unquoted(term.slice(split + 1))];
}

function unquoted(value: string): string {
  if (!/^".*"$/s.test(value)) return value;
  try {
    return JSON.parse(value) as string;
  } catch {
    return value;
  }
}
