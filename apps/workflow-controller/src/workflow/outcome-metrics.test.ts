import type { Workflow } from '@argosy/api';
import { createMetrics } from '@argosy/telemetry';
import { expect, test } from 'vitest';
import { countRestarts } from './outcome-metrics.ts';
import type { Shell } from './shell.ts';

const workflow: Workflow = { metadata: { name: 'w', namespace: 'ns' }, spec: {} };

test.each([
  ['Evicted', 'The node had condition: [DiskPressure].', 'DiskPressure'],
  ['Evicted', 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 90Mi.', 'MemoryPressure'],
  ['NodeShutdown', 'Pod was terminated in response to imminent node shutdown.', ''],
])('a pod that is started again is counted once, with what the machine suffered from: %s, %s [7-050]', async (reason, words, condition) => {
  const metrics = createMetrics();
  const node = {
    id: 'n',
    name: 'n',
    type: 'Pod' as const,
    restartingPodUID: 'u',
    message: `Pod auto-restarting due to ${reason}: ${words}`,
  };
  const after = { nodes: { n: node } };
  countRestarts({ metrics } as Shell, workflow, after);
  countRestarts({ metrics } as Shell, { ...workflow, status: after }, { nodes: { n: { ...node } } });
  const { text } = await metrics.render();
  const [line] = text.split('\n').filter((one) => one.startsWith('argo_workflows_pod_restarts_total{'));
  expect(line).toContain(`reason="${reason}"`);
  expect(line).toContain(`condition="${condition}"`);
  expect(line).toMatch(/ 1$/);
});
