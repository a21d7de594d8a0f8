import type { NodeStatus, Workflow } from '@argosy/api';
import { fromRfc3339, type Instant } from '@argosy/std';
import { type NodeState, nodeStateOf } from './node-state.ts';
import { type TreeNode, workflowForest } from './tree.ts';

/** A stretch of time in which a node ran, or one attempt of it. */
export interface TimelineSpan {
  readonly nodeId: string;
  readonly start: Instant;
  /** Absent while it runs. */
  readonly end?: Instant;
  readonly state: NodeState;
}

export interface TimelineRow {
  readonly id: string;
  readonly label: string;
  readonly depth: number;
  readonly state: NodeState;
  readonly hasChildren: boolean;
  /** Attempts, first to last; one for what was not retried. */
  readonly spans: readonly TimelineSpan[];
  /** When what it waited for was over, where that is before its start: it queued in between. */
  readonly readyAt?: Instant;
}

export interface TimelineModel {
  readonly rows: readonly TimelineRow[];
  readonly start: Instant;
  /** The end of what ended last; absent while something runs. */
  readonly end?: Instant;
}

/** Rows of a Gantt chart in the order of the tree of `argo get`; the inside of ids in `closed` is left out. */
export function timelineOf(workflow: Workflow, closed: ReadonlySet<string>): TimelineModel {
  const ready = readyTimes(workflow.status?.nodes ?? {});
  const { main, exit } = workflowForest(workflow);
  const rows: TimelineRow[] = [];
  const walk = (tree: TreeNode, depth: number): void => {
    const hidden = tree.node.type === 'StepGroup';
    if (!hidden) rows.push(rowOf(tree, depth, ready));
    if (closed.has(tree.id) || isPlainRetry(tree)) return;
    for (const child of tree.children) walk(child, hidden ? depth : depth + 1);
  };
  for (const tree of [main, exit]) if (tree) walk(tree, 0);
  const end = fromRfc3339(workflow.status?.finishedAt);
  return { rows, start: startOf(workflow, rows), ...(end !== undefined && { end }) };
}

function startOf({ status }: Workflow, rows: readonly TimelineRow[]): Instant {
  const starts = rows.flatMap(({ spans }) => (spans[0] ? [spans[0].start] : []));
  const start = fromRfc3339(status?.startedAt) ?? starts[0] ?? 0;
  return starts.reduce((least, one) => Math.min(least, one), start);
}

/** A retried step without an inside of its own: its attempts are spans of one row. */
function isPlainRetry({ node, children }: TreeNode): boolean {
  return node.type === 'Retry' && children.every((attempt) => attempt.children.length === 0);
}

function rowOf(tree: TreeNode, depth: number, ready: ReadonlyMap<string, Instant>): TimelineRow {
  const { node } = tree;
  const attempts = node.type === 'Retry' ? tree.children.map((child) => child.node) : [];
  const spans = (attempts.length > 0 ? attempts : [node]).map(spanOf).filter((span) => span !== undefined);
  const readyAt = ready.get(node.id);
  const start = spans[0]?.start;
  return {
    id: node.id,
    label: node.displayName ?? node.name,
    depth,
    state: nodeStateOf(node),
    hasChildren: tree.children.length > 0 && !isPlainRetry(tree),
    spans,
    ...(readyAt !== undefined && start !== undefined && start - readyAt >= 1000 && { readyAt }),
  };
}

function spanOf(node: NodeStatus): TimelineSpan | undefined {
  const start = fromRfc3339(node.startedAt);
  if (start === undefined) return undefined;
  const end = fromRfc3339(node.finishedAt);
  return { nodeId: node.id, start, ...(end !== undefined && { end }), state: nodeStateOf(node) };
}

/** When the last of a node's predecessors ended. Boundaries contain their children and are no predecessors. */
function readyTimes(nodes: Readonly<Record<string, NodeStatus>>): Map<string, Instant> {
  const ready = new Map<string, Instant>();
  for (const node of Object.values(nodes)) {
    const end = fromRfc3339(node.finishedAt);
    if (end === undefined || node.type === 'Retry') continue;
    for (const child of node.children ?? []) {
      const start = fromRfc3339(nodes[child]?.startedAt);
      if (start !== undefined && end <= start) ready.set(child, Math.max(ready.get(child) ?? 0, end));
    }
  }
  return ready;
}
