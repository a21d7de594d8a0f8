import { objectKey } from '@argosy/kube';
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
  if (!isKeptForGc(context, key, podName)) context.shell.cleanup.release(key);
  return {};
};

function isKeptForGc({ shell, decision }: ActionContext, key: string, podName: string): boolean {
  if (decision.actions.some((action) => action.kind === 'DeletePod' && action.podName === podName)) return true;
  const strategy = shell.caches.pods.store.get(key)?.value.gcStrategy ?? '';
  return strategy.startsWith('OnWorkflow') && !FINAL.has(decision.status.phase ?? '');
}

const FINAL: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Error']);

function podKey({ workflow }: ActionContext, podName: string): string {
  return objectKey(workflow.metadata.namespace, podName);
}
