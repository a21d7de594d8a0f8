import { RE2JS } from 're2js';
import { ExpressionError } from '../expr/expression-error.ts';
import { asString } from '../expr/values.ts';
import type { Sprig } from './sprig.ts';

/** Sprig's regex functions, on an engine that never backtracks. The `must` ones are the same: all tell what is wrong with a pattern. */
export const regexFunctions: Readonly<Record<string, Sprig>> = withMust({
  regexMatch: ([pattern, text]) => compile(pattern).matcher(asString(text, 'regexMatch')).find(),
  regexFind: ([pattern, text]) => findAll(pattern, text, 1)[0] ?? '',
  regexFindAll: ([pattern, text, n]) => findAll(pattern, text, Number(n ?? -1)),
  regexReplaceAll: ([pattern, text, by]) => compile(pattern).matcher(asString(text, 'regexReplaceAll')).replaceAll(template(by)),
  regexReplaceAllLiteral: ([pattern, text, by]) =>
    compile(pattern)
      .matcher(asString(text, 'regexReplaceAllLiteral'))
      .replaceAll(asString(by, 'regexReplaceAllLiteral').replaceAll(/[\\$]/g, String.raw`\$&`)),
  regexSplit: ([pattern, text, n]) => split(compile(pattern), asString(text, 'regexSplit'), Number(n ?? -1)),
  regexQuoteMeta: ([text]) => asString(text, 'regexQuoteMeta').replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`),
});

function withMust(functions: Readonly<Record<string, Sprig>>): Readonly<Record<string, Sprig>> {
  const must = Object.entries(functions).map(([name, use]) => [`mustR${name.slice(1)}`, use] as const);
  return { ...functions, ...Object.fromEntries(must) };
}

function compile(pattern: unknown): RE2JS {
  try {
    return RE2JS.compile(asString(pattern, 'regex'));
  } catch (error) {
    throw new ExpressionError(`error parsing regexp: ${(error as Error).message}`);
  }
}

/** Go's `$1` and `${1}` in the words of RE2JS. */
function template(by: unknown): string {
  return asString(by, 'regexReplaceAll')
    .replaceAll('\\', '\\\\')
    .replaceAll(/\$\{(\w+)\}/g, (_, name: string) => (/^\d+$/.test(name) ? `$${name}` : `\${${name}}`));
}

function findAll(pattern: unknown, text: unknown, most: number): string[] {
  const matcher = compile(pattern).matcher(asString(text, 'regexFind'));
  const found: string[] = [];
  const limit = most < 0 ? Number.POSITIVE_INFINITY : most;
  while (found.length < limit && matcher.find()) found.push(matcher.group() ?? '');
  return found;
}

function split(pattern: RE2JS, text: string, most: number): string[] {
  if (most === 0) return [];
  const matcher = pattern.matcher(text);
  const parts: string[] = [];
  let from = 0;
  const limit = most < 0 ? Number.POSITIVE_INFINITY : most - 1;
  while (parts.length < limit && matcher.find()) {
    if (matcher.end() === 0) continue;
    parts.push(text.slice(from, matcher.start()));
    from = matcher.end();
  }
  return [...parts, text.slice(from)];
}
