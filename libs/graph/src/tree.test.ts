import type { NodeStatus, NodeType } from '@argosy/api';
import { expect, test } from 'vitest';
import { treeRows } from './tree-rows.ts';
import { type TreeNode, workflowForest } from './tree.ts';

interface Given {
  readonly type?: NodeType;
  readonly in?: string;
  readonly children?: readonly string[];
  readonly start?: number;
  readonly phase?: NodeStatus['phase'];
}

function forest(nodes: Readonly<Record<string, Given>>) {
  const statuses = Object.entries(nodes).map(
    ([id, { type = 'Pod', in: boundaryID, children, start = 0, phase = 'Succeeded' }]): [string, NodeStatus] => [
      id,
      {
        id,
        name: id,
        displayName: id,
        type,
        phase,
        startedAt: new Date(1e12 + start * 1000).toISOString(),
        ...(boundaryID && { boundaryID }),
        ...(children && { children }),
      },
    ],
  );
  return workflowForest({ metadata: { name: 'wf' }, spec: {}, status: { nodes: Object.fromEntries(statuses) } });
}

const outline = (tree: TreeNode | undefined): unknown => tree && [tree.id, ...tree.children.map(outline)];

test.each([
  { title: 'no nodes yet', nodes: {}, want: undefined },
  {
    title: 'a boundary keeps what it started, by start',
    nodes: { wf: { type: 'DAG' as const }, b: { in: 'wf', start: 2 }, a: { in: 'wf', start: 3 }, c: { in: 'wf', start: 1 } },
    want: ['wf', ['c'], ['b'], ['a']],
  },
  {
    title: 'of one start, the names decide',
    nodes: { wf: { type: 'DAG' as const }, b: { in: 'wf' }, a: { in: 'wf' } },
    want: ['wf', ['a'], ['b']],
  },
  {
    title: 'items of a loop go by their index',
    nodes: { wf: { type: 'DAG' as const }, 'x(10:a)': { in: 'wf' }, 'x(9:b)': { in: 'wf' } },
    want: ['wf', ['x(9:b)'], ['x(10:a)']],
  },
  {
    title: 'a group takes its children from the boundary',
    nodes: { wf: { type: 'Steps' as const }, '[0]': { type: 'StepGroup' as const, in: 'wf', children: ['a'] }, a: { in: 'wf' } },
    want: ['wf', ['[0]', ['a']]],
  },
  {
    title: 'task groups and containers have no place',
    nodes: {
      wf: { type: 'DAG' as const },
      g: { type: 'TaskGroup' as const, in: 'wf', children: ['a'] },
      a: { in: 'wf' },
      c: { type: 'Container' as const, in: 'a' },
    },
    want: ['wf', ['a']],
  },
  { title: 'a node whose boundary is not there is left out', nodes: { wf: { type: 'DAG' as const }, a: { in: 'gone' } }, want: ['wf'] },
])('$title', ({ nodes, want }) => {
  expect(outline(forest(nodes).main)).toEqual(want);
});

test('the exit handler is a tree of its own', () => {
  expect(outline(forest({ wf: {}, 'wf-403321795': {} }).exit)).toEqual(['wf-403321795']);
});

test('children of hidden nodes take their place in the drawing', () => {
  const { main } = forest({
    wf: { type: 'Steps' },
    '[0]': { type: 'StepGroup', in: 'wf', children: ['a', 'b'] },
    a: { type: 'Retry', in: 'wf', children: ['a(0)'] },
    'a(0)': { in: 'wf' },
    b: { in: 'wf' },
    '[1]': { type: 'StepGroup', in: 'wf', start: 5, children: ['o', 'z'] },
    o: { type: 'Skipped', phase: 'Omitted', in: 'wf', start: 5 },
    z: { in: 'wf', start: 5 },
  });
  const rows = treeRows(main as TreeNode, { utf8: true });
  expect(rows.map(({ prefix, node }) => `${prefix}${node.displayName}`)).toEqual([' wf', ' ├─┬─a(0)', ' │ └─b', '   └─z']);
});
