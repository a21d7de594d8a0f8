import type { NodeStatus } from '@argosy/api';

/** A loop with fewer runs than this is drawn run by run. */
export const STACK_FROM = 4;

type Nodes = Readonly<Record<string, NodeStatus>>;

/** Where each node of a status stands in the picture. */
export interface Places {
  /** The node that stands for this one: a retried step for its attempts. Absent: itself. */
  readonly standsFor: ReadonlyMap<string, string>;
  /** Nodes that are not drawn: earlier attempts and what belongs to them. */
  readonly hidden: ReadonlySet<string>;
  readonly attemptsOf: ReadonlyMap<string, readonly string[]>;
  /** The loop that a node is a run of, by node id; the key names the boundary and the step. */
  readonly loopOf: ReadonlyMap<string, string>;
  readonly loops: ReadonlyMap<string, Loop>;
}

export interface Loop {
  readonly key: string;
  readonly label: string;
  readonly boundary: string | undefined;
  readonly members: string[];
}

/** Finds the attempts of retried steps and the runs of loops. */
export function placesOf(nodes: Nodes): Places {
  const standsFor = new Map<string, string>();
  const attemptsOf = new Map<string, readonly string[]>();
  const hidden = new Set<string>();
  for (const node of Object.values(nodes)) {
    if (node.type !== 'Retry') continue;
    const attempts = (node.children ?? []).filter((id) => nodes[id]?.name.startsWith(`${node.name}(`));
    attemptsOf.set(node.id, attempts);
    for (const [index, id] of attempts.entries()) {
      standsFor.set(id, node.id);
      if (index < attempts.length - 1) hidden.add(id);
    }
  }
  hideBelow(nodes, hidden);
  const loops = loopsOf(nodes, standsFor);
  const loopOf = new Map<string, string>();
  for (const loop of loops.values()) for (const id of loop.members) loopOf.set(id, loop.key);
  return { standsFor, hidden, attemptsOf, loops, loopOf };
}

/** What ran inside an attempt that was given up is hidden with it, however deep. */
function hideBelow(nodes: Nodes, hidden: Set<string>): void {
  if (hidden.size === 0) return;
  const isHidden = (node: NodeStatus): boolean => {
    const boundary = node.boundaryID === undefined ? undefined : nodes[node.boundaryID];
    return boundary !== undefined && boundary.id !== node.id && (hidden.has(boundary.id) || isHidden(boundary));
  };
  for (const node of Object.values(nodes)) if (isHidden(node)) hidden.add(node.id);
}

const LOOP_NAME = /^(.+?)\(\d+:.*\)$/s;

function loopsOf(nodes: Nodes, standsFor: ReadonlyMap<string, string>): Map<string, Loop> {
  const loops = new Map<string, Loop>();
  for (const node of Object.values(nodes)) {
    if (standsFor.has(node.id)) continue;
    const label = LOOP_NAME.exec(node.displayName ?? node.name)?.[1];
    if (label === undefined) continue;
    const key = `${node.boundaryID ?? ''}/${label}`;
    const loop = loops.get(key);
    if (loop) loop.members.push(node.id);
    else loops.set(key, { key, label, boundary: node.boundaryID, members: [node.id] });
  }
  for (const [key, { members }] of loops) if (members.length < STACK_FROM) loops.delete(key);
  return loops;
}
