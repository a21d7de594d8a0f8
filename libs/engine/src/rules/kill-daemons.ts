import type { RuleOutcome } from '../decide.ts';
import type { Draft } from '../draft.ts';
import { isFulfilled } from '../nodes/phases.ts';

/** Ends daemons whose boundary has ended; they count as succeeded (acceptance 4-079). */
export function killDaemons(draft: Draft): RuleOutcome {
  for (const node of draft.nodes()) {
    if (!node.daemoned) continue;
    const boundary = node.boundaryID === undefined ? undefined : draft.node(node.boundaryID);
    if (boundary && !isFulfilled(boundary)) continue;
    const pod = draft.observation.pods.get(node.id);
    if (pod)
      draft.act({ kind: 'TerminatePod', nodeId: node.id, podName: pod.name, grace: draft.observation.policy.terminationGrace ?? 30_000 });
    draft.update(node.id, { daemoned: undefined });
    draft.finish(node.id, 'Succeeded');
  }
  return 'continue';
}
