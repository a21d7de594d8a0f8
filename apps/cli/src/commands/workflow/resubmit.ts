import { randomInt } from 'node:crypto';
import type { Workflow } from '@argosy/api';
import { resubmitWorkflow } from '@argosy/engine';
import { type CommandContext, defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { many, text, toggle } from '../../flags.ts';
import { WORKFLOWS } from '../../kube/resources.ts';
import { readParameters } from '../../manifests/parameters.ts';
import { type FollowUp, followUpFlags, parseFollowUp, runFollowUp } from '../../submission/follow-up.ts';
import { findWorkflow } from '../../workflows/find-workflow.ts';
import type { KubeWorkflow } from '../../workflows/list-workflows.ts';
import { type PrintOptions, printWorkflow } from '../../workflows/print-workflow.ts';
import { parseSelection, type Selection, selectionFlags, selectWorkflows } from '../../workflows/select-workflows.ts';

export interface ResubmitCommandOptions {
  readonly selection: Selection;
  readonly memoized: boolean;
  readonly priority?: number;
  readonly parameters: readonly string[];
  readonly followUp: FollowUp;
  readonly print: PrintOptions;
}

export const command = defineCommand<ResubmitCommandOptions>({
  usage: 'WORKFLOW... | -l LABELS',
  about: 'A new workflow of the same specification; the old one stays as it is. `argo retry` goes on with the old one.',
  examples: [
    { about: 'Run a workflow once more', command: 'argo resubmit my-wf' },
    { about: 'Keep what succeeded in the failed run', command: 'argo resubmit my-wf --memoized' },
    { about: 'With another parameter, and watch it', command: 'argo resubmit my-wf -p message=bye --watch' },
  ],
  flags: [
    toggle('--memoized', 'take over the steps that succeeded and their outputs'),
    many('-p, --parameter <name=value>', 'value of a parameter instead of the old one'),
    text('--priority <number>', 'priority among waiting workflows'),
    text('-o, --output <format>', 'output format', ['name', 'json', 'yaml', 'wide']),
    ...followUpFlags(),
    ...selectionFlags(),
  ],
  parse: (invocation) => {
    const { flags } = invocation;
    const priority = flags.number('priority');
    return {
      selection: parseSelection(invocation),
      memoized: flags.on('memoized'),
      ...(priority !== undefined && { priority }),
      parameters: flags.list('parameter'),
      followUp: parseFollowUp(invocation),
      print: { output: flags.text('output'), utf8: true },
    };
  },
  run: async (context, options) => {
    const cluster = await context.connect();
    const names: string[] = [];
    for (const { name } of await selectWorkflows(cluster, options.selection, context.globals)) {
      const created = await resubmitOne(context, await findWorkflow(cluster, name, context.globals), options);
      await printWorkflow(context, created, options.print);
      names.push(created.metadata.name ?? '');
    }
    if (names.length === 0) context.io.out('No workflows to resubmit.\n');
    return runFollowUp(context, names, { ...options.followUp, print: options.print });
  },
});

async function resubmitOne(
  context: CommandContext,
  old: Workflow,
  { memoized, priority, parameters }: ResubmitCommandOptions,
): Promise<Workflow> {
  const given = await readParameters(parameters, '', context.io);
  const overrides = given.length > 0 ? Object.fromEntries(given.map(({ name, value }) => [name, value])) : undefined;
  const result = resubmitWorkflow(old, { memoized, parameters: overrides, suffix: randomSuffix() });
  if (!result.ok) throw new CliFailure(result.message);
  const { client } = await context.connect();
  const workflow = priority === undefined ? result.workflow : { ...result.workflow, spec: { ...result.workflow.spec, priority } };
  return client.create<KubeWorkflow>(WORKFLOWS, workflow as KubeWorkflow);
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

function randomSuffix(): string {
  return Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
