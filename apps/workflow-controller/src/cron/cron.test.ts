import type { CronWorkflow } from '@argosy/api';
import { workflowResources } from '@argosy/kube';
import { expect, test } from 'vitest';
import type { CronWorkflowObject, WorkflowObject } from '../caches/objects.ts';
import { type Faults, noFaults } from '../testing/sim-client.ts';
import { simulate, type SimulationResult } from '../testing/simulation.ts';
import { smallWorkflows } from '../testing/workflows.ts';

const badHour: Faults = { ...noFaults, refused: 0.04, lost: 0.04, conflict: 0.03, repeated: 0.05, reordered: 0.05 };

function play(
  seed: number,
  spec: Partial<CronWorkflow['spec']>,
  options: { readonly minutes: number; readonly crashes?: number; readonly controllers?: number; readonly faults?: Faults },
): Promise<SimulationResult> {
  const cron = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'CronWorkflow',
    metadata: { name: 'c', namespace: 'argo', labels: { 'workflows.argoproj.io/creator': 'jane' } },
    spec: { schedules: ['* * * * *'], workflowSpec: smallWorkflows.onePod('x').spec, startingDeadlineSeconds: 120, ...spec },
  };
  return simulate({
    seed,
    workflows: [],
    faults: options.faults ?? noFaults,
    controllers: options.controllers ?? 1,
    crashes: options.crashes ?? 0,
    atLeast: options.minutes * 60_000 - 10_000,
    disturb: (server) => void server.create(workflowResources.CronWorkflow, cron as CronWorkflowObject),
  });
}

const started = ({ server }: SimulationResult): string[] =>
  server.effects
    .filter(({ verb, plural }) => verb === 'create' && plural === 'workflows')
    .map(({ object }) => new Date(Number(object.metadata.name?.split('-').at(-1)) * 1_000).toISOString().slice(11, 16));

test('each minute starts one workflow, named, labelled and owned [4-134] [4-142]', async () => {
  const result = await play(1, {}, { minutes: 4 });
  expect(started(result)).toEqual(['00:01', '00:02', '00:03']);
  const child = result.server.all('workflows').at(-1) as WorkflowObject;
  expect(child.metadata).toMatchObject({
    name: `c-${Date.UTC(2026, 0, 1, 0, 3) / 1_000}`,
    labels: { 'workflows.argoproj.io/cron-workflow': 'c', 'workflows.argoproj.io/creator': 'jane' },
    annotations: { 'workflows.argoproj.io/scheduled-time': '2026-01-01T00:03:00Z' },
    ownerReferences: [{ kind: 'CronWorkflow', name: 'c', controller: true }],
  });
  const [cron] = result.server.all('cronworkflows') as CronWorkflowObject[];
  expect(cron?.status).toMatchObject({ lastScheduledTime: '2026-01-01T00:03:00Z', succeeded: 3, active: [] });
});

test('no tick is missed and none runs twice, with crashes, faults and two controllers [4-137]', async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const result = await play(seed, {}, { minutes: 5, crashes: 1, controllers: 1 + (seed % 2), faults: badHour });
    expect({ seed, problems: result.problems, started: started(result) }).toEqual({
      seed,
      problems: [],
      started: ['00:01', '00:02', '00:03', '00:04'],
    });
  }
}, 60_000);

test('history limits delete the oldest [4-138]', async () => {
  const { server } = await play(3, { successfulJobsHistoryLimit: 2 }, { minutes: 6 });
  expect(server.all('workflows').map(({ metadata }) => metadata.name)).toHaveLength(2);
});

test('a suspended one starts nothing, one with a wrong schedule says so [4-143]', async () => {
  expect(started(await play(4, { suspend: true }, { minutes: 3 }))).toEqual([]);
  const [cron] = (await play(4, { schedules: ['every now and then'] }, { minutes: 2 })).server.all('cronworkflows') as CronWorkflowObject[];
  expect(cron?.status?.conditions).toMatchObject([{ type: 'SpecError', status: 'True', message: expect.stringContaining('malformed') }]);
});
