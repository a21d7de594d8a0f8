import type { KubeObject, ResourceType } from '@argosy/kube';
import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';
import {
  CLUSTER_WORKFLOW_TEMPLATES,
  CONFIG_MAPS,
  CRON_WORKFLOWS,
  PERSISTENT_VOLUME_CLAIMS,
  SECRETS,
  SERVICE_ACCOUNTS,
  WORKFLOW_TEMPLATES,
} from '../backend/resources.ts';
import type { Manifest } from '../manifests/load-manifests.ts';

const TYPES: ReadonlyMap<string, ResourceType> = new Map(
  [WORKFLOW_TEMPLATES, CLUSTER_WORKFLOW_TEMPLATES, CRON_WORKFLOWS, CONFIG_MAPS, SECRETS, SERVICE_ACCOUNTS, PERSISTENT_VOLUME_CLAIMS].map(
    (type) => [type.kind, type],
  ),
);

/** Creates what stands beside the workflow in its files: templates, config maps, secrets. */
export async function createCompanions(context: CommandContext, manifests: readonly Manifest[]): Promise<void> {
  const { client, namespace } = await context.connect();
  for (const { kind, object, file } of manifests) {
    if (kind === 'Workflow') continue;
    const type = TYPES.get(kind);
    if (!type)
      throw new CliFailure(`${file}: ${kind} cannot be created here`, { hint: `only ${['Workflow', ...TYPES.keys()].join(', ')}` });
    const metadata = { ...object.metadata, ...(type.namespaced && { namespace: object.metadata.namespace ?? namespace }) };
    await client.create(type, { ...object, metadata } as KubeObject);
  }
}
