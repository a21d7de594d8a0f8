import type { CronWorkflow, Workflow } from '@argosy/api';
import type { KubeObject } from '@argosy/kube';
import { type Instant, toRfc3339Seconds } from '@argosy/std';
import { submissionSource, type SubmissionSource, workflowOfCron, workflowOfTemplate } from '@argosy/submission';
import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { CLUSTER_WORKFLOW_TEMPLATES, CRON_WORKFLOWS, WORKFLOW_TEMPLATES } from '../backend/resources.ts';
import type { Manifest } from '../manifests/load-manifests.ts';
import { requireInstance } from '../workflows/instance.ts';

/** Makes the workflow that `--from kind/name` stands for; the resource must exist. */
export async function workflowFromResource(context: CommandContext, identifier: string): Promise<Workflow> {
  const { source, name } = readIdentifier(identifier);
  return SOURCES[source](context, name);
}

const MANIFEST_KINDS: Readonly<Record<SubmissionSource, string>> = {
  cron: 'CronWorkflow',
  template: 'WorkflowTemplate',
  clusterTemplate: 'ClusterWorkflowTemplate',
};

/** The same from manifests at hand, without a cluster. */
export function workflowFromManifests(identifier: string, manifests: readonly Manifest[], now: Instant): Workflow {
  const { source, name } = readIdentifier(identifier);
  const found = manifests.find(({ kind, object }) => kind === MANIFEST_KINDS[source] && object.metadata.name === name);
  if (!found) throw new CliFailure(`there is no ${MANIFEST_KINDS[source]} "${name}" in the files`);
  if (source === 'cron') return workflowOfCron(found.object as unknown as CronWorkflow, toRfc3339Seconds(now));
  return workflowOfTemplate(name, { clusterScope: source === 'clusterTemplate' });
}

function readIdentifier(identifier: string): { readonly source: SubmissionSource; readonly name: string } {
  const split = identifier.indexOf('/');
  if (split < 0)
    throw new CliFailure(`resource identifier '${identifier}' is malformed. Should be \`kind/name\`, e.g. cronwf/hello-world-cwf`);
  const [kind, name] = [identifier.slice(0, split), identifier.slice(split + 1)];
  const source = submissionSource(kind);
  if (!source)
    throw new CliFailure(`Resource kind '${kind}' is not supported for submitting`, {
      hint: 'use cronwf/NAME, wftmpl/NAME or clusterwftmpl/NAME',
    });
  return { source, name };
}

const SOURCES: Readonly<Record<SubmissionSource, (context: CommandContext, name: string) => Promise<Workflow>>> = {
  cron: async (context, name) => {
    const { client, namespace, instanceId } = await context.connect();
    const cron = await client.get<CronWorkflow & KubeObject>(CRON_WORKFLOWS, { name, namespace });
    requireInstance(cron, instanceId);
    return workflowOfCron(cron, toRfc3339Seconds(context.clock.now()));
  },
  template: async (context, name) => {
    const { client, namespace, instanceId } = await context.connect();
    const template = await client.get(WORKFLOW_TEMPLATES, { name, namespace });
    requireInstance(template, instanceId);
    return workflowOfTemplate(name, { clusterScope: false });
  },
  clusterTemplate: async (context, name) => {
    const { client, instanceId } = await context.connect();
    requireInstance(await client.get(CLUSTER_WORKFLOW_TEMPLATES, { name }), instanceId);
    return workflowOfTemplate(name, { clusterScope: true });
  },
};
