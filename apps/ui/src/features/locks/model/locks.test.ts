import type { Workflow } from '@argosy/api';
import { expect, test } from 'vitest';
import { locksOf } from './locks.ts';

const workflow = (name: string, status: Workflow['status']): Workflow => ({ metadata: { name, namespace: 'ns' }, spec: {}, status });

test('a lock knows who holds it and who waits for it', () => {
  const holder = workflow('a', { synchronization: { mutex: { holding: [{ mutex: 'ns/Mutex/db', holder: 'ns/a/a-1' }] } } });
  const waiter = workflow('b', {
    synchronization: { mutex: { waiting: [{ mutex: 'ns/Mutex/db', holder: 'ns/a/a-1' }] } },
    nodes: { 'b-1': { id: 'b-1', name: 'b.x', type: 'Pod', phase: 'Pending', synchronizationStatus: { waiting: 'ns/Mutex/db' } } },
  });
  const whole = workflow('c', { synchronization: { semaphore: { waiting: [{ semaphore: 'ns/ConfigMap/limits/gpu' }] } } });
  expect(locksOf([holder, waiter, whole])).toEqual([
    { name: 'ns/ConfigMap/limits/gpu', kind: 'semaphore', holders: [], waiters: [{ namespace: 'ns', workflow: 'c', nodeId: '' }] },
    {
      name: 'ns/Mutex/db',
      kind: 'mutex',
      holders: [{ namespace: 'ns', workflow: 'a', nodeId: 'a-1' }],
      waiters: [{ namespace: 'ns', workflow: 'b', nodeId: 'b-1' }],
    },
  ]);
});
