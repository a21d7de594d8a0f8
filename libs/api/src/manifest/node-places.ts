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
    if (isPair(item)) {
      const key = isScalar(item.key) ? String(item.key.value) : '';
      if (key !== '<<' && key !== '' && seen.has(key)) found.push({ key, offset: (item.key as Node).range?.[0] ?? 0 });
      seen.add(key);
    }
    found.push(...duplicateKeys((isPair(item) ? item.value : item) as Node | null));
  }
  return found;
}

/** Where a value begins; of a missing one, where its nearest parent does. */
export function offsetOf(root: Node | null, path: readonly (string | number)[]): number | undefined {
  let node: Node | null | undefined = root;
  let offset = root?.range?.[0];
  for (const part of path) {
    if (isAlias(node)) return offset;
    const pair: Pair | undefined = isMap(node)
      ? (node.items.findLast((item) => isScalar(item.key) && String(item.key.value) === String(part)) as Pair | undefined)
      : undefined;
    if (pair) {
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isCollection(node) && typeof part === 'number') {
      node = node.items[part] as Node | undefined;
      offset = node?.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}
