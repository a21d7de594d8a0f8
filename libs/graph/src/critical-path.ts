import { fromRfc3339 } from '@argosy/std';
import type { GraphModel } from './graph.ts';

/**
 * The ids of the nodes that made a workflow take as long as it did, first to last: from what ended last back through
 * whichever predecessor ended last. Nodes that have not ended count as ending now, at the very end.
 */
export function criticalPath(graph: GraphModel): string[] {
  const ends = new Map(graph.nodes.map(({ id, node }) => [id, fromRfc3339(node.finishedAt) ?? Number.POSITIVE_INFINITY]));
  const predecessors = new Map<string, string[]>();
  for (const { from, to } of graph.edges) {
    const known = predecessors.get(to);
    if (known) known.push(from);
    else predecessors.set(to, [from]);
  }
  const withSuccessor = new Set(graph.edges.map(({ from }) => from));
  const leaves = graph.nodes.map(({ id }) => id).filter((id) => !withSuccessor.has(id));
  const path: string[] = [];
  const seen = new Set<string>();
  let current = latest(leaves, ends);
  while (current !== undefined && !seen.has(current)) {
    seen.add(current);
    path.push(current);
    current = latest(predecessors.get(current) ?? [], ends);
  }
  return path.reverse();
}

function latest(ids: readonly string[], ends: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  for (const id of ids) if (best === undefined || (ends.get(id) ?? 0) > (ends.get(best) ?? 0)) best = id;
  return best;
}
