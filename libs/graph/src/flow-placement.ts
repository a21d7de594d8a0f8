import type { NodeStatus } from '@argosy/api';
import type { FlowDraft } from './flow-draft.ts';
import type { FlowItem, FlowItemKind } from './flow-item.ts';
import type { Places } from './flow-places.ts';

type Nodes = Readonly<Record<string, NodeStatus>>;

/** Makes an item for every node that is drawn and puts it into its boundary or stack. */
export function placeNodes(draft: FlowDraft, nodes: Nodes, places: Places): void {
  const placer = new Placer(draft, nodes, places);
  for (const node of Object.values(nodes)) placer.place(node);
  for (const [attempt, step] of places.standsFor) {
    const item = draft.itemOfNode.get(step);
    if (item !== undefined) draft.itemOfNode.set(attempt, item);
  }
}

const KIND_OF_TYPE: Readonly<Record<NodeStatus['type'], FlowItemKind>> = {
  Pod: 'step',
  Container: 'step',
  Skipped: 'step',
  Suspend: 'step',
  HTTP: 'step',
  Plugin: 'step',
  Retry: 'step',
  Steps: 'boundary',
  DAG: 'boundary',
  StepGroup: 'junction',
  TaskGroup: 'junction',
};

class Placer {
  readonly #draft: FlowDraft;
  readonly #nodes: Nodes;
  readonly #places: Places;
  readonly #loopOfGroup: ReadonlyMap<string, string>;
  readonly #groupOfLoop: ReadonlyMap<string, string>;
  /** Ids of nodes that contain others. */
  readonly #outer: ReadonlySet<string | undefined>;

  constructor(draft: FlowDraft, nodes: Nodes, places: Places) {
    this.#draft = draft;
    this.#nodes = nodes;
    this.#places = places;
    this.#loopOfGroup = groupsOfLoops(nodes, places);
    this.#groupOfLoop = new Map(Array.from(this.#loopOfGroup, ([group, loop]) => [loop, group]));
    this.#outer = new Set(Object.values(nodes).map(({ boundaryID }) => boundaryID));
  }

  place(node: NodeStatus): void {
    const { hidden, standsFor, loopOf } = this.#places;
    if (this.#draft.itemOfNode.has(node.id) || hidden.has(node.id) || standsFor.has(node.id)) return;
    const group = this.#loopOfGroup.get(node.id);
    if (group !== undefined) return this.#placeStack(group, node.id);
    const boundary = this.#placedBoundary(node.id);
    const loop = loopOf.get(node.id);
    if (loop !== undefined) this.#placeStack(loop);
    this.#draft.add(this.#itemOf(node, loop === undefined ? boundary : stackId(loop)));
  }

  #itemOf(node: NodeStatus, parent: string | undefined): FlowItem {
    const attempts = this.#places.attemptsOf.get(node.id);
    return {
      id: node.id,
      kind: this.#kindOf(node),
      label: node.displayName ?? node.name,
      nodeId: node.id,
      ...(attempts && { attempts }),
      ...(node.templateName !== undefined && { template: node.templateName }),
      ...(parent !== undefined && { parent }),
      children: [],
    };
  }

  /** `group` is the node that the controller made for the loop as a whole: it is the stack. */
  #placeStack(key: string, group?: string): void {
    const id = stackId(key);
    const loop = this.#places.loops.get(key);
    if (!this.#draft.items.has(id) && loop) {
      const parent = this.#placedBoundary(group ?? (loop.members[0] as string));
      const groupNode = group ?? this.#groupOfLoop.get(key);
      const node = groupNode === undefined ? {} : { nodeId: groupNode };
      this.#draft.add({ id, kind: 'stack', label: loop.label, ...node, ...(parent !== undefined && { parent }), children: [] });
    }
    if (group !== undefined) this.#draft.itemOfNode.set(group, id);
  }

  /** The item around a node; it is placed first where that has not happened yet. */
  #placedBoundary(id: string): string | undefined {
    const boundary = this.#nodes[id]?.boundaryID;
    const outer = boundary === undefined ? undefined : this.#nodes[this.#places.standsFor.get(boundary) ?? boundary];
    if (!outer || outer.id === id) return undefined;
    this.place(outer);
    return this.#draft.itemOfNode.get(outer.id);
  }

  #kindOf(node: NodeStatus): FlowItemKind {
    const contains = [node.id, ...(this.#places.attemptsOf.get(node.id) ?? [])].some((id) => this.#outer.has(id));
    const plain = KIND_OF_TYPE[node.type];
    return plain === 'step' && contains ? 'boundary' : plain;
  }
}

function stackId(loop: string): string {
  return `stack:${loop}`;
}

/** A TaskGroup whose runs are drawn as a stack is that stack. */
function groupsOfLoops(nodes: Nodes, { loops }: Places): Map<string, string> {
  const groups = new Map<string, string>();
  if (loops.size === 0) return groups;
  for (const node of Object.values(nodes)) {
    const key = `${node.boundaryID ?? ''}/${node.displayName ?? node.name}`;
    if (node.type === 'TaskGroup' && loops.has(key)) groups.set(node.id, key);
  }
  return groups;
}
