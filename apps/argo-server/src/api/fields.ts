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
  const paths = (isExclusion ? text.slice(1) : text)
    .split(',')
    .map((path) => path.trim().replace(/^-/, ''))
    .filter((path) => path !== '')
    .map((path) => (path.startsWith(prefix) ? path.slice(prefix.length) : path));
  const drops = isExclusion ? excluding(paths) : including(paths);
  return { excludes: drops, apply: (value) => cleaned(value, '', drops) as typeof value };
}

type Drops = (path: string) => boolean;

function excluding(paths: readonly string[]): Drops {
  const dropped = new Set(paths);
  return (path) => dropped.has(path);
}

/** A path stays that was named, that leads to one that was named, or that lies below one. */
function including(paths: readonly string[]): Drops {
  const named = new Set(paths);
  const leading = new Set(paths.flatMap(ancestorsOf));
  return (path) => !named.has(path) && !leading.has(path) && !ancestorsOf(path).some((ancestor) => named.has(ancestor));
}

function ancestorsOf(path: string): string[] {
  const ancestors: string[] = [];
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) ancestors.push(path.slice(0, dot));
  return ancestors;
}

function cleaned(value: unknown, path: string, drops: Drops): unknown {
  if (Array.isArray(value)) return value.map((item) => cleaned(item, path, drops));
  if (typeof value !== 'object' || value === null) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const innerPath = path === '' ? key : `${path}.${key}`;
    if (!drops(innerPath)) kept[key] = cleaned(inner, innerPath, drops);
  }
  return kept;
}
