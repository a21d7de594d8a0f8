import { coreResources, type KubeObject } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import { label } from '../../caches/objects.ts';
import type { ActionContext, Applier } from './apply-actions.ts';
import { refused } from './refusals.ts';

/** Keeps drains away from the pods of a workflow, as its podDisruptionBudget says. */
export const createPodDisruptionBudget: Applier<'CreatePodDisruptionBudget'> = async (context, { spec }) => {
  const { shell, track } = context;
  try {
    await shell.client.create(coreResources.PodDisruptionBudget, budgetOf(context, spec));
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_ALREADYEXISTS')) return refused(shell, track, { what: 'a pod disruption budget', id, error });
  }
  track.failures.delete(id);
  track.disruptionBudget = true;
  return {};
};

const id = 'podDisruptionBudget';

export const deletePodDisruptionBudget: Applier<'DeletePodDisruptionBudget'> = async ({ shell, workflow }) => {
  const { namespace = '', name = '' } = workflow.metadata;
  try {
    await shell.client.delete(coreResources.PodDisruptionBudget, { namespace, name });
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
  }
  return {};
};

function budgetOf({ workflow }: ActionContext, spec: unknown): KubeObject & { readonly spec: unknown } {
  const { namespace = '', name = '', uid = '' } = workflow.metadata;
  const owner = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name, uid, controller: true, blockOwnerDeletion: true };
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace, labels: { [label.workflow]: name }, ownerReferences: [owner] },
    spec: { ...(spec as object), selector: { matchLabels: { [label.workflow]: name } } },
  };
}
