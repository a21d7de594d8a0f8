import { flowOf } from '@argosy/graph';
import { expect, test } from 'vitest';
import { eventFlow, targetOf } from './event-flow.ts';

const sources = [{ metadata: { namespace: 'ns', name: 'hook' }, spec: { webhook: { push: {}, tag: {} } } }];
const sensors = [
  {
    metadata: { namespace: 'ns', name: 's' },
    spec: { dependencies: [{ name: 'd', eventSourceName: 'hook', eventName: 'push' }], triggers: [{ template: { name: 'start' } }] },
  },
];

test('[10-033] events lead to sensors, sensors to triggers, triggers to workflows', () => {
  const workflow = {
    metadata: { namespace: 'ns', name: 'w', labels: { 'events.argoproj.io/sensor': 's' } },
    spec: {},
    status: { phase: 'Failed' as const },
  };
  const { items, links } = flowOf(eventFlow({ sources, sensors, workflows: [workflow] }), { ghosts: false });
  const label = (id: string): string => items.get(id)?.label ?? '';
  expect(links.map(({ from, to }) => `${label(from)} > ${label(to)}`)).toEqual(['push > s', 's > start', 'start > w']);
  expect([...items.values()].map((item) => item.label)).toContain('tag');
});

test.each([
  ['event/ns/hook/push', { route: 'eventSource', namespace: 'ns', name: 'hook' }],
  ['workflow/ns/w', { route: 'workflow', namespace: 'ns', name: 'w' }],
  ['event-flow', undefined],
])('%s leads to its page', (id, want) => {
  expect(targetOf(id)).toEqual(want);
});
