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
    const close = closingOf(text, first, end);
    const start = text.startsWith('{{=', first) ? first : text.lastIndexOf('{{', close);
    if (start > at) parts.push({ kind: 'text', text: text.slice(at, start) });
    parts.push(readTag(text.slice(start, close + 2)));
    at = close + 2;
  }
  if (at < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/** `}}}` closes a map literal before the tag: `{{=toJson({a: 1})}}` has no such trouble, `{{={a: {b: 1}}}}` has. */
function closingOf(text: string, start: number, end: number): number {
  if (!text.startsWith('{{=', start)) return end;
  let close = end;
  while (depthOf(text.slice(start + 3, close)) > 0) {
    const next = text.indexOf('}}', close + 1);
    if (next < 0) return end;
    close = next;
  }
  return close;
}

function depthOf(source: string): number {
  let depth = 0;
  let quote = '';
  for (const character of source) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'" || character === '`') quote = character;
    else if (character === '{') depth++;
    else if (character === '}') depth--;
  }
  return depth;
}

function readTag(source: string): TagPart {
  const inner = source.slice(2, -2).trim();
  return inner.startsWith('=') ? { kind: 'expression', expression: inner.slice(1), source } : { kind: 'name', name: inner, source };
}
