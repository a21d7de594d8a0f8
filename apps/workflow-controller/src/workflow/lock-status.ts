import type { Decision } from '@argosy/engine';
import type { Shell } from './shell.ts';

const FINAL: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Error']);

/**
 * Puts what the workflow holds and waits for into the status that is about to be written, so that a controller that starts can restore it
 * before anything else runs (acceptance 4-107, 4-111).
 */
export function withLockStatus(shell: Shell, key: string, decision: Decision): Decision {
  if (decision.urgency === 'none') return decision;
  const releasing = decision.actions.flatMap((action) => (action.kind === 'ReleaseLocks' ? [action.holder] : []));
  const synchronization = FINAL.has(decision.status.phase ?? '') ? undefined : shell.locks.status(key, releasing);
  const isSame = JSON.stringify(synchronization) === JSON.stringify(decision.status.synchronization);
  return isSame ? decision : { ...decision, status: { ...decision.status, synchronization } };
}
