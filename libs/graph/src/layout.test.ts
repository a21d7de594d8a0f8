import { expect, test } from 'vitest';
import type { GraphModel } from './graph.ts';
import { layoutGraph, type LayoutOptions, type PlacedNode } from './layout.ts';

const options: LayoutOptions = { nodeWidth: 40, nodeHeight: 20, gapWithin: 10, gapBetween: 30, direction: 'down' };

test.each([
  { title: 'an empty graph takes no room', edges: [], nodes: '', want: {} },
  {
    title: 'a diamond is symmetric',
    nodes: 'ABCD',
    edges: ['AB', 'AC', 'BD', 'CD'],
    want: { A: [45, 10], B: [20, 60], C: [70, 60], D: [45, 110] },
  },
  { title: 'a chain is a straight line', nodes: 'ABC', edges: ['AB', 'BC'], want: { A: [20, 10], B: [20, 60], C: [20, 110] } },
  { title: 'a cycle is drawn, not followed', nodes: 'AB', edges: ['AB', 'BA'], want: { A: [20, 10], B: [70, 10] } },
])('$title', ({ nodes, edges, want }) => {
  const { nodes: placed } = layoutGraph(graph([...nodes], edges), options);
  expect(Object.fromEntries(placed.map(({ id, x, y }) => [id, [x, y]]))).toEqual(want);
});

test('time runs to the right where that is asked for', () => {
  const { nodes, width, height } = layoutGraph(graph([...'AB'], ['AB']), { ...options, direction: 'right' });
  expect(nodes.map(({ x, y }) => [x, y])).toEqual([
    [20, 10],
    [90, 10],
  ]);
  expect([width, height]).toEqual([110, 20]);
});

test('siblings that cross are uncrossed', () => {
  const { nodes } = layoutGraph(graph([...'ABab'], ['Ab', 'Ba']), options);
  const x = (id: string): number => nodes.find((node) => node.id === id)?.x ?? Number.NaN;
  expect(Math.sign(x('A') - x('B'))).toBe(Math.sign(x('b') - x('a')));
});

test('5,000 nodes: every child lies below its parents and nobody overlaps', () => {
  const ids = Array.from({ length: 5000 }, (_, index) => `n${index}`);
  const edges = ids
    .slice(1)
    .flatMap((_, index) => [[(index * 7919) % (index + 1), index + 1]])
    .map(([from, to]) => ({ from: `n${from}`, to: `n${to}` }));
  const { nodes } = layoutGraph({ nodes: ids.map(graphNode), edges }, options);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  expect(edges.filter(({ from, to }) => (byId.get(from) as PlacedNode).y >= (byId.get(to) as PlacedNode).y)).toEqual([]);
  expect(overlaps(nodes)).toEqual([]);
});

function overlaps(nodes: readonly PlacedNode[]): string[] {
  const sorted = nodes.toSorted((left, right) => left.layer - right.layer || left.x - right.x);
  return sorted
    .filter((node, index) => index > 0 && sorted[index - 1]?.layer === node.layer && node.x - (sorted[index - 1]?.x ?? 0) < 50 - 1e-6)
    .map(({ id }) => id);
}

function graph(ids: readonly string[], edges: readonly string[]): GraphModel {
  return { nodes: ids.map(graphNode), edges: edges.map(([from, to]) => ({ from: from as string, to: to as string })) };
}

function graphNode(id: string): GraphModel['nodes'][number] {
  return { id, label: id, node: { id, name: id, type: 'Pod' } };
}
