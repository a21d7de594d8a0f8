import { LRUCache } from 'lru-cache';

/** A part of a text with tags: plain text, `{{name}}`, `{{=expression}}`, or a tag that is put together from other tags. */
export type TagPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `quote`: it stands inside a text of an expression, between these quotes. */
  | { readonly kind: 'name'; readonly name: string; readonly source: string; readonly quote?: string }
  | { readonly kind: 'expression'; readonly expression: string; readonly source: string }
  /** `{{a-{{b}}}}`: what lies between the outer braces, to be read as a tag once the inner ones are replaced. */
  | { readonly kind: 'nested'; readonly parts: readonly TagPart[]; readonly source: string };

const cache = new LRUCache<string, readonly TagPart[]>({ max: 5000, maxSize: 20_000_000, sizeCalculation: (_, key) => key.length + 100 });

/** Splits a text at its tags. A tag may hold others, which are replaced first (acceptance 3-006). */
export function parseTags(text: string): readonly TagPart[] {
  const known = cache.get(text);
  if (known) return known;
  const parts = split(text);
  cache.set(text, parts);
  return parts;
}

/** True when the text may hold a tag. */
export function mayHoldTags(text: string): boolean {
  return text.includes('{{');
}

/** Characters that may still be looked at: tags that are never closed must not cost the square of the text. */
interface Reader {
  readonly text: string;
  budget: number;
}

const deepest = 10;

function split(text: string): TagPart[] {
  const reader: Reader = { text, budget: 10 * text.length };
  const parts: TagPart[] = [];
  let at = 0;
  let from = 0;
  for (;;) {
    const start = text.indexOf('{{', from);
    if (start < 0 || text.indexOf('}}', start) < 0) break;
    const tag = readTag(reader, start, 0);
    if (tag === undefined) {
      from = start + 1;
      continue;
    }
    if (start > at) parts.push({ kind: 'text', text: text.slice(at, start) });
    parts.push(tag);
    at = start + tag.source.length;
    from = at;
  }
  if (at < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

type Tag = Exclude<TagPart, { readonly kind: 'text' }>;

/** Where a tag is read: at which character, inside which quotes, under how many open braces of its expression. */
interface Position {
  at: number;
  quote: string;
  depth: number;
}

/** The tag that begins at `start`, or undefined where it is never closed. */
function readTag(reader: Reader, start: number, level: number): Tag | undefined {
  const { text } = reader;
  const isExpression = text.startsWith('{{=', start);
  const inner: { readonly from: number; readonly tag: Tag }[] = [];
  const position: Position = { at: start + 2, quote: '', depth: 0 };
  for (; position.at < text.length && reader.budget > 0; reader.budget--) {
    const nested = text.startsWith('{{', position.at) && level < deepest ? nestedTag(reader, position, level) : undefined;
    if (nested) {
      inner.push({ from: position.at, tag: nested });
      position.at += nested.source.length;
    } else if (closes(text, position, isExpression)) return tagOf(text.slice(start, position.at + 2), inner, start);
    else step(text, position, isExpression);
  }
  // Quotes or braces that do not match hide the end: then the first one is taken.
  const end = text.indexOf('}}', start);
  return isExpression && end >= 0 ? tagOf(text.slice(start, end + 2), [], start) : undefined;
}

/** `}}}` closes a map literal before the tag: `{{={a: {b: 1}}}}`. */
function closes(text: string, { at, quote, depth }: Position, isExpression: boolean): boolean {
  return text.startsWith('}}', at) && (!isExpression || (quote === '' && depth <= 0));
}

const quotes: ReadonlySet<string> = new Set(['"', "'", '`']);
const depthChange: Readonly<Record<string, number>> = { '{': 1, '}': -1 };

function step(text: string, position: Position, isExpression: boolean): void {
  const character = text[position.at] as string;
  position.at++;
  if (!isExpression) return;
  if (position.quote !== '') position.quote = character === position.quote ? '' : position.quote;
  else if (quotes.has(character)) position.quote = character;
  else position.depth += depthChange[character] ?? 0;
}

/** Two braces after one another begin no value of an expression, so they begin a tag; one that holds an expression itself does not nest. */
function nestedTag(reader: Reader, { at, quote }: Position, level: number): Tag | undefined {
  if (reader.text.startsWith('{{=', at) || reader.text.startsWith('{{{', at)) return undefined;
  const tag = readTag(reader, at, level + 1);
  if (tag?.kind === 'name') return /[{}]/.test(tag.name) ? undefined : { ...tag, ...(quote !== '' && { quote }) };
  return tag?.kind === 'nested' ? tag : undefined;
}

function tagOf(source: string, inner: readonly { readonly from: number; readonly tag: Tag }[], start: number): Tag {
  if (inner.length > 0) return { kind: 'nested', source, parts: partsBetween(source, inner, start) };
  const content = source.slice(2, -2).trim();
  return content.startsWith('=') ? { kind: 'expression', expression: content.slice(1), source } : { kind: 'name', name: content, source };
}

function partsBetween(source: string, inner: readonly { readonly from: number; readonly tag: Tag }[], start: number): TagPart[] {
  const parts: TagPart[] = [];
  let at = 2;
  for (const { from, tag } of inner) {
    if (from - start > at) parts.push({ kind: 'text', text: source.slice(at, from - start) });
    parts.push(tag);
    at = from - start + tag.source.length;
  }
  if (at < source.length - 2) parts.push({ kind: 'text', text: source.slice(at, -2) });
  return parts;
}
