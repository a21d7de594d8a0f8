/** Where the cursor is in a YAML text: keys and list places from the outside in, and what is being written there. */
export interface YamlPlace {
  readonly path: readonly (string | number)[];
  /** Present: a value of this key is being written; absent: a key is. */
  readonly ofKey?: string;
  /** What is written of it so far. */
  readonly typed: string;
  /** Keys that the object has already. */
  readonly siblings: readonly string[];
}

const LINE = /^(\s*)((?:- +)*)(?:("[^"]*"|'[^']*'|[\w./$-]+):(?:\s+|$))?(.*)$/;

/**
 * Finds the place by indentation alone: a manifest that is being written is seldom valid YAML, so a parser would find nothing.
 * `offset` is the place of the cursor in the text.
 */
export function yamlPlace(text: string, offset: number): YamlPlace {
  const before =
    text
      .slice(0, offset)
      .split(/^---.*$/m)
      .at(-1) ?? '';
  const lines = before.split('\n');
  const current = lines.pop() ?? '';
  const [, blank = '', dashes = '', key, rest = ''] = LINE.exec(current) ?? [];
  const indent = blank.length + dashes.length;
  const path = pathAbove([...lines, `${blank}${dashes}`], indent);
  const siblings = siblingKeys(text, offset, indent);
  if (key === undefined) return { path, typed: rest, siblings };
  return { path, ofKey: unquoted(key), typed: rest, siblings };
}

interface Entry {
  readonly column: number;
  /** A dash of a list, or a key. */
  readonly key: string | 0;
}

/** Walks upwards and, in a line, to the left: whatever stands further left than the last thing found is around it. */
function pathAbove(lines: readonly string[], column: number): (string | number)[] {
  const path: (string | number)[] = [];
  let inner: Entry = { column, key: '' };
  for (const line of lines.toReversed()) {
    for (const entry of entriesOf(line).toReversed()) {
      // A list may stand as far left as the key that it belongs to.
      const around = entry.column < inner.column || (entry.key !== 0 && inner.key === 0 && entry.column === inner.column);
      if (!around) continue;
      path.unshift(entry.key);
      inner = entry;
    }
  }
  return path;
}

function entriesOf(line: string): Entry[] {
  if (line.trim().startsWith('#')) return [];
  const [, blank = '', dashes = '', key] = LINE.exec(line) ?? [];
  const marks = [...dashes.matchAll(/-/g)].map(({ index }): Entry => ({ column: blank.length + index, key: 0 }));
  return key === undefined ? marks : [...marks, { column: blank.length + dashes.length, key: unquoted(key) }];
}

function siblingKeys(text: string, offset: number, indent: number): string[] {
  const lines = text.split('\n');
  const at = text.slice(0, offset).split('\n').length - 1;
  const keys: string[] = [];
  const collect = (step: number): void => {
    for (let index = at + step; index >= 0 && index < lines.length; index += step) {
      const [, space = '', marks = '', key] = LINE.exec(lines[index] as string) ?? [];
      const own = space.length + marks.length;
      if ((lines[index] as string).trim() === '' || own > indent) continue;
      if (own < indent || (step > 0 && marks !== '')) return;
      if (key !== undefined) keys.push(unquoted(key));
      if (marks !== '') return;
    }
  };
  if (!/^\s*- /.test(lines[at] ?? '')) collect(-1);
  collect(1);
  return keys;
}

function unquoted(key: string): string {
  return /^["']/.test(key) ? key.slice(1, -1) : key;
}
