import { objectKey } from '@argosy/kube';
import type { Caches } from '../caches/caches.ts';
import { hasGarbage } from './finalizer.ts';

/** Turns what happens to workflows, and to the tasks and pods that delete artifacts, into keys of workflows to look at. */
export function followGarbage({ workflows, pods, artifactGcTasks }: Caches, enqueue: (key: string) => void): void {
  const ofWorkflow = ({ namespace, value }: { readonly namespace: string; readonly value: { readonly workflow: string } }): void =>
    enqueue(objectKey(namespace, value.workflow));
  const changed = ({ key, value }: Parameters<NonNullable<Parameters<typeof workflows.subscribe>[0]['added']>>[0]): void => {
    if (hasGarbage(value.workflow, value.completed)) enqueue(key);
  };
  workflows.subscribe({ added: changed, updated: changed });
  const podChanged = (pod: Parameters<NonNullable<Parameters<typeof pods.subscribe>[0]['added']>>[0]): void => {
    if (pod.value.component === 'artifact-gc') ofWorkflow(pod);
  };
  pods.subscribe({ added: podChanged, updated: podChanged, deleted: podChanged });
  // Whoever removes a task wants its artifacts to be tried again.
  artifactGcTasks.subscribe({ deleted: ofWorkflow });
}
