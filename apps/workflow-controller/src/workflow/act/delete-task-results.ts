import { workflowResources } from '@argosy/kube';
import { label } from '../../caches/objects.ts';
import type { Applier } from './apply-actions.ts';

/** The outputs are in the status now; what carried them there can go. */
export const deleteTaskResults: Applier<'DeleteTaskResults'> = async ({ shell, workflow }) => {
  const { namespace = '', name = '' } = workflow.metadata;
  await shell.client.deleteCollection(workflowResources.WorkflowTaskResult, { namespace, labelSelector: `${label.workflow}=${name}` });
  return {};
};
