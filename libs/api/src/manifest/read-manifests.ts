import { type Document, isAlias, isCollection, isMap, isPair, isScalar, LineCounter, type Node, type Pair } from 'yaml';
import { decode } from './decode.ts';
import { parseGoYaml } from './go-yaml.ts';
import type { Problem } from './problem.ts';

/** One object of a manifest file. */
export interface ManifestDocument {
  readonly kind: string;
  readonly apiVersion: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly file: string;
  /** Finds the place of a value: `['spec', 'templates', 0]`. */
  readonly locate: (path: readonly (string | number)[]) => { readonly line: number; readonly column: number } | undefined;
}

export interface ReadOptions {
  /** Name for messages; `-` is standard input. */
  readonly file: string;
  /** Unknown fields and duplicate keys are errors (default). */
  readonly strict?: boolean;
}

export interface ReadResult {
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly Problem[];
}

const largest = 20 * 1024 * 1024;

/** Reads all objects of a YAML or JSON text as Argo would, with the place of everything that is wrong. */
export function readManifests(text: string, { file, strict = true }: ReadOptions): ReadResult {
  if (text.length > largest)
    return { documents: [], problems: [{ code: 'TOO_LARGE', message: `the manifest is larger than ${largest / 1024 / 1024} MB`, file }] };
  const lines = new LineCounter();
  const documents: ManifestDocument[] = [];
  const problems: Problem[] = [];
  for (const parsed of parseGoYaml(text, lines)) readDocument(parsed, { lines, file, strict, documents, problems });
  if (documents.length === 0 && problems.length === 0)
    problems.push({
      code: 'EMPTY',
      message: 'the file holds no object',
      file,
      line: 1,
      column: 1,
      hint: 'a manifest begins with apiVersion and kind',
    });
  return { documents, problems };
}

interface Reading {
  readonly lines: LineCounter;
  readonly file: string;
  readonly strict: boolean;
  readonly documents: ManifestDocument[];
  readonly problems: Problem[];
}

function readDocument(parsed: Document<Node>, reading: Reading): void {
  const { lines, file, problems } = reading;
  const at = (offset: number): { readonly line: number; readonly column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const fatal = parsed.errors.filter(({ code }) => code !== 'DUPLICATE_KEY' && code !== 'BAD_INDENT' && code !== 'TAB_AS_INDENT');
  if (fatal.length > 0) {
    for (const error of fatal.slice(0, 3)) problems.push({ code: 'YAML', message: error.message, file, ...at(error.pos[0]) });
    return;
  }
  if (parsed.contents === null) return;
  let value: unknown;
  try {
    value = parsed.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    problems.push({ code: 'YAML', message: (error as Error).message, file, line: 1, column: 1 });
    return;
  }
  if (value === null || value === undefined) return;
  if (typeof value !== 'object' || Array.isArray(value)) {
    problems.push({
      code: 'NOT_AN_OBJECT',
      message: 'the document is no object',
      file,
      ...at(parsed.contents.range?.[0] ?? 0),
      hint: 'a manifest begins with apiVersion and kind',
    });
    return;
  }
  const locate = (path: readonly (string | number)[]): { readonly line: number; readonly column: number } | undefined => {
    const offset = offsetOf(parsed.contents, path);
    return offset === undefined ? undefined : at(offset);
  };
  if (reading.strict) reportDuplicates(parsed.contents, reading, at);
  addObject(value as Readonly<Record<string, unknown>>, { reading, locate, prefix: [] });
}

interface Placed {
  readonly reading: Reading;
  readonly locate: ManifestDocument['locate'];
  readonly prefix: readonly (string | number)[];
}

/** Lists are opened: each of their items is a document of its own. */
function addObject(value: Readonly<Record<string, unknown>>, { reading, locate, prefix }: Placed): void {
  const {
    kind = '',
    apiVersion = '',
    items,
  } = value as { readonly kind?: unknown; readonly apiVersion?: unknown; readonly items?: unknown };
  const { file, strict, documents, problems } = reading;
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    for (const [index, item] of items.entries())
      addObject(item as Readonly<Record<string, unknown>>, { reading, locate, prefix: [...prefix, 'items', index] });
    return;
  }
  const decoded = decode(String(kind), value);
  for (const { severity, at, ...problem } of decoded.problems) {
    if (severity === 'unknown-field' && !strict) continue;
    problems.push({ ...problem, path: formatPath(at), file, ...locate([...prefix, ...at]) });
  }
  const local = (path: readonly (string | number)[]): ReturnType<typeof locate> => locate([...prefix, ...path]);
  documents.push({
    kind: String(kind),
    apiVersion: String(apiVersion),
    value: decoded.value as Readonly<Record<string, unknown>>,
    file,
    locate: local,
  });
}

function reportDuplicates(
  node: Node | null,
  reading: Reading,
  at: (offset: number) => { readonly line: number; readonly column: number },
): void {
  if (!isCollection(node)) return;
  const seen = new Set<string>();
  for (const item of node.items) {
    if (isPair(item)) {
      const key = isScalar(item.key) ? String(item.key.value) : '';
      if (key !== '<<' && key !== '' && seen.has(key))
        reading.problems.push({
          code: 'DUPLICATE_KEY',
          message: `key "${key}" is already set in this map`,
          file: reading.file,
          ...at((item.key as Node).range?.[0] ?? 0),
        });
      seen.add(key);
    }
    reportDuplicates((isPair(item) ? item.value : item) as Node | null, reading, at);
  }
}

/** Where a value begins; of a missing one, where its nearest parent does. */
function offsetOf(root: Node | null, path: readonly (string | number)[]): number | undefined {
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

/** `spec.templates[0].name` */
export function formatPath(path: readonly (string | number)[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join('');
}
