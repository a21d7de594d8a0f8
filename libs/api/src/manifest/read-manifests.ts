import type { Document, LineCounter, Node } from 'yaml';
import { LineCounter as Lines } from 'yaml';
import { decode } from './decode.ts';
import { tooLargeDocuments } from './document-size.ts';
import { parseGoYaml } from './go-yaml.ts';
import { duplicateKeys, offsetOf } from './node-places.ts';
import type { Problem } from './problem.ts';

/** Names and indexes from the root of a document to a value: `['spec', 'templates', 0, 'name']`. */
export type Path = readonly (string | number)[];

/** A place in a file; lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One object of a manifest file. */
export interface ManifestDocument {
  readonly kind: string;
  readonly apiVersion: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly file: string;
  /** Finds the place of a value, or of its nearest parent that is there. */
  readonly locate: (path: Path) => Position | undefined;
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

const megabyte = 1024 * 1024;
const largest = 20 * megabyte;
const objectHint = 'a manifest begins with apiVersion and kind';

/** Reads all objects of a YAML or JSON text as Argo would, with the place of everything that is wrong. */
export function readManifests(text: string, { file, strict = true }: ReadOptions): ReadResult {
  if (text.length > largest)
    return { documents: [], problems: [{ code: 'TOO_LARGE', message: `the manifest is larger than ${largest / megabyte} MB`, file }] };
  const reading: Reading = { file, strict, documents: [], problems: [] };
  const json = parseJson(text);
  if (json === undefined) readYaml(text, reading);
  else readJson(json.value, text, reading);
  if (reading.documents.length === 0 && reading.problems.length === 0)
    reading.problems.push({ code: 'EMPTY', message: 'the file holds no object', file, line: 1, column: 1, hint: objectHint });
  return { documents: reading.documents, problems: reading.problems };
}

interface Reading {
  readonly file: string;
  readonly strict: boolean;
  readonly documents: ManifestDocument[];
  readonly problems: Problem[];
}

/** What is valid JSON is read as JSON, as Argo does: text stays text, and numbers are not taken for it. */
function parseJson(text: string): { readonly value: unknown } | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // Flow style YAML begins like JSON.
    return undefined;
  }
}

function readJson(value: unknown, text: string, reading: Reading): void {
  // Places are needed only where something is wrong, and finding them costs more than reading.
  let parsed: { readonly document: Document<Node> | undefined; readonly lines: LineCounter } | undefined;
  const locate = (path: Path): Position | undefined => {
    if (!parsed) {
      const lines = new Lines();
      parsed = { document: parseGoYaml(text, lines)[0], lines };
    }
    return placeIn(parsed.document?.contents ?? null, path, parsed.lines);
  };
  addRoot(value, { reading, locate, prefix: [], syntax: 'json' });
}

function readYaml(text: string, reading: Reading): void {
  const tooLarge = tooLargeDocuments(text, reading.file);
  reading.problems.push(...tooLarge);
  if (tooLarge.length > 0) return;
  const lines = new Lines();
  for (const [index, parsed] of parseGoYaml(text, lines).entries()) readDocument(parsed, lines, { ...reading, index });
}

function readDocument(parsed: Document<Node>, lines: LineCounter, reading: Reading & { readonly index: number }): void {
  const { file, problems, index } = reading;
  if (parsed.errors.length > 0) {
    for (const { message, pos } of parsed.errors.slice(0, mostErrors))
      problems.push({ code: 'YAML', message: yamlMessage(message, index), file, ...position(lines, pos[0]), ...yamlHint(message) });
    return;
  }
  if (parsed.contents === null) return;
  let value: unknown;
  try {
    value = parsed.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    problems.push({ code: 'YAML', message: (error as Error).message, file, ...position(lines, parsed.contents.range?.[0] ?? 0) });
    return;
  }
  if (reading.strict)
    for (const { key, offset } of duplicateKeys(parsed.contents))
      problems.push({ code: 'DUPLICATE_KEY', message: `key "${key}" already set in map`, file, ...position(lines, offset) });
  const locate = (path: Path): Position | undefined => placeIn(parsed.contents, path, lines);
  addRoot(value, { reading, locate, prefix: [], syntax: 'yaml' });
}

const mostErrors = 3;
/** Aliases of aliases could otherwise grow a small file beyond all memory. */
const mostAliases = 1000;

/** `index`: of the document in its file. */
function yamlMessage(message: string, index: number): string {
  return `yaml file at index ${index} is not valid: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

function yamlHint(message: string): { readonly hint?: string } {
  if (/tab/i.test(message)) return { hint: 'indent with spaces' };
  if (/Missing closing/.test(message)) return { hint: 'a quotation mark is not closed' };
  if (/Nested mappings|compact mappings|Implicit keys/i.test(message)) return { hint: 'a value with ": " in it needs quotation marks' };
  if (/Unresolved alias/i.test(message)) return { hint: 'a value that begins with * or & needs quotation marks' };
  if (/plain value cannot start|Plain value/i.test(message))
    return { hint: 'a value that begins with this character needs quotation marks' };
  return {};
}

function position(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function placeIn(root: Node | null, path: Path, lines: LineCounter): Position | undefined {
  const offset = offsetOf(root, path);
  return offset === undefined ? undefined : position(lines, offset);
}

interface Placed {
  readonly reading: Reading;
  readonly locate: ManifestDocument['locate'];
  readonly prefix: Path;
  readonly syntax: 'yaml' | 'json';
}

function addRoot(value: unknown, placed: Placed): void {
  if (value === null || value === undefined) return;
  const { reading, locate, prefix } = placed;
  if (typeof value !== 'object' || Array.isArray(value)) {
    const message = `cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value} into an object`;
    reading.problems.push({ code: 'NOT_AN_OBJECT', message, file: reading.file, ...locate(prefix), hint: objectHint });
    return;
  }
  addObject(value as Readonly<Record<string, unknown>>, placed);
}

/** Lists are opened: each of their items is a document of its own. */
function addObject(value: Readonly<Record<string, unknown>>, placed: Placed): void {
  const { reading, locate, prefix, syntax } = placed;
  const { kind, apiVersion, items } = value;
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    for (const [index, item] of items.entries()) addRoot(item, { ...placed, prefix: [...prefix, 'items', index] });
    return;
  }
  const name = typeof kind === 'string' ? kind : '';
  const decoded = decode(name, value, { syntax });
  for (const { severity, at, ...problem } of decoded.problems) {
    if (severity === 'unknown-field' && !reading.strict) continue;
    reading.problems.push({ ...problem, path: formatPath(at), file: reading.file, ...locate([...prefix, ...at]) });
  }
  reading.documents.push({
    kind: name,
    apiVersion: typeof apiVersion === 'string' ? apiVersion : '',
    value: decoded.value as Readonly<Record<string, unknown>>,
    file: reading.file,
    locate: (path) => locate([...prefix, ...path]),
  });
}

/** `spec.templates[0].name` */
export function formatPath(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join('');
}

/** The place of a value of a document, by its path as parts or as text (`spec.templates[0].name`). */
export function locate(document: ManifestDocument, path: Path | string): Position | undefined {
  return document.locate(typeof path === 'string' ? parsePath(path) : path);
}

function parsePath(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([part, index]) => (index === undefined ? part : Number(index)));
}
