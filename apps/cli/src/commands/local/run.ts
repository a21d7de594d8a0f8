import type { Workflow } from '@argosy/api';
import { type CommandContext, defineCommand, type Invocation } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { many, text, toggle } from '../../flags.ts';
import { WORKFLOWS } from '../../backend/resources.ts';
import { withPrivateProvider } from '../../local/private-provider.ts';
import { type Manifest, loadManifests } from '../../manifests/load-manifests.ts';
import { readParameters } from '../../manifests/parameters.ts';
import { createCompanions } from '../../submission/companions.ts';
import { applyOverrides, type SubmitOverrides } from '@argosy/submission';
import { labelsOfFlag } from '../../submission/label-flags.ts';
import { requireValidSubmissions, type Submission } from '../../submission/valid-submissions.ts';
import { outcomeCode, waitForWorkflows } from '../../workflows/await-workflow.ts';
import { findWorkflow } from '../../workflows/find-workflow.ts';
import type { KubeWorkflow } from '../../workflows/list-workflows.ts';
import { nodeFilterFlags, type PrintOptions, printOptions, printWorkflow } from '../../workflows/print-workflow.ts';
import { watchWorkflow } from '../../workflows/watch-workflow.ts';
import { allLogs, printWorkflowLogs } from '../../workflows/workflow-logs.ts';

export interface RunOptions {
  readonly places: readonly string[];
  readonly parameters: readonly string[];
  readonly parameterFile: string;
  readonly overrides: Omit<SubmitOverrides, 'parameters' | 'instanceId'>;
  readonly runtime: string;
  readonly config: string;
  readonly watch: boolean;
  readonly log: boolean;
  readonly print: PrintOptions;
}

export const command = defineCommand<RunOptions>({
  usage: 'FILE...|-|URL',
  about:
    'Starts a private provider in memory, runs one workflow on it and leaves nothing behind: no cluster, no data directory.\nThe exit code is 0 if the workflow succeeded and 1 if it failed. Templates, config maps and secrets that the files hold are created first.',
  examples: [
    { about: 'Run a workflow and see its logs and steps', command: 'argo run my-wf.yaml' },
    { about: 'With parameters, in a CI job', command: 'argo run my-wf.yaml -p message=hello || exit 1' },
    { about: 'Watch the steps', command: 'argo run my-wf.yaml --watch' },
    { about: 'With the templates it refers to', command: 'argo run my-wf.yaml templates.yaml' },
  ],
  flags: [
    many('-p, --parameter <name=value>', 'value of a parameter'),
    text('-f, --parameter-file <file>', 'YAML or JSON file with values of parameters'),
    text('--entrypoint <template>', 'template to begin with'),
    text('--name <name>', 'name of the workflow'),
    text('-l, --labels <labels>', 'labels to add, k1=v1,k2=v2'),
    toggle('--watch', 'show the steps while they run, and the logs at the end'),
    toggle('--no-log', 'without the logs'),
    text('--runtime <name>', 'what runs containers (default host)', ['host', 'docker', 'podman']),
    text('--config <file>', 'manifest of a workflow-controller-configmap'),
    text('-o, --output <format>', 'format of the workflow at the end', ['name', 'json', 'yaml', 'wide', 'short']),
    ...nodeFilterFlags(),
  ],
  parse: parseRun,
  run: async (context, options) => {
    const manifests = await loadManifests(context.io, options.places, { strict: true, directories: false, assume: 'Workflow' });
    const submission = await theSubmission(context, manifests, options);
    await requireValidSubmissions(context, [submission], { offline: true, companions: manifests });
    return withPrivateProvider(context, { runtime: options.runtime, config: options.config }, async (inside) => {
      await createCompanions(inside, manifests);
      return runToTheEnd(inside, submission.workflow, options);
    });
  },
});

function parseRun(invocation: Invocation): RunOptions {
  const { args, flags } = invocation;
  if (args.length === 0) throw new CliFailure('a file is expected', { hint: '`argo run FILE`, or - for standard input' });
  return {
    places: args,
    parameters: flags.list('parameter'),
    parameterFile: flags.text('parameterFile'),
    overrides: {
      name: flags.text('name'),
      generateName: '',
      entrypoint: flags.text('entrypoint'),
      serviceAccount: '',
      labels: labelsOfFlag(flags.text('labels')),
      scheduledTime: '',
    },
    runtime: flags.text('runtime'),
    config: flags.text('config'),
    watch: flags.on('watch'),
    log: flags.on('log'),
    print: printOptions(invocation),
  };
}

async function theSubmission(context: CommandContext, manifests: readonly Manifest[], options: RunOptions): Promise<Submission> {
  const workflows = manifests.filter(({ kind }) => kind === 'Workflow');
  const [manifest] = workflows;
  if (!manifest || workflows.length > 1) throw new CliFailure(`exactly one Workflow is expected, the files hold ${workflows.length}`);
  const given = await readParameters(options.parameters, options.parameterFile, context.io);
  const original = manifest.object as unknown as Workflow;
  return { workflow: applyOverrides(original, { ...options.overrides, parameters: given, instanceId: '' }), original, manifest, given };
}

async function runToTheEnd(context: CommandContext, workflow: Workflow, { watch, log, print }: RunOptions): Promise<number> {
  const cluster = await context.connect();
  const placed = { ...workflow, metadata: { ...workflow.metadata, namespace: cluster.namespace } } as KubeWorkflow;
  const { metadata } = await cluster.client.create<KubeWorkflow>(WORKFLOWS, placed);
  const name = metadata.name ?? '';
  if (watch) await watchWorkflow(context, name, { ...print, output: '' });
  if (log) await printWorkflowLogs(context, allLogs(name, !watch));
  const ended = await endOf(context, name);
  if (!watch || print.output !== '') {
    if (log) context.io.out('\n');
    await printWorkflow(context, ended, print);
  }
  return outcomeCode(ended);
}

async function endOf(context: CommandContext, name: string): Promise<Workflow> {
  await waitForWorkflows(context, { names: [name], ignoreNotFound: false, quiet: true });
  return findWorkflow(await context.connect(), name);
}
