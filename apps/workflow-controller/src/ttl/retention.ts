import type { Stored } from '@argosy/kube';
import type { Reconciler } from '@argosy/reconciler';
import { fromRfc3339 } from '@argosy/std';
import { label } from '../caches/objects.ts';
import type { RetentionPolicy } from '../settings/settings.ts';
import type { WorkflowRecord } from '../workflow/workflow-record.ts';
import { deleteWorkflow, type TtlOptions } from './ttl-reconciler.ts';

export interface RetentionOptions extends TtlOptions {
  policy(): RetentionPolicy | undefined;
}

/** Key of the queue that stands for the whole sweep. */
export const RETENTION_KEY = 'retention';

/** Keeps the newest finished workflows of each phase and deletes the others, oldest first (acceptance 7-034). */
export function retentionReconciler(options: RetentionOptions): Reconciler {
  return {
    async reconcile() {
      const policy = options.policy();
      if (policy === undefined) return {};
      for (const surplus of surplusOf([...options.caches.workflows.store.list()], policy)) await deleteWorkflow(options, surplus);
      return {};
    },
  };
}

/** The finished workflows that are too many, the oldest first. */
export function surplusOf(workflows: readonly Stored<WorkflowRecord>[], policy: RetentionPolicy): readonly Stored<WorkflowRecord>[] {
  const limits = { Succeeded: policy.completed, Failed: policy.failed, Error: policy.errored };
  return Object.entries(limits).flatMap(([phase, limit]) => {
    if (limit === undefined) return [];
    const finished = workflows.filter(
      ({ value }) => value.completed && value.workflow.status?.phase === phase && mayGo(value.workflow.metadata),
    );
    const oldestFirst = finished.sort((a, b) => endOf(a) - endOf(b));
    return oldestFirst.slice(0, Math.max(0, oldestFirst.length - limit));
  });
}

/** Not what goes already, and not before it is archived. */
function mayGo({ deletionTimestamp, labels }: WorkflowRecord['workflow']['metadata']): boolean {
  return !deletionTimestamp && labels?.[label.archiving] !== 'Pending';
}

function endOf({ value }: Stored<WorkflowRecord>): number {
  const { status, metadata } = value.workflow;
  return fromRfc3339(status?.finishedAt) ?? fromRfc3339(metadata.creationTimestamp) ?? 0;
}
