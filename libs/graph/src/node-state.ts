import type { NodeStatus } from '@argosy/api';

/** What a node is for the eye: its phase, refined by what is known beside it. `Planned` is a step that has no node yet. */
export type NodeState =
  | 'Succeeded'
  | 'Running'
  | 'Failed'
  | 'Error'
  | 'Pending'
  | 'Waiting'
  | 'Suspended'
  | 'Skipped'
  | 'Omitted'
  | 'Cached'
  | 'Planned';

/** From what needs attention to what does not; the order in which bars, legends and sorted lists show states. */
export const nodeStates: readonly NodeState[] = [
  'Failed',
  'Error',
  'Suspended',
  'Running',
  'Waiting',
  'Pending',
  'Succeeded',
  'Cached',
  'Skipped',
  'Omitted',
  'Planned',
];

/** The state that a node shows. A lock that it waits for and a cache hit are told apart from plain phases. */
export function nodeStateOf(node: NodeStatus): NodeState {
  const phase = node.phase ?? 'Pending';
  if (phase === 'Pending') return node.synchronizationStatus?.waiting ? 'Waiting' : 'Pending';
  if (phase === 'Running') return node.type === 'Suspend' ? 'Suspended' : 'Running';
  if (phase === 'Succeeded') return node.memoizationStatus?.hit === true ? 'Cached' : 'Succeeded';
  return phase as NodeState;
}

/** How many nodes are in each state, by the place of the state in `nodeStates`. */
export type StateCounts = Readonly<Record<NodeState, number>>;

export function countStates(states: Iterable<NodeState>): StateCounts {
  const counts = Object.fromEntries(nodeStates.map((state) => [state, 0])) as Record<NodeState, number>;
  for (const state of states) counts[state]++;
  return counts;
}

/** The one state that stands for many: the most urgent there is, except that what is done does not hide what is not. */
export function summaryState(counts: StateCounts): NodeState {
  return nodeStates.find((state) => counts[state] > 0) ?? 'Planned';
}
