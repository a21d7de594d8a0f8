import { createSimulatedTimers, type KubeObject } from '@argosy/kube';
import { silentLogger } from '@argosy/std';
import { noMetrics } from '@argosy/telemetry';
import { expect, test } from 'vitest';
import { createEventRecorder } from './event-recorder.ts';

function recorderOf(settings = { nodeEvents: true, workflowEvents: true }) {
  const timers = createSimulatedTimers(1);
  const written: KubeObject[] = [];
  const create = async (_type: unknown, object: unknown) => written.push(object as KubeObject) as never;
  const recorder = createEventRecorder({ client: { create }, timers, logger: silentLogger, metrics: noMetrics, settings: () => settings });
  const record = (reason: string, type: 'Normal' | 'Warning' = 'Normal') =>
    recorder.record({ metadata: { name: 'w', namespace: 'a', uid: 'u' } }, { type, reason, message: reason });
  return { record, timers, written };
}

test('an event is about the workflow', async () => {
  const { record, timers, written } = recorderOf();
  record('WorkflowRunning');
  await timers.runUntil(() => false, 1);
  expect(written).toMatchObject([
    {
      metadata: { name: expect.stringMatching(/^w\.[0-9a-f]{12}$/), namespace: 'a' },
      involvedObject: { kind: 'Workflow', apiVersion: 'argoproj.io/v1alpha1', name: 'w', namespace: 'a', uid: 'u' },
      reason: 'WorkflowRunning',
      type: 'Normal',
      count: 1,
      firstTimestamp: '2026-01-01T00:00:00Z',
      source: { component: 'workflow-controller' },
    },
  ]);
});

test('under load progress gives way and warnings get through', async () => {
  const { record, timers, written } = recorderOf();
  for (let index = 0; index < 1_000; index++) record('WorkflowNodeRunning');
  for (let index = 0; index < 30; index++) record('WorkflowFailed', 'Warning');
  await timers.runUntil(() => false, 1);
  const count = (reason: string) => written.filter((event) => (event as { reason?: string }).reason === reason).length;
  expect([count('WorkflowNodeRunning'), count('WorkflowFailed')]).toEqual([30, 30]);
});

test('a steady trickle is written whole', async () => {
  const { record, timers, written } = recorderOf();
  for (let index = 0; index < 100; index++) void timers.after(index * 100, () => record('WorkflowNodeRunning'));
  await timers.runUntil(() => false, 20_000);
  expect(written).toHaveLength(100);
});

test.each([
  [{ nodeEvents: false, workflowEvents: true }, ['WorkflowSucceeded']],
  [{ nodeEvents: true, workflowEvents: false }, ['WorkflowNodeSucceeded']],
])('the configuration %o leaves out a kind', async (settings, want) => {
  const { record, timers, written } = recorderOf(settings);
  record('WorkflowSucceeded');
  record('WorkflowNodeSucceeded');
  await timers.runUntil(() => false, 1);
  expect(written.map((event) => (event as { reason?: string }).reason)).toEqual(want);
});
