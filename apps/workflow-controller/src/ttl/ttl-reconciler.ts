import { type KubeClient, type Timers, workflowResources } from '@argosy/kube';
import type { Reconciler } from '@argosy/reconciler';
import { isErrorWithCode, type Logger } from '@argosy/std';
import type { Caches } from '../caches/caches.ts';
import { expiryOf } from './expiry.ts';

export interface TtlOptions {
  readonly client: Pick<KubeClient, 'delete'>;
  readonly caches: Pick<Caches, 'workflows'>;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly propagation: 'Background' | 'Foreground' | 'Orphan';
}

/** Deletes finished workflows when their time to live is over. */
export function ttlReconciler(options: TtlOptions): Reconciler {
  return {
    async reconcile(key) {
      const stored = options.caches.workflows.store.get(key);
      const expiry = stored && expiryOf(stored.value);
      if (stored === undefined || expiry === undefined || stored.value.workflow.metadata.deletionTimestamp) return {};
      const remaining = expiry - options.timers.now();
      // Finishing times are cut to seconds.
      if (remaining > -1_000) return { requeueAfter: Math.min(remaining + 1_000, LONGEST_WAIT) };
      await deleteWorkflow(options, stored);
      return {};
    },
  };
}

/** Timers cannot wait for longer than 24 days. */
const LONGEST_WAIT = 24 * 3_600_000;

/** Deletes this very workflow, not a namesake. */
export async function deleteWorkflow(
  { client, logger, propagation }: Pick<TtlOptions, 'client' | 'logger' | 'propagation'>,
  target: { readonly namespace: string; readonly name: string; readonly uid: string },
): Promise<void> {
  const { namespace, name, uid } = target;
  logger.info('deleting a finished workflow', { namespace, workflow: name });
  try {
    await client.delete(workflowResources.Workflow, { namespace, name }, { uid, propagationPolicy: propagation });
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND') && !isErrorWithCode(error, 'KUBE_CONFLICT')) throw error;
  }
}
