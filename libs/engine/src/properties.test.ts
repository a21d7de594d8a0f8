import type { Template, Workflow, WorkflowSpec, WorkflowStep } from '@argosy/api';
import { World } from '@argosy/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from './decide.ts';
import { retryWorkflow } from './operations/retry.ts';

/** One way in which a workflow of the family below is put together. */
interface Shape {
  readonly outer: 'steps' | 'dag';
  readonly tasks: readonly Task[];
  readonly onExit: boolean;
  readonly retries: number;
  readonly locks: 'none' | 'template' | 'workflow';
  readonly parallelism: number;
}

interface Task {
  readonly template: 'leaf' | 'inner' | 'pause';
  /** Earlier tasks that it waits for, counted from its own index backwards. */
  readonly after: readonly number[];
  readonly items: number;
  readonly continueOn: boolean;
  readonly hook: boolean;
}

/** What happens to a pod, to the clock or to the workflow between two decisions. */
type Happening = {
  readonly kind: 'run' | 'succeed' | 'fail' | 'evict' | 'vanish' | 'wait' | 'suspend' | 'resume' | 'stop' | 'terminate' | 'retry';
  readonly pick: number;
};

const task: fc.Arbitrary<Task> = fc.record({
  template: fc.constantFrom('leaf', 'leaf', 'inner', 'pause'),
  after: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
  items: fc.integer({ min: 0, max: 3 }),
  continueOn: fc.boolean(),
  hook: fc.boolean(),
});

const shape: fc.Arbitrary<Shape> = fc.record({
  outer: fc.constantFrom('steps', 'dag'),
  tasks: fc.array(task, { minLength: 1, maxLength: 4 }),
  onExit: fc.boolean(),
  retries: fc.integer({ min: 0, max: 2 }),
  locks: fc.constantFrom('none', 'template', 'workflow'),
  parallelism: fc.integer({ min: 0, max: 3 }),
});

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('run', 'succeed', 'succeed', 'fail', 'evict', 'vanish', 'wait') },
    { weight: 2, arbitrary: fc.constantFrom('suspend', 'resume', 'retry') },
    { weight: 1, arbitrary: fc.constantFrom('stop', 'terminate') },
  ) as fc.Arbitrary<Happening['kind']>,
  pick: fc.nat(20),
});

describe('decide', () => {
  test('keeps its promises whatever the workflow and whatever happens to its pods', () => {
    fc.assert(
      fc.property(shape, fc.array(happening, { maxLength: 25 }), (shape, happenings) => {
        const world = new World(workflowOf(shape), { policy: { failedPodRestart: { enabled: true, maxRestarts: 1 } } });
        settle(world);
        for (const next of happenings) {
          happen(world, next);
          settle(world);
        }
        finish(world);
        checkEnd(world);
      }),
      { numRuns: 100 },
    );
    // Not a measurement: a busy machine may take long over a hundred workflows.
  }, 180_000);
});

/** Like World.settle, and holds every decision to what must be true of each. */
function settle(world: World): void {
  for (let round = 0; round < 300; round++) {
    const observation = world.observe();
    const over = isOver(world);
    const decision = decide(observation);
    expect(decide(observation), 'the same observation gives the same decision').toEqual(decision);
    if (over) expect(decision.actions.filter(({ kind }) => kind === 'CreatePod')).toEqual([]);
    if (!world.apply(decision)) {
      checkLinks(world);
      checkReasons(world, decision.trace.length);
      return;
    }
  }
  throw new Error('the workflow does not come to rest');
}

/** Ends everything that is still under way, with time enough for every wait. */
function finish(world: World): void {
  for (let round = 0; round < 200 && !isOver(world); round++) {
    world.now += 60_000;
    resume(world);
    for (const [name] of running(world)) set(world, name, 'Succeeded');
    settle(world);
  }
}

function checkEnd(world: World): void {
  expect(isOver(world), `ends: ${JSON.stringify(world.workflow.status?.nodes)}`).toBe(true);
  const names = new Set(world.created);
  const excused = (takenAway.get(world) ?? 0) + restarts(world);
  expect(world.created.length - names.size, 'no pod is created twice unless it was taken away').toBeLessThanOrEqual(excused);
  expect([...world.locks.granted.keys(), ...world.locks.waiting], 'locks are given back').toEqual([]);
  const open = Object.values(world.workflow.status?.nodes ?? {}).filter(({ phase }) => phase === 'Pending' || phase === 'Running');
  expect(open, 'nothing is left under way').toEqual([]);
}

function checkLinks(world: World): void {
  const nodes = world.workflow.status?.nodes ?? {};
  const children = Object.values(nodes).flatMap((node) => node.children ?? []);
  const broken = Object.values(nodes).flatMap((node) => [
    ...(node.children ?? []).filter((id) => !nodes[id]),
    ...(node.outboundNodes ?? []).filter((id) => !nodes[id]),
    ...(node.boundaryID !== undefined && !nodes[node.boundaryID] ? [node.boundaryID] : []),
    ...(new Set(node.children).size === (node.children ?? []).length ? [] : [`${node.id} has a child twice`]),
  ]);
  expect(broken, 'links lead to nodes').toEqual([]);
  const lost = Object.values(nodes).filter(({ id, boundaryID }) => boundaryID !== undefined && !children.includes(id));
  expect(
    lost.map(({ name }) => name),
    'every node in a boundary is somebody’s child',
  ).toEqual([]);
}

/** At rest and not over: a pod, a suspended node, a lock or a wake-up is what it waits for (DESIGN rule 6). */
function checkReasons(world: World, traces: number): void {
  if (isOver(world)) return;
  const waits = running(world).length + suspended(world) + traces;
  expect(waits, `waits without a reason: ${JSON.stringify(world.workflow.status)}`).toBeGreaterThan(0);
}

type ToWorkflow = Extract<Happening['kind'], 'wait' | 'suspend' | 'resume' | 'stop' | 'terminate' | 'retry'>;
type ToPod = Exclude<Happening['kind'], ToWorkflow>;

const toWorkflow: { readonly [K in ToWorkflow]: (world: World, pick: number) => void } = {
  wait: (world, pick) => void (world.now += (pick + 1) * 1000),
  suspend: (world) => withSpec(world, { suspend: true }),
  resume,
  stop: (world) => withSpec(world, { shutdown: 'Stop' }),
  terminate: (world) => withSpec(world, { shutdown: 'Terminate' }),
  retry,
};

const toPod: { readonly [K in ToPod]: (world: World, name: string) => void } = {
  run: (world, name) => set(world, name, 'Running'),
  succeed: (world, name) => set(world, name, 'Succeeded'),
  fail: (world, name) => set(world, name, 'Failed'),
  evict: (world, name) => {
    set(world, name, 'Failed');
    const entry = world.pods.get(name);
    if (entry) entry.facts = { ...entry.facts, reason: 'Evicted' };
  },
  vanish: (world, name) => {
    const isPending = world.pods.get(name)?.facts.phase === 'Pending';
    world.pods.delete(name);
    if (isPending) takenAway.set(world, (takenAway.get(world) ?? 0) + 1);
    world.now += 20_000;
  },
};

function happen(world: World, { kind, pick }: Happening): void {
  if (kind in toWorkflow) {
    if (!isOver(world) || kind === 'retry') toWorkflow[kind as ToWorkflow](world, pick);
    return;
  }
  const [name] = running(world)[pick % Math.max(1, running(world).length)] ?? [''];
  if (name !== '') toPod[kind as ToPod](world, name);
}

function withSpec(world: World, fields: Partial<WorkflowSpec>): void {
  world.workflow = { ...world.workflow, spec: { ...world.workflow.spec, ...fields } };
}

function resume(world: World): void {
  if (world.workflow.spec.suspend) withSpec(world, { suspend: false });
}

/** As the CLI does it. Pods of what failed go where they are still there, and are made anew; nodes that begin again forget their restarts. */
function retry(world: World): void {
  const result = retryWorkflow(world.workflow, { timestamp: '2026-01-01T00:00:00Z' });
  if (!result.ok) return;
  const before = restarts(world);
  world.workflow = result.workflow;
  const again = result.pods.filter((name) => world.created.includes(name));
  for (const name of result.pods) world.pods.delete(name);
  takenAway.set(world, (takenAway.get(world) ?? 0) + again.length + before - restarts(world));
}

function restarts({ workflow }: World): number {
  return Object.values(workflow.status?.nodes ?? {}).reduce((sum, node) => sum + (node.failedPodRestarts ?? 0), 0);
}

/** How many pods of a world went away before they had done their work: as many may be made again. */
const takenAway = new WeakMap<World, number>();

function set(world: World, name: string, phase: 'Running' | 'Failed' | 'Succeeded'): void {
  const entry = world.pods.get(name);
  if (entry) entry.facts = { ...entry.facts, phase, ...(phase === 'Failed' && { message: 'it broke' }) };
}

function running(world: World) {
  return [...world.pods].filter(([, { facts }]) => facts.phase === 'Pending' || facts.phase === 'Running');
}

function suspended(world: World): number {
  return Object.values(world.workflow.status?.nodes ?? {}).filter(({ type, phase }) => type === 'Suspend' && phase === 'Running').length;
}

function isOver(world: World): boolean {
  return ['Succeeded', 'Failed', 'Error'].includes(world.workflow.status?.phase ?? '');
}

function workflowOf({ outer, tasks, onExit, retries, locks, parallelism }: Shape): Workflow {
  const synchronization = { mutexes: [{ name: 'm' }] };
  const named = tasks.map((task, index) => stepOf(task, index));
  const container = { name: 'main', image: 'i', command: ['c'] };
  const templates: Template[] = [
    outer === 'steps'
      ? { name: 'main', steps: named.map(({ step }) => [step]) }
      : { name: 'main', dag: { tasks: named.map(({ step, dependencies }) => ({ ...step, dependencies })) } },
    {
      name: 'leaf',
      container,
      ...(retries > 0 && { retryStrategy: { limit: retries, backoff: { duration: '5', factor: 2 } } }),
      ...(locks === 'template' && { synchronization }),
    },
    { name: 'inner', steps: [[{ name: 'x', template: 'leaf' }], [{ name: 'y', template: 'leaf' }]] },
    { name: 'pause', suspend: { duration: '3' } },
    { name: 'bye', container },
  ];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {},
    spec: {
      entrypoint: 'main',
      templates,
      ...(onExit && { onExit: 'bye' }),
      ...(locks === 'workflow' && { synchronization }),
      ...(parallelism > 0 && { parallelism }),
    },
  };
}

function stepOf({ template, after, items, continueOn, hook }: Task, index: number) {
  const step: WorkflowStep & { readonly name: string } = {
    name: `t${index}`,
    template,
    ...(items > 1 && { withItems: Array.from({ length: items }, (_, item) => item) }),
    ...(continueOn && { continueOn: { failed: true, error: true } }),
    ...(hook && { hooks: { exit: { template: 'bye' } } }),
  };
  const dependencies = [...new Set(after.map((back) => index - back).filter((other) => other >= 0))].map((other) => `t${other}`);
  return { step, dependencies };
}
