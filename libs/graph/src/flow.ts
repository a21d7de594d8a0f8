import type { NodeStatus, Workflow } from '@argosy/api';
import { FlowDraft } from './flow-draft.ts';
import { addGhosts } from './flow-ghosts.ts';
import type { FlowItem, FlowLink, FlowModel } from './flow-item.ts';
import { contractJunctions } from './flow-junctions.ts';
import { liftLinks } from './flow-links.ts';
import { placeNodes } from './flow-placement.ts';
import { placesOf } from './flow-places.ts';
import { templateFinder } from './spec-steps.ts';

type Nodes = Readonly<Record<string, NodeStatus>>;

export interface FlowOptions {
  /** Also show steps of the spec that have no node yet. */
  readonly ghosts: boolean;
}

/**
 * Reads the picture of a workflow out of its status: boundaries around what they contain, loops as stacks, attempts folded into
 * the step that they belong to, and ghosts for what is still to come. Its size is linear in the nodes and links of the status.
 */
export function flowOf(workflow: Workflow, options: FlowOptions): FlowModel {
  const nodes = workflow.status?.nodes ?? {};
  const draft = new FlowDraft();
  placeNodes(draft, nodes, placesOf(nodes));
  draft.links.push(...liftLinks(draft.items, statusLinks(nodes, draft.itemOfNode)));
  if (options.ghosts) addGhosts(draft, { workflow, nodes, finder: templateFinder(workflow) });
  linkExitHandler(draft, workflow, nodes);
  unwrapRoot(draft, workflow.metadata.name ?? '');
  contractJunctions(draft);
  return draft;
}

function* statusLinks(nodes: Nodes, itemOfNode: ReadonlyMap<string, string>): Generator<FlowLink> {
  for (const node of Object.values(nodes)) {
    const from = itemOfNode.get(node.id);
    if (from === undefined) continue;
    for (const child of node.children ?? []) {
      const to = itemOfNode.get(child);
      if (to !== undefined && to !== from) yield { from, to };
    }
  }
}

/** The exit handler comes after everything, though no link of the status says so. */
function linkExitHandler(draft: FlowDraft, workflow: Workflow, nodes: Nodes): void {
  const exit = Object.values(nodes).find(({ name }) => name === `${workflow.metadata.name ?? ''}.onExit`);
  const main = workflow.metadata.name ?? '';
  if (exit && draft.items.has(main) && draft.items.has(exit.id)) draft.links.push({ from: main, to: exit.id, dashed: true });
}

/** A lone boundary around everything says nothing: its steps take its place. */
function unwrapRoot(draft: FlowDraft, name: string): void {
  const main = draft.items.get(name);
  if (!main || main.kind !== 'boundary' || draft.roots.length > 2 || main.children.length === 0) return;
  const leaves = new Set(main.children);
  for (const { from } of draft.links) leaves.delete(from);
  draft.links = draft.links.flatMap((link) => (link.from === main.id ? [...leaves].map((from) => ({ ...link, from })) : [link]));
  for (const id of main.children) {
    const { parent: _, ...item } = draft.items.get(id) as FlowItem;
    draft.items.set(id, item);
  }
  draft.roots = [...main.children, ...draft.roots.filter((id) => id !== main.id)];
  draft.items.delete(main.id);
  for (const [node, item] of draft.itemOfNode) if (item === main.id) draft.itemOfNode.delete(node);
}
