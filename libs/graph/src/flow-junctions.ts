import type { FlowDraft } from './flow-draft.ts';
import type { FlowLink } from './flow-item.ts';

/** Beyond this many direct links a meeting point is clearer than all of them. */
const MOST_DIRECT_LINKS = 12;

/** Replaces step groups and task groups by direct links where few branches meet; the rest stay as points. */
export function contractJunctions(draft: FlowDraft): void {
  const junctions = [...draft.items.values()].filter(({ kind }) => kind === 'junction');
  if (junctions.length === 0) return;
  const web = new LinkWeb(draft.links);
  for (const { id, parent } of junctions) {
    const before = web.before(id);
    const after = web.after(id);
    if (before.length * after.length > MOST_DIRECT_LINKS) continue;
    web.remove(id);
    for (const { from, dashed } of before) for (const { to } of after) web.add({ from, to, ...(dashed && { dashed }) });
    draft.items.delete(id);
    if (parent === undefined) draft.itemOfNode.delete(id);
    else draft.itemOfNode.set(id, parent);
  }
  draft.links = web.links();
  draft.roots = draft.roots.filter((id) => draft.items.has(id));
  for (const item of draft.items.values()) {
    const kept = item.children.filter((id) => draft.items.has(id));
    item.children.splice(0, item.children.length, ...kept);
  }
}

/** Links, found by either end. */
class LinkWeb {
  readonly #after = new Map<string, Map<string, FlowLink>>();
  readonly #before = new Map<string, Map<string, FlowLink>>();

  constructor(links: readonly FlowLink[]) {
    for (const link of links) this.add(link);
  }

  add(link: FlowLink): void {
    entry(this.#after, link.from).set(link.to, link);
    entry(this.#before, link.to).set(link.from, link);
  }

  before(id: string): FlowLink[] {
    return [...(this.#before.get(id)?.values() ?? [])];
  }

  after(id: string): FlowLink[] {
    return [...(this.#after.get(id)?.values() ?? [])];
  }

  remove(id: string): void {
    for (const { from } of this.before(id)) this.#after.get(from)?.delete(id);
    for (const { to } of this.after(id)) this.#before.get(to)?.delete(id);
    this.#after.delete(id);
    this.#before.delete(id);
  }

  links(): FlowLink[] {
    return [...this.#after.values()].flatMap((links) => [...links.values()]);
  }
}

function entry(map: Map<string, Map<string, FlowLink>>, key: string): Map<string, FlowLink> {
  const known = map.get(key);
  if (known) return known;
  const made = new Map<string, FlowLink>();
  map.set(key, made);
  return made;
}
