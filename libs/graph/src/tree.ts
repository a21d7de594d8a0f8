import type { NodeStatus, Workflow } from '@argosy/api';
import { fnv1a32 } from '@argosy/std';

/**
 * What a node is for the eye: a template with content of its own (`boundary`), a row of steps or attempts that
 * stand together (`group`), or something that ran (`execution`).
 */
export type TreeNodeKind = 'boundary' | 'group' | 'execution';

export interface TreeNode {
  readonly id: string;
  readonly kind: TreeNodeKind;
  readonly node: NodeStatus;
  /** In the order in which they are shown: by start, then loop index, then display name. */
  readonly children: readonly TreeNode[];
}

/** The trees that a workflow shows: its entrypoint and, once it exists, its exit handler. */
export interface WorkflowForest {
  readonly main?: TreeNode;
  readonly exit?: TreeNode;
}

/**
 * Arranges `status.nodes` as `argo get` shows them (acceptance 9-031). TaskGroup and Container nodes have no place in it;
 * a node belongs to the StepGroup or Retry that lists it as a child, else to its boundary.
 */
export function workflowForest(workflow: Workflow): WorkflowForest {
  const nodes = workflow.status?.nodes ?? {};
  const name = workflow.metadata.name ?? '';
  const roots = growTrees(nodes);
  const main = roots.get(name);
  const exit = roots.get(`${name}-${fnv1a32(`${name}.onExit`)}`);
  return { ...(main && { main }), ...(exit && { exit }) };
}

interface GrowingNode extends TreeNode {
  readonly startedAt: number;
  readonly loopIndex: number;
  readonly children: GrowingNode[];
}

const KIND_OF_TYPE: Readonly<Record<string, TreeNodeKind | undefined>> = {
  DAG: 'boundary',
  Steps: 'boundary',
  StepGroup: 'group',
  Retry: 'group',
  Pod: 'execution',
  Skipped: 'execution',
  Suspend: 'execution',
  HTTP: 'execution',
  Plugin: 'execution',
};

function growTrees(nodes: Readonly<Record<string, NodeStatus>>): Map<string, TreeNode> {
  const seeds = new Map<string, GrowingNode>();
  for (const [id, node] of Object.entries(nodes)) {
    const kind = KIND_OF_TYPE[node.type];
    if (kind) seeds.set(id, { id, kind, node, children: [], startedAt: startOf(node), loopIndex: loopIndexOf(displayNameOf(node)) });
  }
  const groupOf = groupsByChild(seeds);
  const roots = new Map<string, TreeNode>();
  for (const seed of seeds.values()) {
    const boundary = seed.node.boundaryID;
    const parent = groupOf.get(seed.id) ?? (boundary ? seeds.get(boundary) : undefined);
    if (parent) parent.children.push(seed);
    else if (!boundary) roots.set(seed.id, seed);
  }
  for (const seed of seeds.values()) seed.children.sort(inDisplayOrder);
  return roots;
}

function groupsByChild(seeds: ReadonlyMap<string, GrowingNode>): Map<string, GrowingNode> {
  const groups = new Map<string, GrowingNode>();
  for (const seed of seeds.values()) {
    if (seed.kind !== 'group') continue;
    for (const child of seed.node.children ?? []) groups.set(child, seed);
  }
  return groups;
}

function inDisplayOrder(left: GrowingNode, right: GrowingNode): number {
  if (left.startedAt !== right.startedAt) return left.startedAt - right.startedAt;
  if (left.loopIndex >= 0 && right.loopIndex >= 0) return left.loopIndex - right.loopIndex;
  const [leftName, rightName] = [displayNameOf(left.node), displayNameOf(right.node)];
  return leftName < rightName ? -1 : Number(leftName > rightName);
}

function startOf(node: NodeStatus): number {
  return node.startedAt ? Date.parse(node.startedAt) : 0;
}

function displayNameOf(node: NodeStatus): string {
  return node.displayName ?? node.name;
}

/** The number between the first `(` and the `:` after it, -1 where there is none (acceptance 13-022). */
function loopIndexOf(displayName: string): number {
  const match = /^[^(]*\((\d+):/.exec(displayName);
  return match ? Number(match[1]) : -1;
}
