import type { FlowBox, FlowLayout } from '@argosy/graph';
import { expect, test } from 'vitest';
import { neighbour } from './walk.ts';

const box = (id: string, x: number, y: number): FlowBox => ({ id, x, y, width: 10, height: 10, open: false });
const link = (from: string, to: string) => ({ from, to, dashed: false, points: [] });
const diamond: FlowLayout = {
  boxes: [box('A', 0, 50), box('B', 100, 0), box('C', 100, 100), box('D', 200, 50)],
  routes: [link('A', 'B'), link('A', 'C'), link('B', 'D'), link('C', 'D')],
  width: 210,
  height: 110,
};

test.each([
  ['A', 'right', 'B'],
  ['B', 'right', 'D'],
  ['D', 'left', 'B'],
  ['B', 'down', 'C'],
  ['C', 'up', 'B'],
  ['A', 'left', undefined],
  [undefined, 'right', 'A'],
] as const)('from %s to the %s is %s', (from, direction, want) => {
  expect(neighbour({ layout: diamond, flow: 'right' }, from, direction)).toBe(want);
});
