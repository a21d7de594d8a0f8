import type { GraphModel } from './graph.ts';

/**
 * A graph cut into layers. Points 0 … nodes-1 are the graph's nodes in their order; further points stand where an edge
 * crosses a layer, so that edges have room of their own. `before` and `after` list the neighbours of each point.
 */
export interface Layers {
  readonly layerOf: Int32Array;
  readonly before: readonly (readonly number[])[];
  readonly after: readonly (readonly number[])[];
  /** Points of each layer, left to right. */
  readonly order: number[][];
}

/** Puts every node one layer below the lowest of its predecessors. Edges that close a cycle are left out. */
export function assignLayers(graph: GraphModel): Layers {
  const indexOf = new Map(graph.nodes.map(({ id }, index) => [id, index]));
  const edges = graph.edges
    .map(({ from, to }) => [indexOf.get(from), indexOf.get(to)])
    .filter((edge): edge is [number, number] => edge[0] !== undefined && edge[1] !== undefined);
  const ranks = longestPaths(graph.nodes.length, edges);
  const forward = edges.filter(([from, to]) => (ranks[from] as number) < (ranks[to] as number));
  return withWaypoints(ranks, forward);
}

function longestPaths(count: number, edges: readonly (readonly [number, number])[]): Int32Array {
  const ranks = new Int32Array(count);
  const waiting = new Int32Array(count);
  const after: number[][] = Array.from({ length: count }, () => []);
  for (const [from, to] of edges) {
    after[from]?.push(to);
    waiting[to] = (waiting[to] as number) + 1;
  }
  const ready: number[] = [];
  for (let point = 0; point < count; point++) if (waiting[point] === 0) ready.push(point);
  for (let head = 0; head < ready.length; head++) {
    const point = ready[head] as number;
    for (const next of after[point] ?? []) {
      ranks[next] = Math.max(ranks[next] as number, (ranks[point] as number) + 1);
      waiting[next] = (waiting[next] as number) - 1;
      if (waiting[next] === 0) ready.push(next);
    }
  }
  return ranks;
}

/** Beyond this many waypoints per node and edge the picture is too dense for them to help. */
const WAYPOINT_BUDGET = 8;

function withWaypoints(ranks: Int32Array, edges: readonly (readonly [number, number])[]): Layers {
  const span = ([from, to]: readonly [number, number]): number => (ranks[to] as number) - (ranks[from] as number);
  const wanted = edges.reduce((sum, edge) => sum + span(edge) - 1, 0);
  const bent = wanted <= WAYPOINT_BUDGET * (ranks.length + edges.length);
  const layerOf = new Int32Array(ranks.length + (bent ? wanted : 0));
  layerOf.set(ranks);
  const before: number[][] = Array.from(layerOf, () => []);
  const after: number[][] = Array.from(layerOf, () => []);
  const link = (from: number, to: number): void => {
    after[from]?.push(to);
    before[to]?.push(from);
  };
  let next = ranks.length;
  for (const edge of edges) {
    let last = edge[0];
    const waypoints = bent ? span(edge) - 1 : 0;
    for (let step = 1; step <= waypoints; step++) {
      layerOf[next] = (ranks[edge[0]] as number) + step;
      link(last, next);
      last = next++;
    }
    link(last, edge[1]);
  }
  return { layerOf, before, after, order: initialOrder(layerOf, before, after) };
}

/** Points in the order in which a walk from the roots meets them: relatives start side by side. */
function initialOrder(layerOf: Int32Array, before: readonly (readonly number[])[], after: readonly (readonly number[])[]): number[][] {
  const order: number[][] = Array.from({ length: layerOf.reduce((most, layer) => Math.max(most, layer + 1), 0) }, () => []);
  const seen = new Uint8Array(layerOf.length);
  const visit = (point: number): boolean => {
    if (seen[point]) return false;
    seen[point] = 1;
    order[layerOf[point] as number]?.push(point);
    return true;
  };
  const stack = [...layerOf.keys()].filter((point) => before[point]?.length === 0).toReversed();
  while (stack.length > 0) {
    const point = stack.pop() as number;
    if (visit(point)) for (const next of (after[point] as number[]).toReversed()) stack.push(next);
  }
  // What a cycle keeps out of reach of any root.
  for (const point of layerOf.keys()) visit(point);
  return order;
}
