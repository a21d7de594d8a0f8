import type { CronWorkflow } from '@argosy/api';
import type { KubeObject } from '@argosy/kube';
import type { CommandContext, Invocation } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { many, text, toggleOn } from '../flags.ts';
import { CRON_WORKFLOWS } from '../backend/resources.ts';
import { loadManifests } from '../manifests/load-manifests.ts';
import { readParameters } from '../manifests/parameters.ts';
import { requireValid } from '../manifests/require-valid.ts';
import { OBJECT_FORMATS } from '../output/object-text.ts';
import { applyOverrides, type SubmitOverrides } from '@argosy/submission';
import { labelsOfFlag } from '../submission/label-flags.ts';
import { printCron } from './print-cron.ts';

export interface WriteCronsOptions {
  readonly places: readonly string[];
  readonly strict: boolean;
  readonly output: string;
  readonly mode: 'create' | 'update';
  readonly schedules: readonly string[];
  readonly parameters: readonly string[];
  readonly parameterFile: string;
  readonly overrides: Omit<SubmitOverrides, 'parameters' | 'instanceId'>;
}

export function cronWriteFlags() {
  return [
    many('--schedule <schedule>', 'schedule instead of those of the manifest'),
    text('--name <name>', 'name of the cron workflow'),
    text('--generate-name <prefix>', 'beginning of its name, the rest is made up'),
    text('--entrypoint <template>', 'template that its workflows begin with'),
    text('-l, --labels <labels>', 'labels to add, k1=v1,k2=v2'),
    text('--serviceaccount <name>', 'service account of the pods'),
    many('-p, --parameter <name=value>', 'value of a parameter'),
    text('-f, --parameter-file <file>', 'YAML or JSON file with values of parameters'),
    toggleOn('--strict', 'unknown fields are errors'),
    text('-o, --output <format>', 'output format', OBJECT_FORMATS),
  ];
}

export function parseCronWrite({ args, flags }: Invocation, mode: WriteCronsOptions['mode']): WriteCronsOptions {
  if (args.length === 0)
    throw new CliFailure('at least one file is expected', { hint: `\`argo cron ${mode} FILE\`, or - for standard input` });
  return {
    places: args,
    strict: flags.on('strict'),
    output: flags.text('output'),
    mode,
    schedules: flags.list('schedule'),
    parameters: flags.list('parameter'),
    parameterFile: flags.text('parameterFile'),
    overrides: {
      name: flags.text('name'),
      generateName: flags.text('generateName'),
      entrypoint: flags.text('entrypoint'),
      serviceAccount: flags.text('serviceaccount'),
      labels: labelsOfFlag(flags.text('labels')),
      scheduledTime: '',
    },
  };
}

type KubeCron = CronWorkflow & KubeObject;

/** Creates or updates all cron workflows that the files hold, after all of them were found to be right. */
export async function writeCrons(context: CommandContext, options: WriteCronsOptions): Promise<void> {
  const manifests = (
    await loadManifests(context.io, options.places, { strict: options.strict, directories: true, assume: 'CronWorkflow' })
  ).filter(({ kind }) => kind === 'CronWorkflow');
  if (manifests.length === 0) throw new CliFailure('No CronWorkflows found in given files');
  const parameters = await readParameters(options.parameters, options.parameterFile, context.io);
  const overrides = { ...options.overrides, parameters, instanceId: context.globals.instanceId };
  const crons = manifests.map((manifest) => ({
    manifest,
    kind: 'CronWorkflow',
    mode: 'controller' as const,
    object: overridden(manifest.object as unknown as CronWorkflow, options, overrides),
  }));
  await requireValid(context, crons);
  for (const { object } of crons) await printCron(context, await write(context, object, options.mode), options.output);
}

function overridden(cron: CronWorkflow, { schedules }: WriteCronsOptions, overrides: SubmitOverrides): KubeCron {
  const { metadata, spec } = applyOverrides({ metadata: cron.metadata, spec: cron.spec.workflowSpec }, overrides);
  return { ...cron, metadata, spec: { ...cron.spec, ...(schedules.length > 0 && { schedules }), workflowSpec: spec } } as KubeCron;
}

async function write(context: CommandContext, cron: KubeCron, mode: WriteCronsOptions['mode']): Promise<CronWorkflow> {
  const { client, namespace } = await context.connect();
  const placed = { ...cron, metadata: { ...cron.metadata, namespace: cron.metadata.namespace ?? namespace } };
  if (mode === 'create') return client.create<KubeCron>(CRON_WORKFLOWS, placed);
  const stored = await client.get<KubeCron>(CRON_WORKFLOWS, { name: cron.metadata.name ?? '', namespace: placed.metadata.namespace });
  return client.update<KubeCron>(CRON_WORKFLOWS, {
    ...placed,
    status: stored.status,
    metadata: { ...placed.metadata, resourceVersion: stored.metadata.resourceVersion },
  } as KubeCron);
}
