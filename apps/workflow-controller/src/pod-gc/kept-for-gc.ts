import type { Decision } from '@argosy/engine';
import type { Shell } from '../workflow/shell.ts';

const FINAL: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Error']);

/**
 * True for a pod that has been seen but must stay in the cache, because podGC will want it: its deletion is decided on in this very
 * decision, or when the workflow has ended (acceptance 7-037).
 */
export function isKeptForGc(shell: Shell, decision: Decision, pod: { readonly key: string; readonly name: string }): boolean {
  if (decision.actions.some((action) => action.kind === 'DeletePod' && action.podName === pod.name)) return true;
  const strategy = shell.caches.pods.store.get(pod.key)?.value.gcStrategy ?? '';
  return strategy.startsWith('OnWorkflow') && !FINAL.has(decision.status.phase ?? '');
}
