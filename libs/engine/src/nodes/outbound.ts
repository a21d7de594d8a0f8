import type { NodeStatus } from '@argosy/api';
import type { Draft } from '../draft.ts';
import type { NodeId } from '../observation.ts';

/** The nodes through which the flow leaves a node: what comes next becomes their child (acceptance 13-031). */
export function outboundNodes(draft: Draft, node: NodeStatus): readonly NodeId[] {
  switch (node.type) {
    case 'Retry':
      return lastAttempt(draft, node);
    case 'TaskGroup':
    case 'StepGroup':
      return groupOutbound(draft, node);
    case 'Steps':
    case 'DAG':
      return node.memoizationStatus?.hit ? [node.id] : (node.outboundNodes ?? []).flatMap((id) => of(draft, id));
    case 'Pod':
      return podOutbound(draft, node);
    case 'Container':
    case 'HTTP':
    case 'Plugin':
    case 'Skipped':
    case 'Suspend':
      return [node.id];
  }
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
