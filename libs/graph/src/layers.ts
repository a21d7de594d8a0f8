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
  /** For each edge the points that it passes, first and last included; in the order of the edges, empty for one that closes a cycle. */
  readonly routes: readonly (readonly number[])[];
}

/** Places in the list of nodes: from, to. */
export type IndexEdge = readonly [number, number];

/** Puts every node one layer below the lowest of its predecessors. Edges that close a cycle are left out. */
export function assignLayers(graph: GraphModel): Layers {
  const indexOf = new Map(graph.nodes.map(({ id }, index) => [id, index]));
  const edges = graph.edges
    .map(({ from, to }) => [indexOf.get(from), indexOf.get(to)])
    .filter((edge): edge is [number, number] => edge[0] !== undefined && edge[1] !== undefined);
  return layersOf(graph.nodes.length, edges);
}

/** The same for `count` nodes that are known by their place in a list. */
export function layersOf(count: number, edges: readonly IndexEdge[]): Layers {
  return withWaypoints(longestPaths(count, edges), edges);
}

function longestPaths(count: number, edges: readonly IndexEdge[]): Int32Array {
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

function withWaypoints(ranks: Int32Array, edges: readonly IndexEdge[]): Layers {
  const span = ([from, to]: IndexEdge): number => (ranks[to] as number) - (ranks[from] as number);
  const wanted = edges.reduce((sum, edge) => sum + Math.max(0, span(edge) - 1), 0);
  const bent = wanted <= WAYPOINT_BUDGET * (ranks.length + edges.length);
  const layerOf = new Int32Array(ranks.length + (bent ? wanted : 0));
  layerOf.set(ranks);
  const before: number[][] = Array.from(layerOf, () => []);
  const after: number[][] = Array.from(layerOf, () => []);
  let next = ranks.length;
  const routes = edges.map((edge) => {
    if (span(edge) <= 0) return [];
    const route = [edge[0]];
    const waypoints = bent ? span(edge) - 1 : 0;
    for (let step = 1; step <= waypoints; step++) {
      layerOf[next] = (ranks[edge[0]] as number) + step;
      route.push(next++);
    }
    route.push(edge[1]);
    for (let step = 1; step < route.length; step++) {
      after[route[step - 1] as number]?.push(route[step] as number);
      before[route[step] as number]?.push(route[step - 1] as number);
    }
    return route;
  });
  return { layerOf, before, after, routes, order: initialOrder(layerOf, before, after) };
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
