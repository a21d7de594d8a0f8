import type { NodeStatus } from '@argosy/api';
import type { World } from '@argosy/testing';
import { expect } from 'vitest';
import type { Action, Decision } from '../decision.ts';
import type { Expectation } from './scenario.ts';

/** The decisions and actions of one step of a scenario. */
export interface StepRecord {
  readonly decisions: readonly Decision[];
  readonly actions: readonly Action[];
}

/** Compares what is with what a scenario wants, field by field of its expectation. */
export function check(world: World, wanted: Expectation, { record, about }: { readonly record: StepRecord; readonly about: string }): void {
  for (const [field, value] of Object.entries(wanted)) {
    const read = readers[field as keyof Expectation] as ((facts: Facts, wanted: unknown) => unknown) | undefined;
    if (read === undefined) throw new Error(`${about}: nothing is known of the expectation ${field}`);
    const actual = read({ world, record }, value);
    expect({ [field]: actual }, about).toEqual({ [field]: isPartial.has(field) ? partly(value) : value });
  }
}

const isPartial: ReadonlySet<string> = new Set(['node', 'status', 'pod', 'podMetadata', 'metrics', 'cached']);

/** Only what is mentioned is compared; null means that it is not there. */
function partly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(partly);
  if (typeof value !== 'object' || value === null) return value;
  return expect.objectContaining(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, partly(inner)]))) as unknown;
}

interface Facts {
  readonly world: World;
  readonly record: StepRecord;
}

type Readers = { readonly [K in keyof Required<Expectation>]: (facts: Facts, wanted: NonNullable<Expectation[K]>) => unknown };

const readers: Readers = {
  phase: ({ world }) => world.workflow.status?.phase,
  message: ({ world }) => world.workflow.status?.message ?? null,
  progress: ({ world }) => world.workflow.status?.progress,
  nodes: ({ world }, wanted) => pick(wanted, (name) => nodeOf(world, name)?.phase),
  exactly: ({ world }, wanted) => {
    const names = new Set(Object.values(world.workflow.status?.nodes ?? {}).map(({ displayName }) => displayName));
    return [...wanted.filter((name) => names.has(name)), ...[...names].filter((name) => !wanted.includes(name ?? ''))];
  },
  messages: ({ world }, wanted) => pick(wanted, (name) => nodeOf(world, name)?.message ?? null),
  inputs: ({ world }, wanted) => pick(wanted, (name) => valuesOf(nodeOf(world, name)?.inputs?.parameters)),
  outputs: ({ world }, wanted) => pick(wanted, (name) => valuesOf(nodeOf(world, name)?.outputs?.parameters)),
  args: ({ world }, wanted) =>
    pick(wanted, (name) => podOf(world, name)?.spec.containers.find((container) => container.name === 'main')?.args),
  absent: ({ world }, wanted) => wanted.filter((name) => nodeOf(world, name) === undefined),
  pods: ({ world }) => world.created.length,
  tasks: ({ world }) => [...(world.taskSet?.tasks.keys() ?? [])].map((id) => world.workflow.status?.nodes?.[id]?.displayName),
  agents: ({ world }) => world.agents,
  agentIsThere: ({ world }) => world.agentPod !== undefined,
  result: ({ world }, wanted) => pick(wanted, (name) => nodeOf(world, name)?.outputs?.result),
  wakes: ({ world }) => ((world.decisions.at(-1)?.wakeAt ?? 0) - world.now) / 1000,
  node: ({ world }, wanted) => pick(wanted, (name) => withNulls(nodeOf(world, name), wanted[name])),
  children: ({ world }, wanted) => pick(wanted, (name) => namesOf(world, nodeOf(world, name)?.children)),
  outbound: ({ world }, wanted) => pick(wanted, (name) => namesOf(world, nodeOf(world, name)?.outboundNodes)),
  boundary: ({ world }, wanted) => pick(wanted, (name) => namesOf(world, [nodeOf(world, name)?.boundaryID ?? ''])[0] ?? null),
  status: ({ world }, wanted) => withNulls(world.workflow.status, wanted),
  conditions: ({ world }, wanted) =>
    pick(wanted, (name) => {
      const found = world.workflow.status?.conditions?.find(({ type }) => type === name);
      return found?.message ?? found?.status ?? null;
    }),
  labels: ({ world }, wanted) => pick(wanted, (name) => world.workflow.metadata.labels?.[name] ?? null),
  annotations: ({ world }, wanted) => pick(wanted, (name) => world.workflow.metadata.annotations?.[name] ?? null),
  actions: ({ world, record }) => actionsOf(world, record),
  does: ({ world, record }, wanted) => wanted.filter((action) => actionsOf(world, record).includes(action)),
  doesNot: ({ world, record }, wanted) => wanted.filter((action) => !actionsOf(world, record).includes(action)),
  metrics: ({ record }) => record.decisions.flatMap(({ metrics }) => metrics),
  notices: ({ record }) => record.decisions.flatMap(({ notices }) => notices.map(({ reason, message }) => `${reason} ${message}`)),
  reasons: ({ world }, wanted) => pick(wanted, (name) => reasonOf(world, name, wanted[name] ?? '')),
  pod: ({ world }, wanted) => pick(wanted, (name) => podOf(world, name)),
  podMetadata: ({ world }, wanted) => pick(wanted, (name) => podOf(world, name)?.metadata),
  podNames: ({ world }, wanted) => pick(wanted, (name) => podOf(world, name)?.metadata.name),
  claims: ({ world }) => [...world.claims],
  cached: ({ world }, wanted) =>
    pick(wanted, (name) =>
      Object.fromEntries(Object.entries(world.caches.get(name) ?? {}).map(([key, entry]) => [key, JSON.parse(entry) as unknown])),
    ),
};

export function nodeOf(world: World, displayName: string): NodeStatus | undefined {
  const { name } = world.workflow.metadata;
  // Display names need not be unique: several boundaries may hold steps of one name; `[1].a` then says which.
  const nodes = Object.values(world.workflow.status?.nodes ?? {});
  return nodes.find((node) => node.displayName === displayName) ?? nodes.find((node) => node.name === `${name ?? ''}${displayName}`);
}

function podOf(world: World, displayName: string) {
  const id = nodeOf(world, displayName)?.id;
  return [...world.pods.values()].find(({ facts }) => facts.nodeId === id)?.pod;
}

function pick<T>(wanted: Readonly<Record<string, unknown>>, read: (name: string) => T): Record<string, T> {
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, read(name)]));
}

function valuesOf(parameters: readonly { readonly name: string; readonly value?: string | undefined }[] | undefined) {
  return Object.fromEntries((parameters ?? []).map(({ name, value }) => [name, value]));
}

function withNulls(actual: object | undefined, wanted: object | undefined): object | undefined {
  if (actual === undefined) return undefined;
  const missing = Object.keys(wanted ?? {}).filter((key) => (actual as Readonly<Record<string, unknown>>)[key] === undefined);
  return { ...actual, ...Object.fromEntries(missing.map((key) => [key, null])) };
}

function namesOf(world: World, ids: readonly string[] | undefined): string[] {
  return (ids ?? []).map((id) => world.workflow.status?.nodes?.[id]?.displayName).filter((name) => name !== undefined);
}

function actionsOf(world: World, { actions }: StepRecord): string[] {
  return [...new Set(actions.map((action) => `${action.kind} ${subjectOf(world, action)}`.trim()))];
}

function subjectOf(world: World, action: Action): string {
  if ('nodeId' in action) return world.workflow.status?.nodes?.[action.nodeId]?.displayName ?? action.nodeId;
  if (action.kind === 'CreateClaim') return action.claim.metadata.name ?? '';
  if (action.kind === 'DeleteClaim') return action.name;
  return 'holder' in action ? action.holder : '';
}

/** The part that is wanted where a reason has it, so that a test need not repeat times; else all reasons. */
function reasonOf(world: World, displayName: string, wanted: string): string {
  const id = displayName === '-' ? undefined : nodeOf(world, displayName)?.id;
  const reasons = (world.decisions.at(-1)?.trace ?? []).filter(({ nodeId }) => nodeId === id).map(({ reason }) => reason);
  return reasons.some((reason) => reason.includes(wanted)) ? wanted : reasons.join('; ');
}
