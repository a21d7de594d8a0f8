import { LRUCache } from 'lru-cache';

/** A part of a text with tags: plain text, `{{name}}` or `{{=expression}}`. */
export type TagPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string; readonly source: string }
  | { readonly kind: 'expression'; readonly expression: string; readonly source: string };

const cache = new LRUCache<string, readonly TagPart[]>({ max: 5000, maxSize: 20_000_000, sizeCalculation: (_, key) => key.length + 100 });

/** Splits a text at its tags. Of nested tags, `{{a-{{b}}}}`, only the inner one is a tag in this pass (acceptance 3-006). */
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

function split(text: string): TagPart[] {
  const parts: TagPart[] = [];
  const budget: Budget = { characters: 10 * text.length };
  let at = 0;
  for (;;) {
    const end = text.indexOf('}}', at);
    const first = text.indexOf('{{', at);
    if (first < 0 || end < 0) break;
    if (end < first) {
      parts.push({ kind: 'text', text: text.slice(at, first) });
      at = first;
      continue;
    }
    const close = closingOf(text, { start: first, end, budget });
    const start = text.startsWith('{{=', first) ? first : text.lastIndexOf('{{', close);
    if (start > at) parts.push({ kind: 'text', text: text.slice(at, start) });
    parts.push(readTag(text.slice(start, close + 2)));
    at = close + 2;
  }
  if (at < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/** `}}}` closes a map literal before the tag: `{{=toJson({a: 1})}}` has no such trouble, `{{={a: {b: 1}}}}` has. */
function closingOf(
  text: string,
  { start, end, budget }: { readonly start: number; readonly end: number; readonly budget: Budget },
): number {
  if (!text.startsWith('{{=', start)) return end;
  let depth = 0;
  let quote = '';
  for (let at = start + 3; at < text.length && budget.characters > 0; at++) {
    budget.characters--;
    const character = text[at] as string;
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (depth <= 0 && text.startsWith('}}', at)) return at;
    else if (quotes.has(character)) quote = character;
    else depth += depthChange[character] ?? 0;
  }
  return end;
}

/** Characters that may still be looked at for closing braces: tags that are never closed must not cost the square of the text. */
interface Budget {
  characters: number;
}

const quotes: ReadonlySet<string> = new Set(['"', "'", '`']);
const depthChange: Readonly<Record<string, number>> = { '{': 1, '}': -1 };

function readTag(source: string): TagPart {
  const inner = source.slice(2, -2).trim();
  return inner.startsWith('=') ? { kind: 'expression', expression: inner.slice(1), source } : { kind: 'name', name: inner, source };
}
