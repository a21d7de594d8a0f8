import type { Draft } from '../draft.ts';
import { holderKey } from '../execute/locks.ts';
import { finalPhases, isFulfilled } from '../nodes/phases.ts';

/** Gives back the locks of nodes that have ended, and of the workflow when it has (acceptance 4-111). */
export function releaseLocks(draft: Draft): void {
  const own = holderKey(draft);
  const over = finalPhases.has(draft.status.phase ?? '');
  for (const holder of draft.observation.locks.requests.keys()) {
    if (holder === own ? over : over || nodeIsOver(draft, holder.slice(own.length + 1))) draft.act({ kind: 'ReleaseLocks', holder });
  }
}

function nodeIsOver(draft: Draft, nodeId: string): boolean {
  const node = draft.node(nodeId);
  return node !== undefined && isFulfilled(node);
}
