import { toText } from '../expr/values.ts';
import { ExpressionError } from '../expr/expression-error.ts';
import { compileExpression, type EvaluationInput, type Program, type Reference } from '../expr/program.ts';
import { mayHoldTags, parseTags, type TagPart } from './parse-tags.ts';
import { absent, type Scope } from './scope.ts';

/** Why a tag could not be replaced. `at` is the path of the string that holds it. */
export interface TagProblem {
  readonly kind: 'unresolved' | 'absent' | 'expression';
  /** The name, or the whole expression. */
  readonly tag: string;
  readonly message: string;
  readonly at: readonly (string | number)[];
}

export interface SubstituteOptions {
  readonly scope: Scope;
  readonly input: EvaluationInput;
}

export interface Substituted<T> {
  readonly value: T;
  readonly problems: readonly TagProblem[];
}

/**
 * Replaces the tags in every string of a tree, map keys included. A tag that cannot be replaced stays as it is and is reported.
 * Values are inserted as they are: text that looks like a tag in a value is not expanded. Parts without tags keep their identity.
 */
export function substitute<T>(value: T, options: SubstituteOptions): Substituted<T> {
  const problems: TagProblem[] = [];
  return { value: walk(value, { ...options, problems, path: [] }) as T, problems };
}

interface Walk extends SubstituteOptions {
  readonly problems: TagProblem[];
  readonly path: (string | number)[];
}

const withoutTags = new WeakSet<object>();

function walk(value: unknown, state: Walk): unknown {
  if (typeof value === 'string') return mayHoldTags(value) ? replace(value, state) : value;
  if (typeof value !== 'object' || value === null || withoutTags.has(value)) return value;
  const before = state.problems.length;
  const result = Array.isArray(value) ? walkArray(value, state) : walkMap(value as Record<string, unknown>, state);
  if (result === value && state.problems.length === before) withoutTags.add(value);
  return result;
}

function walkArray(value: readonly unknown[], state: Walk): readonly unknown[] {
  let changed = false;
  const result = value.map((item, index) => {
    state.path.push(index);
    const next = walk(item, state);
    state.path.pop();
    changed ||= next !== item;
    return next;
  });
  return changed ? result : value;
}

function walkMap(value: Readonly<Record<string, unknown>>, state: Walk): Readonly<Record<string, unknown>> {
  let changed = false;
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    state.path.push(key);
    const nextKey = mayHoldTags(key) ? replace(key, state) : key;
    const next = walk(item, state);
    state.path.pop();
    changed ||= next !== item || nextKey !== key;
    result[nextKey] = next;
  }
  return changed ? result : value;
}

function replace(text: string, state: Walk): string {
  return parseTags(text)
    .map((part) => resolve(part, state))
    .join('');
}

function resolve(part: TagPart, state: Walk): string {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'nested') return resolveNested(part, state);
  const outcome = part.kind === 'name' ? lookUp(part.name, state.scope) : evaluate(part.expression, state);
  if (typeof outcome === 'string') return part.kind === 'name' && part.quote ? escaped(outcome, part.quote) : outcome;
  state.problems.push({ ...outcome, at: [...state.path] });
  return part.source;
}

/** The inner tags first; what they make of the outer one is then a tag like any other. */
function resolveNested({ parts, source }: Extract<TagPart, { kind: 'nested' }>, state: Walk): string {
  const before = state.problems.length;
  const content = parts.map((inner) => resolve(inner, state)).join('');
  if (state.problems.length > before) return source;
  const trimmed = content.trim();
  const outcome = trimmed.startsWith('=') ? evaluate(trimmed.slice(1), state) : lookUp(trimmed, state.scope);
  if (typeof outcome === 'string') return outcome;
  state.problems.push({ ...outcome, at: [...state.path] });
  return `{{${content}}}`;
}

/** A value inside a text of an expression stays a text, whatever it holds. */
function escaped(value: string, quote: string): string {
  if (quote === '`') return value;
  return JSON.stringify(value).slice(1, -1).replaceAll(String.raw`\"`, '"').replaceAll(quote, `\\${quote}`);
}

type Failure = Omit<TagProblem, 'at'>;

function lookUp(name: string, scope: Scope): string | Failure {
  const value = scope.get(name);
  if (typeof value === 'string') return value;
  if (value === absent) {
    return {
      kind: 'absent',
      tag: name,
      message: `unable to substitute {{${name}}}: output is an absent optional (skipped/omitted node with no default)`,
    };
  }
  return { kind: 'unresolved', tag: name, message: `failed to resolve {{${name}}}` };
}

function evaluate(source: string, { scope, input }: SubstituteOptions): string | Failure {
  try {
    const program = compileExpression(source);
    const missing = firstMissing(program, scope.environment());
    if (missing) return unresolved(source, missing);
    const value = program.evaluate(scope.environment(), input) ?? undefined;
    if (value === undefined) return { kind: 'expression', tag: source, message: `failed to evaluate expression: ${source.trim()} is nil` };
    return toText(value);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { kind: 'expression', tag: source, message: `failed to evaluate expression: ${error.message}` };
  }
}

function unresolved(source: string, missing: Reference): Failure {
  return { kind: 'unresolved', tag: source, message: `failed to evaluate expression: ${missing.path.join('.')} is missing` };
}

/** The first variable that the expression needs and the environment does not have. */
export function firstMissing(program: Program, environment: Readonly<Record<string, unknown>>): Reference | undefined {
  return program.references.find((reference) => !reference.optional && !exists(reference.path, environment));
}

function exists(path: readonly string[], environment: Readonly<Record<string, unknown>>): boolean {
  let value: unknown = environment;
  for (const name of path) {
    if (typeof value === 'function' || name === '$env') return true;
    if (typeof value !== 'object' || value === null || !(name in value)) return false;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return true;
}
