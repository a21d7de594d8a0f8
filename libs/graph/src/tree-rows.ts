import type { NodeStatus } from '@argosy/api';
import type { TreeNode } from './tree.ts';

export interface TreeRow {
  /** Branch drawing in front of the node's icon and name. */
  readonly prefix: string;
  readonly node: NodeStatus;
}

export interface TreeRowOptions {
  /** Box drawing characters; ASCII where the terminal has none. */
  readonly utf8: boolean;
  /** Nodes for which this is false get no row; their children stay. */
  readonly shows?: (node: NodeStatus) => boolean;
}

/** Flattens a tree into the rows that `argo get` prints (acceptance 9-030, 9-031). */
export function treeRows(root: TreeNode, options: TreeRowOptions): TreeRow[] {
  const rows: TreeRow[] = [];
  const glyphs = options.utf8 ? UNICODE : ASCII;
  const render = (tree: TreeNode, own: string, below: string): void => {
    const hidden = hiddenAs(tree.node, options);
    if (!hidden) rows.push({ prefix: own, node: tree.node });
    const last = tree.children.length - 1;
    for (const [index, child] of tree.children.entries()) {
      const branch = branchOf({ glyphs, hidden, index, last });
      // The first child of a hidden node takes the hidden node's place in the drawing.
      const start = hidden && index === 0 ? own : below;
      render(child, start + branch.own, below + branch.below);
    }
  };
  render(root, ' ', ' ');
  return rows;
}

interface Glyphs {
  readonly fork: string;
  readonly end: string;
  readonly firstOfGroup: string;
  readonly onlyOfGroup: string;
  readonly line: string;
}

const UNICODE: Glyphs = { fork: '├─', end: '└─', firstOfGroup: '┬─', onlyOfGroup: '──', line: '│ ' };
const ASCII: Glyphs = { fork: '|-', end: '`-', firstOfGroup: '+-', onlyOfGroup: '--', line: '| ' };
const GAP = '  ';

/** `group`: the children are drawn as one bundle in its place. `merged`: the children simply move up. */
type Hiding = 'group' | 'merged' | undefined;

function hiddenAs(node: NodeStatus, options: TreeRowOptions): Hiding {
  if (node.type === 'Retry' && node.children?.length === 1) return 'merged';
  if (node.type === 'StepGroup') return 'group';
  if (node.type === 'Skipped' && node.phase === 'Omitted') return 'merged';
  return options.shows && !options.shows(node) ? 'merged' : undefined;
}

interface Place {
  readonly glyphs: Glyphs;
  readonly hidden: Hiding;
  readonly index: number;
  readonly last: number;
}

function branchOf({ glyphs, hidden, index, last }: Place): { own: string; below: string } {
  if (hidden === 'merged') return { own: '', below: '' };
  if (hidden === 'group' && last === 0) return { own: glyphs.onlyOfGroup, below: GAP };
  if (hidden === 'group' && index === 0) return { own: glyphs.firstOfGroup, below: glyphs.line };
  return index === last ? { own: glyphs.end, below: GAP } : { own: glyphs.fork, below: glyphs.line };
}
