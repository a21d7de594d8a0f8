import type { Workflow } from '@argosy/api';
import type { Stored } from '@argosy/kube';
import { projectWorkflow, type WorkflowRecord } from '../workflow/workflow-record.ts';

/** A workflow as it lies in the cache. */
export function storedOf(workflow: Workflow): Stored<WorkflowRecord> {
  const { namespace = '', name = '', uid = `uid-${name}`, resourceVersion = '1' } = workflow.metadata;
  return { key: `${namespace}/${name}`, namespace, name, uid, resourceVersion, value: projectWorkflow(workflow) };
}
