import { objectKey } from '@argosy/kube';
import { isKeptForGc } from '../../pod-gc/kept-for-gc.ts';
import type { ActionContext, Applier } from './apply-actions.ts';

/** Ends what runs in the pod, gently first. It is carried on in the background until the pod has ended. */
export const terminatePod: Applier<'TerminatePod'> = async (context, { podName, grace }) => {
  context.shell.cleanup.terminate(podKey(context, podName), grace);
  return {};
};

export const deletePod: Applier<'DeletePod'> = async (context, { podName, after }) => {
  context.shell.cleanup.deleteLater(podKey(context, podName), after);
  return {};
};

/** Lets the pod go, unless podGC still wants it: then its deletion lets it go, and until then it must stay in the cache. */
export const releasePod: Applier<'ReleasePod'> = async (context, { podName }) => {
  const key = podKey(context, podName);
  if (!isKeptForGc(context.shell, context.decision, { key, name: podName })) context.shell.cleanup.release(key);
  return {};
};

function podKey({ workflow }: ActionContext, podName: string): string {
  return objectKey(workflow.metadata.namespace, podName);
}
