import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NodeResult, NodeStatus, Workflow, WorkflowSpec } from '@argosy/api';
import { type PodEnd, World } from '@argosy/testing';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { agentIdOf } from './nodes/names.ts';
import type { PodPhase } from './observation.ts';

interface Scenario {
  readonly about: string;
  readonly workflow: Workflow;
  /** Refused from the very beginning. */
  readonly refuse?: Step['refuse'];
  readonly steps: readonly Step[];
}

interface Step {
  readonly pods?: Readonly<Record<string, PodEnd>>;
  readonly allPods?: PodEnd;
  readonly run?: readonly string[];
  /** What the agent reports, by display name. */
  readonly agent?: Readonly<Record<string, NodeResult>>;
  readonly agentPod?: { readonly phase: PodPhase; readonly message?: string };
  /** The API server refuses the agent's pod. */
  readonly refuseAgent?: { readonly message: string; readonly transient: boolean };
  /** What the API server refuses from here on, by node id or name of a claim; null: no longer. */
  readonly refuse?: Readonly<Record<string, { readonly message: string; readonly transient: boolean } | null>>;
  readonly deletePods?: readonly string[];
  readonly advance?: number;
  readonly spec?: Partial<WorkflowSpec>;
  readonly expect: Expectation;
}

interface Expectation {
  readonly phase?: string;
  readonly message?: string;
  readonly progress?: string;
  readonly nodes?: Readonly<Record<string, string>>;
  /** null: none. */
  readonly messages?: Readonly<Record<string, string | null>>;
  readonly inputs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly args?: Readonly<Record<string, readonly string[]>>;
  readonly absent?: readonly string[];
  readonly pods?: number;
  /** Display names of the nodes that the agent was asked to run. */
  readonly tasks?: readonly string[];
  /** Pods of the agent that were created so far. */
  readonly agents?: number;
  readonly agentIsThere?: boolean;
  readonly result?: Readonly<Record<string, string>>;
  readonly wakes?: number;
}

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../testdata/scenarios');
const scenarios = fs
  .readdirSync(folder)
  .map((file) => [file.replace('.yaml', ''), parse(fs.readFileSync(path.join(folder, file), 'utf8')) as Scenario] as const);

describe('scenarios', () => {
  test.each(scenarios)('%s', (_name, { about, workflow, steps, refuse }) => {
    const world = new World({ ...workflow, metadata: workflow.metadata ?? {} });
    refuseIn(world, refuse);
    world.settle();
    for (const [index, step] of steps.entries()) {
      act(world, step);
      world.settle();
      check(world, step.expect, `${about}\nstep ${index}`);
      expect(world.settle(), `${about}\nstep ${index}: deciding again changes nothing`).toBe(0);
    }
  });
});

function act(world: World, step: Step): void {
  const { pods, allPods, run, deletePods, advance, spec } = step;
  actOnAgent(world, step);
  refuseIn(world, step.refuse);
  for (const [node, end] of Object.entries(pods ?? {})) world.end(node, end);
  for (const node of run ?? []) world.run(node);
  for (const node of deletePods ?? [])
    world.pods.delete([...world.pods].find(([, { facts }]) => facts.nodeId === nodeOf(world, node)?.id)?.[0] ?? '');
  if (allPods) world.endAll(allPods);
  if (advance) world.now += advance * 1000;
  if (spec) world.workflow = { ...world.workflow, spec: { ...world.workflow.spec, ...spec } };
}

function refuseIn(world: World, refuse: Step['refuse']): void {
  for (const [id, failure] of Object.entries(refuse ?? {}))
    if (failure) world.failures.set(id, failure);
    else world.failures.delete(id);
}

function actOnAgent(world: World, { agent, agentPod, refuseAgent }: Step): void {
  for (const [node, result] of Object.entries(agent ?? {})) world.report(node, result);
  if (agentPod && world.agentPod) world.agentPod = { ...world.agentPod, ...agentPod };
  if (refuseAgent) world.failures.set(agentIdOf('wf'), refuseAgent);
}

function nodeOf(world: World, displayName: string): NodeStatus | undefined {
  return Object.values(world.workflow.status?.nodes ?? {}).find((node) => node.displayName === displayName);
}

function check(world: World, wanted: Expectation, about: string): void {
  const { status } = world.workflow;
  const actual = {
    ...(wanted.phase !== undefined && { phase: status?.phase }),
    ...(wanted.message !== undefined && { message: status?.message }),
    ...(wanted.progress !== undefined && { progress: status?.progress }),
    ...(wanted.nodes && { nodes: pick(wanted.nodes, (name) => nodeOf(world, name)?.phase) }),
    ...(wanted.messages && { messages: pick(wanted.messages, (name) => nodeOf(world, name)?.message ?? null) }),
    ...(wanted.inputs && {
      inputs: pick(wanted.inputs, (name) =>
        Object.fromEntries((nodeOf(world, name)?.inputs?.parameters ?? []).map((parameter) => [parameter.name, parameter.value])),
      ),
    }),
    ...(wanted.args && {
      args: pick(wanted.args, (name) => podOf(world, name)?.spec.containers.find((container) => container.name === 'main')?.args),
    }),
    ...(wanted.absent && { absent: wanted.absent.filter((name) => nodeOf(world, name) === undefined) }),
    ...(wanted.tasks && { tasks: [...(world.taskSet?.tasks.keys() ?? [])].map((id) => status?.nodes?.[id]?.displayName) }),
    ...(wanted.agents !== undefined && { agents: world.agents }),
    ...(wanted.agentIsThere !== undefined && { agentIsThere: world.agentPod !== undefined }),
    ...(wanted.result && { result: pick(wanted.result, (name) => nodeOf(world, name)?.outputs?.result) }),
    ...(wanted.pods !== undefined && { pods: world.created.length }),
    ...(wanted.wakes !== undefined && { wakes: ((world.decisions.at(-1)?.wakeAt ?? 0) - world.now) / 1000 }),
  };
  expect(actual, about).toEqual(wanted);
}

function pick<T>(wanted: Readonly<Record<string, unknown>>, read: (name: string) => T): Record<string, T> {
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, read(name)]));
}

function podOf(world: World, displayName: string) {
  const id = nodeOf(world, displayName)?.id;
  return [...world.pods.values()].find(({ facts }) => facts.nodeId === id)?.pod;
}
