import type { NodeStatus, Workflow } from '@argosy/api';
import { type NodeState, nodeStateOf, nodeStates, type TreeNode, workflowForest } from '@argosy/graph';

export type NodeSortKey = 'name' | 'state' | 'template' | 'started' | 'duration' | 'message';

export interface NodeRow {
  readonly node: NodeStatus;
  readonly state: NodeState;
  readonly depth: number;
  readonly hasChildren: boolean;
}

export interface NodeRowOptions {
  readonly text: string;
  readonly sort: NodeSortKey | undefined;
  /** Ids whose children are left out. */
  readonly closed: ReadonlySet<string>;
}

/** The steps of a workflow as a tree; filtered or sorted as a flat list, since then the tree would lie. */
export function nodeRows(workflow: Workflow, { text, sort, closed }: NodeRowOptions): readonly NodeRow[] {
  const { main, exit } = workflowForest(workflow);
  const rows: NodeRow[] = [];
  const wanted = text.trim().toLowerCase();
  const flat = wanted !== '' || sort !== undefined;
  const walk = (tree: TreeNode, depth: number): void => {
    const hidden = tree.node.type === 'StepGroup';
    if (!hidden)
      rows.push({
        node: tree.node,
        state: nodeStateOf(tree.node),
        depth: flat ? 0 : depth,
        hasChildren: !flat && tree.children.length > 0,
      });
    if (flat || !closed.has(tree.id)) for (const child of tree.children) walk(child, hidden ? depth : depth + 1);
  };
  for (const tree of [main, exit]) if (tree) walk(tree, 0);
  const fitting = wanted === '' ? rows : rows.filter((row) => textOf(row).includes(wanted));
  return sort === undefined ? fitting : fitting.toSorted((left, right) => compare(VALUES[sort](left), VALUES[sort](right)));
}

function textOf({ node, state }: NodeRow): string {
  return [node.displayName ?? node.name, node.templateName, node.templateRef?.template, state, node.message].join(' ').toLowerCase();
}

const VALUES: Readonly<Record<NodeSortKey, (row: NodeRow) => string | number>> = {
  name: ({ node }) => node.displayName ?? node.name,
  state: ({ state }) => nodeStates.indexOf(state),
  template: ({ node }) => node.templateName ?? node.templateRef?.template ?? '',
  started: ({ node }) => node.startedAt ?? '',
  duration: ({ node }) => -lengthOf(node),
  message: ({ node }) => (node.message === undefined ? '\uffff' : node.message),
};

/** What still runs has taken longest so far. */
function lengthOf({ startedAt, finishedAt }: NodeStatus): number {
  if (!startedAt) return 0;
  return finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : Number.MAX_SAFE_INTEGER;
}

function compare(left: string | number, right: string | number): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : Number(String(left) > String(right));
}
