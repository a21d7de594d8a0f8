import { retryWorkflow } from '@argosy/engine';
import { isErrorWithCode, toRfc3339Seconds } from '@argosy/std';
import { type CommandContext, defineCommand } from '../../command.ts';
import { many, text, toggle } from '../../flags.ts';
import { changeWorkflow, type WorkflowPlace } from '../../interventions/change-workflow.ts';
import { nodeMatcher, nodeSelectorFlag } from '../../interventions/node-matcher.ts';
import { PODS } from '../../kube/resources.ts';
import { readParameters } from '../../manifests/parameters.ts';
import { type FollowUp, followUpFlags, parseFollowUp, runFollowUp } from '../../submission/follow-up.ts';
import { type PrintOptions, printWorkflow } from '../../workflows/print-workflow.ts';
import { parseSelection, type Selection, selectionFlags, selectWorkflows } from '../../workflows/select-workflows.ts';

export interface RetryCommandOptions {
  readonly selection: Selection;
  readonly restartSuccessful: boolean;
  readonly nodeSelector: string;
  readonly parameters: readonly string[];
  readonly followUp: FollowUp;
  readonly print: PrintOptions;
}

export const command = defineCommand<RetryCommandOptions>({
  usage: 'WORKFLOW... | -l LABELS',
  about: 'The same workflow goes on: what succeeded is kept, what failed and what follows it runs again.',
  examples: [
    { about: 'Retry a workflow and wait for it', command: 'argo retry my-wf --wait' },
    { about: 'With another parameter', command: 'argo retry my-wf -p memory=2Gi' },
    {
      about: 'Run a step that succeeded once more',
      command: 'argo retry my-wf --restart-successful --node-field-selector displayName=build',
    },
  ],
  flags: [
    toggle('--restart-successful', 'also run the steps that --node-field-selector picks and that succeeded'),
    nodeSelectorFlag('steps for --restart-successful'),
    many('-p, --parameter <name=value>', 'value of a parameter instead of the old one'),
    text('-o, --output <format>', 'output format', ['name', 'json', 'yaml', 'wide']),
    ...followUpFlags(),
    ...selectionFlags(),
  ],
  parse: (invocation) => ({
    selection: parseSelection(invocation),
    restartSuccessful: invocation.flags.on('restartSuccessful'),
    nodeSelector: invocation.flags.text('nodeFieldSelector'),
    parameters: invocation.flags.list('parameter'),
    followUp: parseFollowUp(invocation),
    print: { output: invocation.flags.text('output'), utf8: true },
  }),
  run: async (context, options) => {
    const refs = await selectWorkflows(await context.connect(), options.selection, context.globals);
    for (const ref of refs) await retryOne(context, ref, options);
    if (refs.length === 0) context.io.out('No workflows to retry.\n');
    return runFollowUp(
      context,
      refs.map(({ name }) => name),
      { ...options.followUp, print: options.print },
    );
  },
});

async function retryOne(context: CommandContext, place: WorkflowPlace, options: RetryCommandOptions): Promise<void> {
  const matches = nodeMatcher(options.nodeSelector);
  const given = await readParameters(options.parameters, '', context.io);
  const parameters = given.length > 0 ? Object.fromEntries(given.map(({ name, value }) => [name, value])) : undefined;
  const timestamp = toRfc3339Seconds(context.clock.now());
  const { client } = await context.connect();
  const { workflow, pods } = await changeWorkflow(context, place, (stored) =>
    retryWorkflow(stored, { restartSuccessful: options.restartSuccessful, matches, parameters, timestamp }),
  );
  // A pod of the last try has the name of the next one.
  for (const name of pods) await client.delete(PODS, { name, namespace: place.namespace }).catch(ignoreGone);
  await printWorkflow(context, workflow, options.print);
}

function ignoreGone(error: unknown): void {
  if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
}
