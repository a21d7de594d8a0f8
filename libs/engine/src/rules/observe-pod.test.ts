import { World } from '@argosy/testing';
import { expect, test } from 'vitest';
import { decide } from '../decide.ts';
import type { ContainerState, PodFacts, TaskResultFacts } from '../observation.ts';

function aRunningPod(): { readonly world: World; readonly see: (facts: Partial<PodFacts>) => void } {
  const world = new World({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {},
    spec: { entrypoint: 'main', templates: [{ name: 'main', container: { name: '', image: 'i', command: ['c'] } }] },
  });
  world.settle();
  const [entry] = world.pods.values();
  if (!entry) throw new Error('no pod was created');
  return { world, see: (facts) => void (entry.facts = { ...entry.facts, ...facts }) };
}

const container = (name: string, state: ContainerState) => ({ name, init: false, ready: false, resources: {}, state });
const terminated = (exitCode: number, reason: string, message = ''): ContainerState => ({ kind: 'terminated', exitCode, reason, message });
const runs: ContainerState = { kind: 'running', startedAt: 0 };

test('a main container that could not be started ends its pod', () => {
  const { world, see } = aRunningPod();
  see({ phase: 'Running', containers: [container('wait', runs), container('main', terminated(128, 'StartError', 'exec: no such file'))] });
  world.settle();
  expect(world.decisions.flatMap(({ actions }) => actions).find(({ kind }) => kind === 'TerminatePod')).toMatchObject({ podName: 'wf' });
  expect(world.workflow.status?.nodes?.['wf']).toMatchObject({
    phase: 'Failed',
    message: 'main: StartError (exit code 128): exec: no such file',
  });
});

test('a main container that failed has its outputs collected first', () => {
  const { world, see } = aRunningPod();
  see({ phase: 'Running', containers: [container('wait', runs), container('main', terminated(1, 'Error'))] });
  world.settle();
  expect(world.workflow.status?.nodes?.['wf']?.phase).toBe('Running');
});

test('outputs that are elsewhere are waited for', () => {
  const { world, see } = aRunningPod();
  const report: TaskResultFacts = { nodeId: 'wf', completed: true, stored: 'taskResult' };
  see({
    phase: 'Succeeded',
    containers: [container('wait', terminated(0, 'Completed')), container('main', terminated(0, 'Completed'))],
    report,
  });
  world.settle();
  expect(world.workflow.status?.nodes?.['wf']?.phase).toBe('Running');
  const outputs = { result: 'large' };
  const { status } = decide({ ...world.observe(), taskResults: new Map([['wf', { nodeId: 'wf', completed: true, outputs }]]) });
  expect(status.nodes?.['wf']).toMatchObject({ phase: 'Succeeded', outputs: { result: 'large', exitCode: '0' } });
});
