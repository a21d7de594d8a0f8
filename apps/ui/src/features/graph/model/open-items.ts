import type { FlowModel } from '@argosy/graph';

/** More items than this at once are too many to begin with. */
const BEGIN_WITH = 160;

/** Boundaries that are open at first: from the outside in, as long as the picture stays readable. Stacks begin closed. */
export function firstOpen(model: FlowModel): ReadonlySet<string> {
  const open = new Set<string>();
  let shown = model.roots.length;
  const queue = [...model.roots];
  for (let head = 0; head < queue.length; head++) {
    const item = model.items.get(queue[head] as string);
    if (!item || item.kind === 'stack' || item.children.length === 0) continue;
    if (shown + item.children.length > BEGIN_WITH) continue;
    shown += item.children.length;
    open.add(item.id);
    queue.push(...item.children);
  }
  return open;
}

/** Everything that can be opened. */
export function allOpen(model: FlowModel): ReadonlySet<string> {
  return new Set([...model.items.values()].filter(({ children }) => children.length > 0).map(({ id }) => id));
}

/** The open items, with what stands around `id` opened, so that it shows. */
export function revealed(model: FlowModel, open: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const around: string[] = [];
  for (let parent = model.items.get(id)?.parent; parent !== undefined; parent = model.items.get(parent)?.parent) around.push(parent);
  return around.every((one) => open.has(one)) ? open : new Set([...open, ...around]);
}

export function toggled(open: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(open);
  if (!next.delete(id)) next.add(id);
  return next;
}
