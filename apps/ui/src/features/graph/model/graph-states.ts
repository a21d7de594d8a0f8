import type { NodeStatus } from '@argosy/api';
import {
  countStates,
  type FlowItem,
  type FlowModel,
  type NodeState,
  nodeStateOf,
  nodeStates,
  type StateCounts,
  summaryState,
} from '@argosy/graph';
import { fromRfc3339, type Instant } from '@argosy/std';

/** What an item shows of the status: it changes with every event, its place does not. */
export interface ItemFacts {
  readonly state: NodeState;
  /** Of what is inside: runs of a stack, steps of a boundary. */
  readonly counts?: StateCounts;
  readonly inside: number;
  readonly attempts: number;
  readonly start?: Instant;
  readonly end?: Instant;
  readonly message?: string;
}

type Nodes = Readonly<Record<string, NodeStatus>>;

/** The facts of a model at one time. */
export interface KnownFacts {
  readonly model: FlowModel;
  readonly nodes: Nodes;
  readonly facts: ReadonlyMap<string, ItemFacts>;
}

/** The facts of every item, inner ones first, since outer ones sum them up. What stayed as it was `before` is taken over. */
export function factsOf(model: FlowModel, nodes: Nodes, before?: KnownFacts): Map<string, ItemFacts> {
  const facts = new Map<string, ItemFacts>();
  const known = before?.model === model ? before : undefined;
  const visit = (id: string): void => {
    const item = model.items.get(id);
    if (!item || facts.has(id)) return;
    for (const child of item.children) visit(child);
    const same = known && isUnchanged(item, nodes, { known, facts }) ? known.facts.get(id) : undefined;
    facts.set(id, same ?? factsOfItem(item, nodes, facts));
  };
  for (const root of model.roots) visit(root);
  return facts;
}

function isUnchanged(
  item: FlowItem,
  nodes: Nodes,
  { known, facts }: { readonly known: KnownFacts; readonly facts: ReadonlyMap<string, ItemFacts> },
): boolean {
  const isSameNode = (id: string | undefined): boolean => id === undefined || looksSame(nodes[id], known.nodes[id]);
  return isSameNode(item.nodeId) && isSameNode(item.attempts?.at(-1)) && item.children.every((id) => facts.get(id) === known.facts.get(id));
}

/** By everything of a node that facts are made of. */
function looksSame(one: NodeStatus | undefined, two: NodeStatus | undefined): boolean {
  if (one === undefined || two === undefined) return one === two;
  return (
    one.phase === two.phase &&
    one.startedAt === two.startedAt &&
    one.finishedAt === two.finishedAt &&
    one.message === two.message &&
    one.memoizationStatus?.hit === two.memoizationStatus?.hit &&
    one.synchronizationStatus?.waiting === two.synchronizationStatus?.waiting
  );
}

function factsOfItem(item: FlowItem, nodes: Nodes, known: ReadonlyMap<string, ItemFacts>): ItemFacts {
  const node = nodes[item.nodeId ?? ''];
  const inner = item.children.map((id) => known.get(id)).filter((facts) => facts !== undefined);
  const counts = inner.length > 0 ? countStates(inner.map(({ state }) => state)) : undefined;
  const last = nodes[item.attempts?.at(-1) ?? ''] ?? node;
  const start = fromRfc3339(node?.startedAt) ?? leastOf(inner.map((facts) => facts.start));
  const end = node ? fromRfc3339(node.finishedAt) : mostOf(inner.map((facts) => facts.end));
  const message = node?.message ?? last?.message;
  return {
    state: stateOf(item, node, counts),
    ...(counts && { counts }),
    inside: inner.reduce((sum, { inside }) => sum + Math.max(1, inside), 0),
    attempts: item.attempts?.length ?? 0,
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    ...(message !== undefined && { message }),
  };
}

function stateOf(item: FlowItem, node: NodeStatus | undefined, counts: StateCounts | undefined): NodeState {
  if (item.kind === 'ghost') return 'Planned';
  if (item.kind === 'stack' && counts) return stackState(counts);
  return node ? nodeStateOf(node) : 'Planned';
}

/** A stack that still runs is running, whatever has failed in it: the bar tells of the failures. */
function stackState(counts: StateCounts): NodeState {
  const open = (['Suspended', 'Running', 'Waiting', 'Pending'] as const).find((state) => counts[state] > 0);
  return open ?? summaryState(counts);
}

/** Segments of a bar: states that are there, in the order of urgency, with their share. */
export function barOf(counts: StateCounts): readonly { readonly state: NodeState; readonly share: number }[] {
  const all = nodeStates.reduce((sum, state) => sum + counts[state], 0);
  return nodeStates.filter((state) => counts[state] > 0).map((state) => ({ state, share: counts[state] / all }));
}

function leastOf(instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : known.reduce((least, instant) => Math.min(least, instant));
}

/** None while one is missing: it goes on. */
function mostOf(instants: readonly (Instant | undefined)[]): Instant | undefined {
  if (instants.length === 0 || instants.includes(undefined)) return undefined;
  return (instants as Instant[]).reduce((most, instant) => Math.max(most, instant));
}
