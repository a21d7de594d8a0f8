import type { FlowItem, FlowLink } from './flow-item.ts';

/**
 * Links of nodes cross boundaries; links of the picture join what stands side by side. Each end is lifted until both have the same
 * parent. Links into one's own inside and doubles are left out.
 */
export function liftLinks(items: ReadonlyMap<string, FlowItem>, links: Iterable<FlowLink>): FlowLink[] {
  const depths = new Map<string, number>();
  const depthOf = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    const parent = items.get(id)?.parent;
    const depth = parent === undefined ? 0 : depthOf(parent) + 1;
    depths.set(id, depth);
    return depth;
  };
  const seen = new Map<string, Set<string>>();
  const lifted: FlowLink[] = [];
  for (const link of links) {
    const ends = lift(items, link, depthOf);
    if (!ends) continue;
    const known = seen.get(ends.from) ?? new Set<string>();
    if (known.has(ends.to)) continue;
    seen.set(ends.from, known.add(ends.to));
    lifted.push({ ...link, ...ends });
  }
  return lifted;
}

function lift(items: ReadonlyMap<string, FlowItem>, link: FlowLink, depthOf: (id: string) => number): FlowLink | undefined {
  let { from, to } = link;
  const up = (id: string): string => items.get(id)?.parent ?? id;
  for (let depth = depthOf(from); depth > depthOf(to); depth--) from = up(from);
  for (let depth = depthOf(to); depth > depthOf(from); depth--) to = up(to);
  while (from !== to && items.get(from)?.parent !== items.get(to)?.parent) [from, to] = [up(from), up(to)];
  return from === to ? undefined : { from, to };
}
