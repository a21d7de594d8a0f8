import type { Workflow, WorkflowStatus } from '@argosy/api';
import { withoutManagedFields } from '../caches/managed-fields.ts';
import { label } from '../caches/objects.ts';

/** What the controller keeps of a workflow. Of a finished one that is only what cleaning up needs. */
export interface WorkflowRecord {
  readonly workflow: Workflow;
  /** Has the label completed=true: nothing is decided about it any more. */
  readonly completed: boolean;
}

export function projectWorkflow(object: Workflow): WorkflowRecord {
  const completed = object.metadata.labels?.[label.completed] === 'true';
  return { workflow: completed ? remains(object) : withoutManagedFields(object), completed };
}

function remains({ metadata, spec, status = {} }: Workflow): Workflow {
  const { name, namespace, uid, resourceVersion, creationTimestamp, deletionTimestamp, labels, ownerReferences, finalizers } = metadata;
  const merged = status.storedWorkflowTemplateSpec;
  const ttlStrategy = spec.ttlStrategy ?? merged?.ttlStrategy;
  const podGC = spec.podGC ?? merged?.podGC;
  return {
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp, deletionTimestamp, labels, ownerReferences, finalizers },
    spec: { ...(ttlStrategy && { ttlStrategy }), ...(podGC && { podGC }) },
    status: outcome(status),
  };
}

function outcome({ phase, startedAt, finishedAt, offloadNodeStatusVersion }: WorkflowStatus): WorkflowStatus {
  return { phase, startedAt, finishedAt, ...(offloadNodeStatusVersion && { offloadNodeStatusVersion }) };
}
