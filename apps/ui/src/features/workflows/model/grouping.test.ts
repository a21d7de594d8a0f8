import type { Workflow } from '@argosy/api';
import { expect, test } from 'vitest';
import { grouped, groupings } from './grouping.ts';

const workflow = (name: string, labels: Readonly<Record<string, string>>, day = '2026-01-01'): Workflow => ({
  metadata: { name, labels, creationTimestamp: `${day}T10:00:00Z` },
  spec: {},
});
const list = [
  workflow('a', { 'workflows.argoproj.io/workflow-template': 'etl', team: 'data' }),
  workflow('b', {}, '2026-01-02'),
  workflow('c', { 'workflows.argoproj.io/workflow-template': 'etl', team: 'web' }),
  workflow('d', { 'workflows.argoproj.io/cron-workflow': 'nightly', team: 'data' }),
];

test.each([
  { by: 'template', want: { etl: ['a', 'c'], nightly: ['d'], '': ['b'] } },
  { by: 'day', want: { '2026-01-01': ['a', 'c', 'd'], '2026-01-02': ['b'] } },
  { by: 'label:team', want: { data: ['a', 'd'], web: ['c'], '': ['b'] } },
])('groups by $by', ({ by, want }) => {
  expect(
    Object.fromEntries(grouped(list, by).map(({ name, workflows }) => [name, workflows.map(({ metadata }) => metadata.name)])),
  ).toEqual(want);
});

test('only labels that are there are offered', () => {
  expect(groupings(list)).toEqual(['template', 'day', 'label:team']);
});
