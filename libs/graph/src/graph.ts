import type { NodeStatus, Workflow } from '@argosy/api';

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  readonly node: NodeStatus;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

/** The execution graph of a workflow: its nodes and which led to which. */
export interface GraphModel {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Reads the graph out of `status.nodes`; links to nodes that do not exist are left out. */
export function graphOf(workflow: Workflow): GraphModel {
  const statuses = workflow.status?.nodes ?? {};
  const nodes = Object.entries(statuses).map(([id, node]) => ({ id, label: node.displayName ?? node.name, node }));
  const edges = nodes.flatMap(({ id, node }) =>
    (node.children ?? []).filter((child) => Object.hasOwn(statuses, child)).map((child) => ({ from: id, to: child })),
  );
  return { nodes, edges };
}
