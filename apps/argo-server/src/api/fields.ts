/** Leaves of an answer only what was asked for (acceptance 8-028). */
export interface FieldFilter {
  /** True where the whole path will be missing from the answer, so that it need not be fetched. */
  excludes(path: string): boolean;
  apply<T>(value: T): T;
}

const everything: FieldFilter = { excludes: () => false, apply: (value) => value };

/**
 * Reads `items.metadata.name,items.status`; a leading `-` turns the whole list into what is left out. Items of a list count as the list. `prefix` is taken
 * off the paths first: watches name fields from the frame on, `result.object.metadata`.
 */
export function fieldFilter(text: string, prefix = ''): FieldFilter {
  if (text.trim() === '') return everything;
  const isExclusion = text.startsWith('-');
  const root = treeOf(
    (isExclusion ? text.slice(1) : text)
      .split(',')
      .map((path) => path.trim().replace(/^-/, ''))
      .filter((path) => path !== '')
      .map((path) => (path.startsWith(prefix) ? path.slice(prefix.length) : path)),
  );
  const clean = isExclusion ? without : only;
  return {
    excludes: (path) => (isExclusion ? reach(root, path) === 'in' : reach(root, path) === 'out'),
    apply: (value) => clean(value, root) as typeof value,
  };
}

/** Paths that were named, by their parts. A list is walked through once for each of its items, so nothing is put together on the way. */
interface PathTree {
  /** A path ends here: all below it is meant. */
  isNamed: boolean;
  readonly parts: Map<string, PathTree>;
}

function treeOf(paths: readonly string[]): PathTree {
  const root: PathTree = { isNamed: false, parts: new Map() };
  for (const path of paths) {
    let place = root;
    for (const part of path.split('.')) {
      const next = place.parts.get(part) ?? { isNamed: false, parts: new Map() };
      place.parts.set(part, next);
      place = next;
    }
    place.isNamed = true;
  }
  return root;
}

/** `in`: the path was named, or lies below one that was; `towards`: it leads to one. */
function reach(root: PathTree, path: string): 'in' | 'towards' | 'out' {
  let place = root;
  for (const part of path.split('.')) {
    const next = place.parts.get(part);
    if (next === undefined) return 'out';
    if (next.isNamed) return 'in';
    place = next;
  }
  return 'towards';
}

function only(value: unknown, place: PathTree): unknown {
  if (place.isNamed || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => only(item, place));
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const next = place.parts.get(key);
    if (next !== undefined) kept[key] = only(inner, next);
  }
  return kept;
}

function without(value: unknown, place: PathTree): unknown {
  if (typeof value !== 'object' || value === null || place.parts.size === 0) return value;
  if (Array.isArray(value)) return value.map((item) => without(item, place));
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const next = place.parts.get(key);
    if (next === undefined) kept[key] = inner;
    else if (!next.isNamed) kept[key] = without(inner, next);
  }
  return kept;
}
