import { coreResources, type KubeObject } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import type { Applier } from './apply-actions.ts';
import { refused } from './refusals.ts';

/** Creates a claim of the workflow. One that exists is ours: the decision looked at its owner. */
export const createClaim: Applier<'CreateClaim'> = async ({ shell, track }, { claim }) => {
  const id = claim.metadata.name ?? '';
  try {
    await shell.client.create(coreResources.PersistentVolumeClaim, claim as KubeObject);
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_ALREADYEXISTS')) return refused(shell, track, { what: 'a claim', id, error });
  }
  track.failures.delete(id);
  return { again: AT_ONCE };
};

/** The workflow goes on when all of its claims are there. */
const AT_ONCE = 1;

export const deleteClaim: Applier<'DeleteClaim'> = async ({ shell, workflow }, { name }) => {
  try {
    await shell.client.delete(coreResources.PersistentVolumeClaim, { namespace: workflow.metadata.namespace ?? '', name });
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
  }
  return {};
};
