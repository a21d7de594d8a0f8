import { objectKey, type Stored } from '@argosy/kube';
import type { Caches } from '../caches/caches.ts';
import { label } from '../caches/objects.ts';
import type { WorkflowRecord } from '../workflow/workflow-record.ts';

/** Looks at a cron workflow again when it changes, or when one of its workflows comes, ends or goes. */
export function followCrons(
  { cronWorkflows, workflows }: Pick<Caches, 'cronWorkflows' | 'workflows'>,
  enqueue: (key: string) => void,
): void {
  cronWorkflows.subscribe({ added: ({ key }) => enqueue(key), updated: ({ key }) => enqueue(key) });
  const ofChild = ({ namespace, value }: Stored<WorkflowRecord>): void => {
    const cron = value.workflow.metadata.labels?.[label.cronWorkflow];
    if (cron !== undefined) enqueue(objectKey(namespace, cron));
  };
  workflows.subscribe({
    added: ofChild,
    updated: (item, previous) => {
      if (item.value.workflow.status?.phase !== previous.value.workflow.status?.phase) ofChild(item);
    },
    deleted: ofChild,
  });
}
