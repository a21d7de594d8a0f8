import type { Workflow } from '@argosy/api';
import { fromRfc3339 } from '@argosy/std';
import type { Cluster } from '../backend/backend.ts';
import { CliFailure } from '../failure.ts';
import { WORKFLOWS } from '../backend/resources.ts';
import { requireInstance } from './instance.ts';
import { type KubeWorkflow, listWorkflows } from './list-workflows.ts';
import { hydrated } from './packed-nodes.ts';

export const LATEST = '@latest';

/** Reads one workflow, its nodes unpacked. `@latest` is the newest of the namespace (acceptance 9-005). */
export async function findWorkflow(cluster: Cluster, name: string): Promise<Workflow> {
  const workflow = await readWorkflow(cluster, await workflowName(cluster, name));
  requireInstance(workflow, cluster.instanceId);
  return workflow;
}

/** The name that `@latest` stands for; any other name is itself. */
export async function workflowName({ client, namespace, instanceId }: Cluster, name: string): Promise<string> {
  if (name !== LATEST) return name;
  const workflows = await listWorkflows(client, { namespace, instanceId });
  const newest = workflows.reduce<Workflow | undefined>(
    (best, one) => (best === undefined || createdAt(one) > createdAt(best) ? one : best),
    undefined,
  );
  if (!newest?.metadata.name) throw new CliFailure('no workflows found', { hint: `there is none in the namespace "${namespace}"` });
  return newest.metadata.name;
}

async function readWorkflow({ client, namespace }: Cluster, name: string): Promise<Workflow> {
  return hydrated(await client.get<KubeWorkflow>(WORKFLOWS, { name, namespace }));
}

function createdAt({ metadata }: Workflow): number {
  return fromRfc3339(metadata.creationTimestamp) ?? 0;
}
