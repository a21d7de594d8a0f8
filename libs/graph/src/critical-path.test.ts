import { expect, test } from 'vitest';
import { criticalPath } from './critical-path.ts';
import { graphOf } from './graph.ts';

const at = (second: number): string => new Date(1e12 + second * 1000).toISOString();
const node = (id: string, finished: number | undefined, children: readonly string[]) => ({
  id,
  name: id,
  type: 'Pod' as const,
  ...(finished !== undefined && { finishedAt: at(finished) }),
  children,
});
const workflow = (...nodes: readonly ReturnType<typeof node>[]) => ({
  metadata: { name: 'wf' },
  spec: {},
  status: { nodes: Object.fromEntries(nodes.map((one) => [one.id, one])) },
});

test.each([
  {
    title: 'the slower branch of a diamond',
    nodes: [node('A', 1, ['B', 'C']), node('B', 9, ['D']), node('C', 2, ['D']), node('D', 10, [])],
    want: ['A', 'B', 'D'],
  },
  {
    title: 'what still runs counts as ending last',
    nodes: [node('A', 1, ['B', 'C']), node('B', 9, []), node('C', undefined, [])],
    want: ['A', 'C'],
  },
  { title: 'nothing ran', nodes: [], want: [] },
  { title: 'a link to a node that was never created is no link', nodes: [node('A', 1, ['gone'])], want: ['A'] },
])('$title', ({ nodes, want }) => {
  expect(criticalPath(graphOf(workflow(...nodes)))).toEqual(want);
});
