import type { CronWorkflow, Workflow } from '@argosy/api';
import { type KubeObject, workflowResources } from '@argosy/kube';
import { toRfc3339Seconds } from '@argosy/std';
import {
  applyOverrides,
  parseLabels,
  type SubmissionSource,
  submissionSource,
  workflowOfCron,
  workflowOfTemplate,
} from '@argosy/submission';
import { invalid } from '../api/failure.ts';
import type { Caller } from '../auth/caller.ts';
import { requireValid } from './checks.ts';
import { creatorLabels } from './creator.ts';
import { requireInstance } from './instance.ts';
import type { KubeWorkflow } from './live-workflows.ts';
import { flagOfBody, mapOfBody, parametersOfBody, textOfBody } from './parameters.ts';
import type { Services } from './services.ts';

export interface Submission {
  readonly namespace: string;
  /** `{ resourceKind, resourceName, submitOptions }`. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Starts what a template or a cron workflow describes (acceptance 8-022, 8-027, 8-055). */
export async function submitWorkflow(services: Services, caller: Caller, { namespace, body }: Submission): Promise<unknown> {
  const kind = textOfBody(body, 'resourceKind');
  const source = submissionSource(kind);
  if (source === undefined) throw invalid(`Resource kind '${kind}' is not supported for submitting`);
  const name = textOfBody(body, 'resourceName');
  if (name === '') throw invalid('resourceName is required');
  const original = await SOURCES[source](services, caller, { namespace, name });
  const options = mapOfBody(body, 'submitOptions');
  const workflow = submitted(services, caller, { original, options, namespace });
  await requireValid(caller, workflow, { namespace, mode: 'submit' });
  if (flagOfBody(options, 'dryRun')) return workflow;
  const dryRun = flagOfBody(options, 'serverDryRun');
  return caller.client.create<KubeWorkflow>(workflowResources.Workflow, workflow, dryRun ? { dryRun } : {});
}

type ReadSource = (services: Services, caller: Caller, place: { readonly namespace: string; readonly name: string }) => Promise<Workflow>;

const SOURCES: Readonly<Record<SubmissionSource, ReadSource>> = {
  cron: async ({ settings, timers }, { client }, place) => {
    const cron = await client.get<CronWorkflow & KubeObject>(workflowResources.CronWorkflow, place);
    requireInstance(cron, settings().instanceId);
    return workflowOfCron(cron, toRfc3339Seconds(timers.now()));
  },
  template: async ({ settings }, { client }, place) => {
    requireInstance(await client.get(workflowResources.WorkflowTemplate, place), settings().instanceId);
    return workflowOfTemplate(place.name, { clusterScope: false });
  },
  clusterTemplate: async ({ settings }, { client }, { name }) => {
    requireInstance(await client.get(workflowResources.ClusterWorkflowTemplate, { name }), settings().instanceId);
    return workflowOfTemplate(name, { clusterScope: true });
  },
};

interface Given {
  readonly original: Workflow;
  readonly options: Readonly<Record<string, unknown>>;
  readonly namespace: string;
}

function submitted({ settings }: Services, caller: Caller, { original, options, namespace }: Given): KubeWorkflow {
  const workflow = applyOverrides(original, {
    name: textOfBody(options, 'name'),
    generateName: textOfBody(options, 'generateName'),
    entrypoint: textOfBody(options, 'entryPoint') || textOfBody(options, 'entrypoint'),
    serviceAccount: textOfBody(options, 'serviceAccount'),
    labels: pairs(options, 'labels'),
    annotations: pairs(options, 'annotations'),
    ...priority(options),
    scheduledTime: '',
    parameters: parametersOfBody(options),
    instanceId: settings().instanceId,
  });
  const owner = options['ownerReference'];
  const podPriorityClassName = textOfBody(options, 'podPriorityClassName');
  return {
    ...workflow,
    metadata: {
      ...workflow.metadata,
      namespace,
      labels: creatorLabels(caller, workflow.metadata.labels),
      ...(owner !== undefined && { ownerReferences: [mapOfBody(options, 'ownerReference')] }),
    },
    spec: { ...workflow.spec, ...(podPriorityClassName !== '' && { podPriorityClassName }) },
  } as KubeWorkflow;
}

function pairs(options: Readonly<Record<string, unknown>>, field: string): Readonly<Record<string, string>> {
  const found = parseLabels(textOfBody(options, field));
  if (typeof found === 'string') throw invalid(`${field}: ${found}`);
  return found;
}

function priority(options: Readonly<Record<string, unknown>>): { readonly priority?: number } {
  const value = options['priority'];
  if (value === undefined || value === null) return {};
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalid('priority: a whole number is expected');
  return { priority: value };
}
