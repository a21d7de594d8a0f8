import type { NodeStatus, Workflow } from '@argosy/api';
import { flowOf } from '@argosy/graph';
import { expect, test } from 'vitest';
import { factsOf } from './graph-states.ts';

const node = (name: string, more: Partial<NodeStatus>): NodeStatus => ({
  id: name,
  name,
  displayName: name,
  type: 'Pod',
  phase: 'Succeeded',
  ...more,
});
const nodesWith = (phase: NonNullable<NodeStatus['phase']>): Record<string, NodeStatus> => ({
  run: node('run', { type: 'DAG', phase: 'Running', children: ['a', 'b'] }),
  a: node('a', { boundaryID: 'run' }),
  b: node('b', { boundaryID: 'run', phase }),
});
const workflow = { metadata: { name: 'run' }, spec: {}, status: { phase: 'Running', nodes: nodesWith('Running') } } as Workflow;

test('after an event only what changed is worked out anew, and it is right', () => {
  const model = flowOf(workflow, { ghosts: false });
  const [first, later] = [nodesWith('Running'), nodesWith('Failed')];
  const before = factsOf(model, first);
  const after = factsOf(model, later, { model, nodes: first, facts: before });
  expect(after.get('a')).toBe(before.get('a'));
  expect(after).toEqual(factsOf(model, later));
  expect([before.get('b')?.state, after.get('b')?.state]).toEqual(['Running', 'Failed']);
});
