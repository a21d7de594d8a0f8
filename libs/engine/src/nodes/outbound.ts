import type { NodeStatus, NodeType } from '@argosy/api';
import type { Draft } from '../draft.ts';
import type { NodeId } from '../observation.ts';

/** The nodes through which the flow leaves a node: what comes next becomes their child (acceptance 13-031). */
export function outboundNodes(draft: Draft, node: NodeStatus): readonly NodeId[] {
  return outbounds[node.type](draft, node);
}

type Outbound = (draft: Draft, node: NodeStatus) => readonly NodeId[];

const itself: Outbound = (_draft, { id }) => [id];

const outbounds: { readonly [Type in NodeType]: Outbound } = {
  Retry: lastAttempt,
  TaskGroup: groupOutbound,
  StepGroup: groupOutbound,
  Steps: boundaryOutbound,
  DAG: boundaryOutbound,
  Pod: podOutbound,
  Container: itself,
  HTTP: itself,
  Plugin: itself,
  Skipped: itself,
  Suspend: itself,
};

function boundaryOutbound(draft: Draft, { id, memoizationStatus, outboundNodes: ids = [] }: NodeStatus): readonly NodeId[] {
  return memoizationStatus?.hit ? [id] : ids.flatMap((outbound) => of(draft, outbound));
}

function of(draft: Draft, id: NodeId): readonly NodeId[] {
  const node = draft.node(id);
  return node === undefined ? [] : outboundNodes(draft, node);
}

function lastAttempt(draft: Draft, node: NodeStatus): readonly NodeId[] {
  const attempts = draft.childrenOf(node).filter((child) => !child.nodeFlag?.hooked);
  return attempts.length === 0 ? [node.id] : [(attempts.at(-1) as NodeStatus).id];
}

function groupOutbound(draft: Draft, node: NodeStatus): readonly NodeId[] {
  const children = draft.childrenOf(node).filter((child) => !child.nodeFlag?.hooked);
  return children.length === 0 ? [node.id] : children.flatMap((child) => outboundNodes(draft, child));
}

function podOutbound(draft: Draft, node: NodeStatus): readonly NodeId[] {
  const containers = draft.childrenOf(node).filter((child) => child.type === 'Container');
  if (containers.length === 0) return [node.id];
  const leaves: NodeId[] = [];
  const visit = (container: NodeStatus): void => {
    const next = draft.childrenOf(container).filter((child) => child.type === 'Container');
    if (next.length === 0 && !leaves.includes(container.id)) leaves.push(container.id);
    for (const child of next) visit(child);
  };
  for (const container of containers) visit(container);
  return leaves;
}
