import type { Workflow } from '@argosy/api';
import { type CommandContext, defineCommand, type Invocation } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import { inNamespace } from '../../in-namespace.ts';
import { many, text, toggle, toggleOn } from '../../flags.ts';
import { WORKFLOWS } from '../../backend/resources.ts';
import { loadManifests } from '../../manifests/load-manifests.ts';
import { readParameters } from '../../manifests/parameters.ts';
import { applyOverrides, type SubmitOverrides } from '@argosy/submission';
import { labelsOfFlag } from '../../submission/label-flags.ts';
import { type FollowUp, followUpFlags, parseFollowUp, runFollowUp } from '../../submission/follow-up.ts';
import { workflowFromResource } from '../../submission/from-resource.ts';
import { requireValidSubmissions, type Submission } from '../../submission/valid-submissions.ts';
import type { KubeWorkflow } from '../../workflows/list-workflows.ts';
import { nodeFilterFlags, type PrintOptions, printOptions, printWorkflow } from '../../workflows/print-workflow.ts';

export interface SubmitOptions {
  readonly places: readonly string[];
  readonly from: string;
  readonly strict: boolean;
  readonly dryRun: 'none' | 'client' | 'server';
  readonly overrides: Omit<SubmitOverrides, 'parameters' | 'instanceId'>;
  readonly parameters: readonly string[];
  readonly parameterFile: string;
  readonly followUp: FollowUp;
  readonly print: PrintOptions;
}

export const command = defineCommand<SubmitOptions>({
  usage: '[FILE... | - | URL] | --from KIND/NAME',
  about:
    'All documents of all files are checked before anything is created. Files may hold several documents; only workflows are submitted.',
  examples: [
    { about: 'Start a workflow', command: 'argo submit my-wf.yaml' },
    { about: 'With parameters, and follow its steps', command: 'argo submit my-wf.yaml -p message=hello --watch' },
    { about: 'Follow its logs; the exit code says how it ended', command: 'argo submit my-wf.yaml --log' },
    { about: 'From a template or a cron workflow of the cluster', command: 'argo submit --from workflowtemplate/build -p branch=main' },
    { about: 'From standard input, name only', command: 'cat my-wf.yaml | argo submit - -o name' },
    { about: 'See what would be created', command: 'argo submit my-wf.yaml --dry-run -o yaml' },
  ],
  flags: [
    text('--from <kind/name>', 'start what a cronwf/, wftmpl/ or clusterwftmpl/ of the cluster describes'),
    many('-p, --parameter <name=value>', 'value of a parameter'),
    text('-f, --parameter-file <file>', 'YAML or JSON file with values of parameters'),
    text('--name <name>', 'name of the workflow'),
    text('--generate-name <prefix>', 'beginning of its name, the rest is made up'),
    text('--entrypoint <template>', 'template to begin with'),
    text('-l, --labels <labels>', 'labels to add, k1=v1,k2=v2'),
    text('--serviceaccount <name>', 'service account of its pods'),
    text('--priority <number>', 'priority among waiting workflows'),
    text('--scheduled-time <time>', 'time the run stands for (RFC 3339)'),
    toggle('--dry-run', 'print what would be created (needs -o)'),
    toggle('--server-dry-run', 'let the API server check it without storing it (needs -o)'),
    toggleOn('--strict', 'unknown fields are errors'),
    text('-o, --output <format>', 'output format', ['name', 'json', 'yaml', 'wide']),
    ...followUpFlags(),
    ...nodeFilterFlags(),
  ],
  parse: parseSubmit,
  run: async (context, options) => {
    const submissions = await prepare(context, options);
    if (options.followUp.watch && submissions.length > 1) throw new CliFailure('cannot watch more than one workflow');
    await requireValidSubmissions(context, submissions, { offline: options.dryRun === 'client' });
    const created: Workflow[] = [];
    for (const { workflow } of submissions) created.push(await submitOne(context, workflow, options));
    return options.dryRun === 'none' ? followAll(context, created, options) : 0;
  },
});

function parseSubmit(invocation: Invocation): SubmitOptions {
  const { args, flags } = invocation;
  const from = flags.text('from');
  if (from !== '' && args.length > 0)
    throw new CliFailure('--from cannot be combined with files', { hint: 'give either files or --from kind/name' });
  if (from === '' && args.length === 0)
    throw new CliFailure('a file or --from is expected', { hint: '`argo submit FILE`, or `argo submit -` for standard input' });
  const priority = flags.number('priority');
  const scheduledTime = flags.text('scheduledTime');
  if (scheduledTime !== '' && Number.isNaN(Date.parse(scheduledTime)))
    throw new CliFailure(`invalid argument "${scheduledTime}" for --scheduled-time: an RFC 3339 time is expected`);
  const followUp = parseFollowUp(invocation);
  return {
    places: args,
    from,
    strict: flags.on('strict'),
    dryRun: dryRunOf(invocation, followUp),
    overrides: {
      name: flags.text('name'),
      generateName: flags.text('generateName'),
      entrypoint: flags.text('entrypoint'),
      serviceAccount: flags.text('serviceaccount'),
      labels: labelsOfFlag(flags.text('labels')),
      scheduledTime,
      ...(priority !== undefined && { priority }),
    },
    parameters: flags.list('parameter'),
    parameterFile: flags.text('parameterFile'),
    followUp,
    print: printOptions(invocation),
  };
}

function dryRunOf({ flags }: Invocation, followUp: FollowUp): SubmitOptions['dryRun'] {
  const [client, server] = [flags.on('dryRun'), flags.on('serverDryRun')];
  if (!client && !server) return 'none';
  const flag = client ? '--dry-run' : '--server-dry-run';
  if (client && server) throw new CliFailure('--dry-run cannot be combined with --server-dry-run');
  for (const [other, on] of Object.entries(followUp)) if (on) throw new CliFailure(`--${other} cannot be combined with ${flag}`);
  if (flags.text('output') === '') throw new CliFailure(`${flag} should have an output option`, { hint: 'for example -o yaml' });
  return client ? 'client' : 'server';
}

async function prepare(context: CommandContext, options: SubmitOptions): Promise<Submission[]> {
  const parameters = await readParameters(options.parameters, options.parameterFile, context.io);
  const overrides: SubmitOverrides = { ...options.overrides, parameters, instanceId: context.globals.instanceId };
  const sources =
    options.from === '' ? await fromFiles(context, options) : [{ original: await workflowFromResource(context, options.from) }];
  return sources.map((source) => ({ ...source, workflow: applyOverrides(source.original, overrides), given: parameters }));
}

async function fromFiles(context: CommandContext, { places, strict }: SubmitOptions): Promise<Omit<Submission, 'given' | 'workflow'>[]> {
  const manifests = await loadManifests(context.io, places, { strict, directories: false, assume: 'Workflow' });
  const workflows = manifests.filter(({ kind }) => kind === 'Workflow');
  const others = new Set(manifests.filter(({ kind }) => kind !== 'Workflow').map(({ kind }) => kind));
  if (workflows.length === 0)
    throw new CliFailure('No Workflow found in given files', {
      hint:
        others.size > 0
          ? `there is ${[...others].join(', ')}; \`argo template create\` and \`argo cron create\` create those`
          : 'the files are empty',
    });
  if (others.size > 0) context.io.error(`Only workflows are submitted; left out: ${[...others].join(', ')}\n`);
  return workflows.map((manifest) => ({ original: manifest.object as unknown as Workflow, manifest }));
}

async function submitOne(context: CommandContext, workflow: Workflow, { dryRun, print }: SubmitOptions): Promise<Workflow> {
  const created = dryRun === 'client' ? workflow : await create(context, workflow, dryRun === 'server');
  await printWorkflow(context, created, print);
  return created;
}

async function create(context: CommandContext, workflow: Workflow, dryRun: boolean): Promise<Workflow> {
  const { client, namespace } = await context.connect();
  const placed = { ...workflow, metadata: { ...workflow.metadata, namespace: workflow.metadata.namespace ?? namespace } } as KubeWorkflow;
  return client.create<KubeWorkflow>(WORKFLOWS, placed, dryRun ? { dryRun } : {});
}

/** Workflows of several namespaces are followed one namespace after the other. */
async function followAll(context: CommandContext, created: readonly Workflow[], { followUp, print }: SubmitOptions): Promise<number> {
  let worst = 0;
  for (const namespace of new Set(created.map(({ metadata }) => metadata.namespace ?? ''))) {
    const names = created.filter(({ metadata }) => metadata.namespace === namespace).map(({ metadata }) => metadata.name ?? '');
    worst = Math.max(worst, await runFollowUp(inNamespace(context, namespace), names, { ...followUp, print }));
  }
  return worst;
}
