import { isAlias, isCollection, isMap, isPair, isScalar, type Node, type Pair } from 'yaml';

/** A key that stands twice in one map. */
export interface DuplicateKey {
  readonly key: string;
  readonly offset: number;
}

/** Keys that are set again in the same map. */
export function duplicateKeys(node: Node | null): DuplicateKey[] {
  if (!isCollection(node)) return [];
  const found: DuplicateKey[] = [];
  const seen = new Set<string>();
  for (const item of node.items) {
    if (!isPair(item)) {
      found.push(...duplicateKeys(item as Node | null));
      continue;
    }
    const key = isScalar(item.key) ? String(item.key.value) : '';
    if (key !== '<<' && key !== '' && seen.has(key)) found.push({ key, offset: startOf(item.key as Node) ?? 0 });
    seen.add(key);
    found.push(...duplicateKeys(item.value as Node | null));
  }
  return found;
}

function startOf(node: Node | null | undefined): number | undefined {
  return node?.range?.[0];
}

/** Where a value begins; of a missing one, where its nearest parent does. */
export function offsetOf(root: Node | null, path: readonly (string | number)[]): number | undefined {
  let node: Node | null | undefined = root;
  let offset = startOf(root);
  for (const part of path) {
    const next: Step | undefined = isAlias(node) ? undefined : stepInto(node, part);
    if (next === undefined) return offset;
    offset = next.offset ?? offset;
    node = next.node;
  }
  return offset;
}

interface Step {
  readonly node: Node | null | undefined;
  readonly offset: number | undefined;
}

/** A member begins with its key, an item with itself; undefined where there is neither. */
function stepInto(node: Node | null | undefined, part: string | number): Step | undefined {
  const pair = pairOf(node, part);
  if (pair) return { node: pair.value as Node | null, offset: startOf(pair.key as Node) };
  if (!isCollection(node) || typeof part !== 'number') return undefined;
  const item = node.items[part] as Node | undefined;
  return { node: item, offset: startOf(item) };
}

function pairOf(node: Node | null | undefined, part: string | number): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.findLast((item) => isScalar(item.key) && String(item.key.value) === String(part)) as Pair | undefined;
}
