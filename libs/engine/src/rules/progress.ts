import type { NodeStatus, NodeType } from '@argosy/api';
import type { Draft } from '../draft.ts';

const executable: ReadonlySet<NodeType> = new Set(['Pod', 'HTTP', 'Plugin', 'Container', 'Suspend']);

/** Progress and resource durations go up the tree: groups sum their descendants (acceptance 7-063, 13-168, 13-169). */
export function measureProgress(draft: Draft): void {
  const nodes = draft.nodes();
  let [done, total] = [0, 0];
  const resources: Record<string, number> = {};
  for (const node of nodes) {
    if (!executable.has(node.type)) continue;
    const [n, m] = progressOf(draft, node);
    done += n;
    total += m;
    for (const [name, seconds] of Object.entries(node.resourcesDuration ?? {})) resources[name] = (resources[name] ?? 0) + seconds;
  }
  sumGroups(draft, nodes);
  if (draft.status.startedAt)
    draft.setStatus({ progress: `${done}/${total}`, ...(Object.keys(resources).length > 0 && { resourcesDuration: resources }) });
}

function progressOf(draft: Draft, node: NodeStatus): readonly [number, number] {
  const shown = /^(\d+)\/(\d+)$/.exec(node.progress ?? '');
  const [n, m] = shown ? [Number(shown[1]), Number(shown[2])] : [0, 1];
  const now: readonly [number, number] = node.phase === 'Succeeded' ? [m, m] : [n, m];
  draft.update(node.id, { progress: `${now[0]}/${now[1]}` });
  return now;
}

interface Sum {
  done: number;
  total: number;
  readonly resources: Record<string, number>;
}

/** Groups that have not ended, and those that end now, show the sum of what lies inside their boundary. */
function sumGroups(draft: Draft, nodes: readonly NodeStatus[]): void {
  const open = nodes.filter((node) => !executable.has(node.type) && node.type !== 'Skipped' && isOpen(draft, node));
  for (const group of open) {
    const sum: Sum = { done: 0, total: 0, resources: {} };
    addDescendants(draft, group, sum);
    draft.update(group.id, {
      progress: `${sum.done}/${sum.total}`,
      ...(Object.keys(sum.resources).length > 0 && { resourcesDuration: sum.resources }),
    });
  }
}

/** A group that ended before this reconcile has its sums already. */
function isOpen(draft: Draft, { id, phase }: NodeStatus): boolean {
  const before = draft.observation.workflow.status?.nodes?.[id];
  return phase === 'Running' || before?.phase !== phase;
}

function addDescendants(draft: Draft, group: NodeStatus, sum: Sum): void {
  const seen = new Set<string>([group.id]);
  const stack = [...(group.children ?? [])];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const node = draft.node(id);
    if (node === undefined) continue;
    stack.push(...(node.children ?? []));
    if (executable.has(node.type)) addNode(sum, node);
  }
}

function addNode(sum: Sum, { progress, resourcesDuration }: NodeStatus): void {
  const [n = 0, m = 0] = (progress ?? '0/1').split('/').map(Number);
  sum.done += n;
  sum.total += m;
  for (const [name, seconds] of Object.entries(resourcesDuration ?? {})) sum.resources[name] = (sum.resources[name] ?? 0) + seconds;
}
