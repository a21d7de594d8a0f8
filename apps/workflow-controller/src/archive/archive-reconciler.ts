import { type KubeClient, workflowResources } from '@argosy/kube';
import type { PersistenceConnection } from '@argosy/persistence';
import type { Reconciler } from '@argosy/reconciler';
import { isErrorWithCode, type Logger } from '@argosy/std';
import type { Caches } from '../caches/caches.ts';
import { label, type WorkflowObject } from '../caches/objects.ts';
import { hydrate } from '../workflow/stored-status.ts';

export interface ArchiveOptions {
  readonly client: Pick<KubeClient, 'get' | 'patch'>;
  readonly caches: Pick<Caches, 'workflows'>;
  readonly persistence: Pick<PersistenceConnection, 'archive' | 'nodeStatuses'>;
  readonly logger: Logger;
}

/** Stores finished workflows that are marked as Pending, and marks them as Archived (acceptance 7-035). Doing it twice is doing it once. */
export function archiveReconciler(options: ArchiveOptions): Reconciler {
  return {
    async reconcile(key) {
      const stored = options.caches.workflows.store.get(key);
      const archive = options.persistence.archive();
      if (archive === undefined || stored?.value.workflow.metadata.labels?.[label.archiving] !== 'Pending') return {};
      const { namespace, name, uid } = stored;
      const workflow = await readWorkflow(options, { namespace, name });
      if (workflow === undefined || workflow.metadata.uid !== uid) return {};
      await archive.save(asArchived(await hydrate(workflow, options.persistence.nodeStatuses())));
      await markArchived(options, { namespace, name, uid });
      options.logger.debug('archived a workflow', { namespace, workflow: name });
      return {};
    },
  };
}

async function readWorkflow(
  { client }: ArchiveOptions,
  ref: { readonly namespace: string; readonly name: string },
): Promise<WorkflowObject | undefined> {
  try {
    return await client.get<WorkflowObject>(workflowResources.Workflow, ref);
  } catch (error) {
    if (isErrorWithCode(error, 'KUBE_NOTFOUND')) return undefined;
    throw error;
  }
}

/** With its nodes, and without what only matters to an API server. */
function asArchived(workflow: WorkflowObject): WorkflowObject {
  const { managedFields: _, ...metadata } = workflow.metadata;
  const labels = { ...metadata.labels, [label.archiving]: 'Persisted' };
  return {
    ...workflow,
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { ...metadata, labels },
  };
}

/** Only this very workflow is marked, not a namesake. */
async function markArchived(
  { client }: ArchiveOptions,
  { namespace, name, uid }: { readonly namespace: string; readonly name: string; readonly uid: string },
): Promise<void> {
  const body = { metadata: { uid, labels: { [label.archiving]: 'Archived' } } };
  try {
    await client.patch<WorkflowObject>(workflowResources.Workflow, { namespace, name, body }, { type: 'merge', metadataOnly: true });
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND') && !isErrorWithCode(error, 'KUBE_CONFLICT')) throw error;
  }
}
