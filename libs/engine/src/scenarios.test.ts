import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Workflow } from '@argosy/api';
import { World } from '@argosy/testing';
import { acquire, release } from '@argosy/sync';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { agentIdOf } from './nodes/names.ts';
import type { OperationResult } from './operations/operation.ts';
import { resubmitWorkflow } from './operations/resubmit.ts';
import { retryWorkflow } from './operations/retry.ts';
import { failSuspended, shutdownWorkflow } from './operations/shutdown.ts';
import { resumeWorkflow, setNodes, suspendWorkflow } from './operations/suspend.ts';
import { check, nodeOf } from './testing/expectations.ts';
import type { Operation, Refusals, Scenario, Step } from './testing/scenario.ts';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../testdata/scenarios');
const scenarios = fs
  .readdirSync(folder)
  .map((file) => [file.replace('.yaml', ''), parse(fs.readFileSync(path.join(folder, file), 'utf8')) as Scenario] as const)
  .map(([name, scenario]) => [`${name} ${scenario.covers.map((id) => `[${id}]`).join(' ')}`, scenario] as const);

describe('scenarios', () => {
  test.each(scenarios)('%s', (_name, scenario) => {
    const { about, steps } = scenario;
    expect(scenario.covers, `${about}: says which rows of acceptance.md it covers`).toEqual(
      expect.arrayContaining([expect.stringMatching(/^\d+-\d{3}$/)]),
    );
    const world = worldOf(scenario);
    world.settle();
    let [decisions, actions] = [0, 0];
    for (const [index, step] of steps.entries()) {
      act(world, step);
      world.settle();
      const record = { decisions: world.decisions.slice(decisions), actions: world.actions.slice(actions) };
      check(world, step.expect, { record, about: `${about}\nstep ${index}` });
      [decisions, actions] = [world.decisions.length, world.actions.length];
      expect(world.settle(), `${about}\nstep ${index}: deciding again changes nothing`).toBe(0);
    }
  });
});

function worldOf(scenario: Scenario): World {
  const { workflow, caches, others = [], postponed, invalid, refuse, limits = {} } = scenario;
  const entries = Object.entries(caches ?? {}).map(([name, cache]) => [
    name,
    Object.fromEntries(Object.entries(cache).map(([key, entry]) => [key, JSON.stringify(entry)])),
  ]);
  const options = { ...scenario, limits, caches: Object.fromEntries(entries) };
  const world = new World({ ...workflow, metadata: workflow.metadata ?? {} }, options);
  [world.postponed, world.invalid] = [postponed, invalid];
  refuseIn(world, refuse);
  for (const { holder, locks, priority = 0, after = 0 } of others)
    world.locks = acquire(
      world.locks,
      {
        holder,
        priority,
        createdAt: Date.UTC(2026, 0, 1) + after * 1000,
        locks: locks.map((name) => ({ name, kind: name.includes('/Mutex/') ? 'mutex' : 'semaphore' })),
      },
      world.limitOf,
    );
  return world;
}

function act(world: World, step: Step): void {
  const { advance, spec, operation, postponed } = step;
  actOnAgent(world, step);
  actOnOthers(world, step);
  refuseIn(world, step.refuse);
  reportResults(world, step);
  actOnPods(world, step);
  if (advance) world.now += advance * 1000;
  if (spec) world.workflow = { ...world.workflow, spec: { ...world.workflow.spec, ...spec } };
  if (postponed !== undefined) world.postponed = postponed ?? undefined;
  if (operation) operate(world, operation);
}

function reportResults(world: World, { results = {} }: Step): void {
  for (const [name, result] of Object.entries(results)) {
    const nodeId = nodeOf(world, name)?.id ?? '';
    world.taskResults.set(nodeId, { ...result, nodeId });
  }
}

function actOnPods(world: World, { pods = {}, allPods, run = [], deletePods = [] }: Step): void {
  for (const [node, end] of Object.entries(pods)) world.end(node, end);
  for (const node of run) world.run(node);
  for (const node of deletePods)
    world.pods.delete([...world.pods].find(([, { facts }]) => facts.nodeId === nodeOf(world, node)?.id)?.[0] ?? '');
  if (allPods) world.endAll(allPods);
}

function refuseIn(world: World, refuse: Refusals | undefined): void {
  for (const [id, failure] of Object.entries(refuse ?? {}))
    if (failure) world.failures.set(id, failure);
    else world.failures.delete(id);
}

function actOnAgent(world: World, { agent, agentPod, refuseAgent }: Step): void {
  for (const [node, result] of Object.entries(agent ?? {})) world.report(node, result);
  if (agentPod && world.agentPod) world.agentPod = { ...world.agentPod, ...agentPod };
  if (refuseAgent) world.failures.set(agentIdOf('wf'), refuseAgent);
}

function actOnOthers(world: World, { releaseOthers = [], limits }: Step): void {
  if (limits) world.setLimits(limits);
  for (const holder of releaseOthers) world.locks = release(world.locks, holder, world.limitOf);
}

/** As the CLI does it: the object is stored as the operation gives it, pods that must go are deleted. */
function operate(world: World, operation: Operation): void {
  const result = resultOf(world, operation);
  if (operation.refusal !== undefined) {
    expect(result).toEqual({ ok: false, message: operation.refusal });
    return;
  }
  if (!result.ok) throw new Error(result.message);
  const fresh = { uid: 'uid-2', creationTimestamp: new Date(world.now).toISOString(), ...result.workflow.metadata };
  const name = fresh.name ?? `${fresh.generateName ?? ''}abcde`;
  world.workflow = { ...result.workflow, metadata: { ...fresh, name } } as Workflow;
  for (const pod of 'pods' in result ? (result.pods as readonly string[]) : []) world.pods.delete(pod);
}

function resultOf(world: World, { retry, resubmit, resume, suspend, shutdown, set, fail }: Operation): OperationResult {
  const { workflow } = world;
  const timestamp = `${new Date(world.now).toISOString().slice(0, 19)}Z`;
  const matching = (name: string) => ({
    matches: (node: { displayName?: string | undefined }) => node.displayName === name,
    selector: name,
  });
  if (retry) {
    const { restart, parameters } = retry;
    return retryWorkflow(workflow, { timestamp, parameters, ...(restart && { restartSuccessful: true, ...matching(restart) }) });
  }
  if (resubmit) return resubmitWorkflow(workflow, { ...resubmit, suffix: 'abcde' });
  if (resume) return resumeWorkflow(workflow, { timestamp, ...(resume !== true && matching(resume)) });
  if (suspend) return suspendWorkflow(workflow);
  if (shutdown) return shutdownWorkflow(workflow, shutdown);
  if (set) return setNodes(workflow, { ...set, ...matching(set.node), timestamp });
  if (fail) return failSuspended(workflow, { ...matching(fail.node), message: fail.message, timestamp });
  throw new Error('an operation that says nothing');
}
