import type { CronWorkflow, Workflow } from '@argosy/api';
import type { KubeObject } from '@argosy/kube';
import { toRfc3339Seconds } from '@argosy/std';
import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { CLUSTER_WORKFLOW_TEMPLATES, CRON_WORKFLOWS, WORKFLOW_TEMPLATES } from '../backend/resources.ts';
import { INSTANCE_LABEL, requireInstance } from '../workflows/instance.ts';

type Source = 'cron' | 'template' | 'clusterTemplate';

const KINDS: Readonly<Record<string, Source>> = {
  cronworkflow: 'cron',
  cronworkflows: 'cron',
  cronwf: 'cron',
  cwf: 'cron',
  workflowtemplate: 'template',
  workflowtemplates: 'template',
  wftmpl: 'template',
  clusterworkflowtemplate: 'clusterTemplate',
  clusterworkflowtemplates: 'clusterTemplate',
  clusterwftmpl: 'clusterTemplate',
  cwft: 'clusterTemplate',
};

/** Makes the workflow that `--from kind/name` stands for; the resource must exist. */
export async function workflowFromResource(context: CommandContext, identifier: string): Promise<Workflow> {
  const split = identifier.indexOf('/');
  if (split < 0)
    throw new CliFailure(`resource identifier '${identifier}' is malformed. Should be \`kind/name\`, e.g. cronwf/hello-world-cwf`);
  const [kind, name] = [identifier.slice(0, split), identifier.slice(split + 1)];
  const source = KINDS[kind.toLowerCase()];
  if (!source)
    throw new CliFailure(`Resource kind '${kind}' is not supported for submitting`, {
      hint: 'use cronwf/NAME, wftmpl/NAME or clusterwftmpl/NAME',
    });
  return SOURCES[source](context, name);
}

const SOURCES: Readonly<Record<Source, (context: CommandContext, name: string) => Promise<Workflow>>> = {
  cron: async (context, name) => {
    const { client, namespace } = await context.connect();
    const cron = await client.get<CronWorkflow & KubeObject>(CRON_WORKFLOWS, { name, namespace });
    requireInstance(cron, context.globals.instanceId);
    return workflowOfCron(cron, toRfc3339Seconds(context.clock.now()));
  },
  template: async (context, name) => {
    const { client, namespace } = await context.connect();
    const template = await client.get(WORKFLOW_TEMPLATES, { name, namespace });
    requireInstance(template, context.globals.instanceId);
    return workflowOfTemplate(name, false);
  },
  clusterTemplate: async (context, name) => {
    const { client } = await context.connect();
    requireInstance(await client.get(CLUSTER_WORKFLOW_TEMPLATES, { name }), context.globals.instanceId);
    return workflowOfTemplate(name, true);
  },
};

function workflowOfTemplate(name: string, clusterScope: boolean): Workflow {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { generateName: `${name}-`, labels: { [`workflows.argoproj.io/${clusterScope ? 'cluster-' : ''}workflow-template`]: name } },
    spec: { workflowTemplateRef: { name, ...(clusterScope && { clusterScope }) } },
  };
}

/** A run by hand is owned by its cron workflow and carries its metadata, like one that the schedule starts. */
function workflowOfCron(cron: CronWorkflow, now: string): Workflow {
  const { name = '', uid = '', labels } = cron.metadata;
  const instance = labels?.[INSTANCE_LABEL];
  const { workflowMetadata } = cron.spec;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      generateName: `${name}-`,
      labels: {
        ...workflowMetadata?.labels,
        'workflows.argoproj.io/cron-workflow': name,
        ...(instance !== undefined && { [INSTANCE_LABEL]: instance }),
      },
      annotations: { ...workflowMetadata?.annotations, 'workflows.argoproj.io/scheduled-time': now },
      ...(workflowMetadata?.finalizers && { finalizers: workflowMetadata.finalizers }),
      ownerReferences: [
        { apiVersion: 'argoproj.io/v1alpha1', kind: 'CronWorkflow', name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: cron.spec.workflowSpec,
  };
}
