import type { Workflow } from '@argosy/api';
import { expect, test } from 'vitest';
import { quantile, runGrid, runNumbers } from './run-grid.ts';

const run = (
  name: string,
  start: number,
  { end, phase, steps }: { end?: number; phase: 'Succeeded' | 'Failed' | 'Running'; steps: readonly string[] },
): Workflow => ({
  metadata: { name },
  spec: {},
  status: {
    phase,
    startedAt: new Date(start).toISOString(),
    ...(end !== undefined && { finishedAt: new Date(end).toISOString() }),
    nodes: Object.fromEntries(
      steps.map((step) => [
        `${name}-${step}`,
        { id: `${name}-${step}`, name: `${name}.${step}`, displayName: step, type: 'Pod' as const, phase, boundaryID: name },
      ]),
    ),
  },
});

const runs = [
  run('b', 2000, { end: 5000, phase: 'Failed', steps: ['x', 'y', 'y(0:a)'] }),
  run('a', 1000, { end: 2000, phase: 'Succeeded', steps: ['x'] }),
  run('c', 9000, { phase: 'Running', steps: ['z'] }),
];

test('runs stand in the order of time, steps that a run does not have are blank', () => {
  const grid = runGrid(runs, 10_000);
  expect(grid.runs.map(({ workflow, duration }) => [workflow.metadata.name, duration])).toEqual([
    ['a', 1000],
    ['b', 3000],
    ['c', 1000],
  ]);
  expect(grid.steps).toEqual(['x', 'y', 'z']);
  expect(grid.cells.map((cells) => cells.map((cell) => cell?.state))).toEqual([
    ['Succeeded', undefined, undefined],
    ['Failed', 'Failed', undefined],
    [undefined, undefined, 'Running'],
  ]);
});

test('numbers count what is over', () => {
  expect(runNumbers(runs)).toEqual({ finished: 2, successRate: 0.5, median: 1000, p95: 3000 });
  expect(runNumbers([])).toEqual({ finished: 0, successRate: undefined, median: undefined, p95: undefined });
});

test.each([
  [[1, 2, 3, 4], 0.5, 2],
  [[1, 2, 3, 4], 0.95, 4],
  [[7], 0.5, 7],
])('of %j the quantile %d is %d', (values, share, want) => {
  expect(quantile(values, share)).toBe(want);
});
