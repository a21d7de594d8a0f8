import type { Workflow } from '@argosy/api';
import { type KubeObject, type SimulatedTimers, workflowResources } from '@argosy/kube';
import { expect, test } from 'vitest';
import type { WorkflowObject } from '../caches/objects.ts';
import { badHour, eachSeed, pair, succeeded } from './each-seed.ts';
import { noFaults } from './sim-client.ts';
import { simulate } from './simulation.ts';
import { failure, type SimServer } from './sim-server.ts';
import { smallWorkflows } from './workflows.ts';

test('one pod costs four writes', async () => {
  const { server } = await simulate({ seed: 7, workflows: [smallWorkflows.onePod('w')], faults: noFaults, controllers: 1, crashes: 0 });
  const ofController = server.effects.filter(
    ({ plural, verb, object }) =>
      plural === 'workflows' || verb === 'create' || object.metadata.labels?.['workflows.argoproj.io/completed'] === 'true',
  );
  expect(ofController.map(({ verb, plural }) => `${verb} ${plural}`)).toEqual([
    'create workflows',
    'patch workflows',
    'create pods',
    'patch workflows',
    'patch workflows',
    'patch pods',
  ]);
});

// Pods that were let go belong to the garbage collector of the cluster.
test('of a workflow that is deleted no pod is left that nobody looks after', async () => {
  const deleteLater = (server: SimServer, timers: SimulatedTimers): void =>
    void timers.after(200 + timers.random() * 2_500, () => {
      if (server.all('workflows').some(({ metadata }) => metadata.name === 'w1')) server.remove(workflowResources.Workflow, 'argo/w1');
    });
  await eachSeed(
    (seed) => ({ workflows: pair(seed), faults: badHour, controllers: 1, crashes: 1, disturb: deleteLater }),
    ({ server }) => {
      const left = server
        .all('pods')
        .filter(
          ({ metadata }) =>
            metadata.labels?.['workflows.argoproj.io/workflow'] === 'w1' && metadata.labels['workflows.argoproj.io/completed'] !== 'true',
        );
      return left.length === 0 ? 'as it should be' : left.map(({ metadata }) => metadata.name);
    },
  );
}, 60_000);

test('one that holds a mutex is alone', async () => {
  const locked = (workflow: Workflow): Workflow => ({
    ...workflow,
    spec: { ...workflow.spec, synchronization: { mutexes: [{ name: 'm' }] } },
  });
  const crowds: string[] = [];
  const watch = (server: SimServer): void =>
    void server.subscribe(({ plural, type }) => {
      if (plural !== 'pods' || type !== 'ADDED') return;
      const alive = server
        .all('pods')
        .filter((pod) => !['Succeeded', 'Failed'].includes((pod as { status?: { phase?: string } }).status?.phase ?? ''));
      const owners = new Set(alive.map(({ metadata }) => metadata.labels?.['workflows.argoproj.io/workflow']));
      if (owners.size > 1) crowds.push([...owners].join());
    });
  await eachSeed(
    (seed) => ({
      workflows: [...pair(seed).map(locked), locked(smallWorkflows.onePod('w3'))],
      faults: badHour,
      controllers: 1,
      crashes: 2,
      disturb: watch,
    }),
    (result) => (crowds.length === 0 ? succeeded(result) : crowds),
  );
}, 60_000);

test.each([
  ['OnPodCompletion', 0],
  ['OnWorkflowCompletion', 0],
  ['OnPodSuccess', 1],
  ['OnWorkflowSuccess', 0],
  [undefined, 2],
])(
  'podGC %s leaves the pods it should',
  async (strategy, left) => {
    const collected = (workflow: Workflow): Workflow => ({
      ...workflow,
      spec: { ...workflow.spec, ...(strategy && { podGC: { strategy, deleteDelayDuration: '1s' } }) },
    });
    await eachSeed(
      () => ({ workflows: [collected(smallWorkflows.retried('w'))], faults: badHour, controllers: 1, crashes: 1 }),
      ({ server }) => (server.all('pods').length === left ? 'as it should be' : server.all('pods').map(({ metadata }) => metadata)),
    );
  },
  60_000,
);

test('no more workflows run than parallelism allows, and all get their turn', async () => {
  const names = ['w1', 'w2', 'w3', 'w4', 'w5'];
  const crowds: number[] = [];
  const watch = (server: SimServer): void =>
    void server.subscribe(() => {
      const running = server.all('workflows').filter((object) => (object as WorkflowObject).status?.phase === 'Running');
      if (running.length > 2) crowds.push(running.length);
    });
  await eachSeed(
    (seed) => ({
      workflows: names.map((name) => smallWorkflows.onePod(name)),
      faults: badHour,
      controllers: 1,
      crashes: seed % 3,
      settings: { parallelism: 2 },
      disturb: watch,
    }),
    (result) => (crowds.length === 0 ? succeeded(result) : crowds),
  );
}, 60_000);

test('what waits for its turn says so', async () => {
  const messages = new Set<string | undefined>();
  const watch = (server: SimServer): void =>
    void server.subscribe(({ object }) => messages.add((object as WorkflowObject).status?.message));
  const workflows = ['w1', 'w2'].map((name) => smallWorkflows.chain(name));
  const { phases } = await simulate({
    seed: 1,
    workflows,
    faults: noFaults,
    controllers: 1,
    crashes: 0,
    settings: { namespaceParallelism: 1 },
    disturb: watch,
  });
  expect(phases).toEqual({ w1: 'Succeeded', w2: 'Succeeded' });
  expect(messages).toContain('Workflow processing has been postponed because too many workflows are already running');
});

test('pods are created no faster than the configured rate', async () => {
  const times: number[] = [];
  const watch = (server: SimServer, timers: SimulatedTimers): void =>
    void server.subscribe(({ plural, type }) => {
      if (plural === 'pods' && type === 'ADDED') times.push(timers.now());
    });
  await simulate({
    seed: 1,
    workflows: [smallWorkflows.fanOut('w')],
    faults: noFaults,
    controllers: 1,
    crashes: 0,
    settings: { resourceRateLimit: { limit: 1, burst: 1 } },
    disturb: watch,
  });
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(gaps).toHaveLength(3);
  expect(Math.min(...gaps)).toBeGreaterThan(900);
});

test('a refused pod is shown at its node and tried again; one that can never be ends the node', async () => {
  const refuse = (times: number, message: string) => (server: SimServer) => {
    const create = server.create;
    let left = times;
    Object.assign(server, {
      create: (type: { plural: string }, object: KubeObject) => {
        if (type.plural === 'pods' && left-- > 0) throw failure(403, 'Forbidden', message);
        return create(type as never, object);
      },
    });
  };
  const messages = new Set<string | undefined>();
  const note = (server: SimServer): void =>
    void server.subscribe(({ object }) =>
      Object.values((object as WorkflowObject).status?.nodes ?? {}).forEach((node) => messages.add(node.message)),
    );
  const play = (times: number, message: string) =>
    simulate({
      seed: 1,
      workflows: [smallWorkflows.onePod('w')],
      faults: noFaults,
      controllers: 1,
      crashes: 0,
      disturb: (server) => {
        note(server);
        refuse(times, message)(server);
      },
    });
  expect((await play(3, 'pods "w" is forbidden: exceeded quota: small')).phases).toEqual({ w: 'Succeeded' });
  expect(messages).toContain('pods "w" is forbidden: exceeded quota: small');
  expect((await play(99, 'pods "w" is forbidden: no such service account')).phases).toEqual({ w: 'Error' });
});
