import { ExpressionError, withinStack } from '../expr/expression-error.ts';
import { evaluateNode } from './evaluate.ts';
import { parseCondition } from './parse.ts';

export type ConditionResult = { readonly ok: true; readonly value: boolean } | { readonly ok: false; readonly message: string };

/**
 * Evaluates a `when` condition: govaluate's grammar, in which bare words are strings, so that `heads == tails` needs no quotes
 * (acceptance 3-048 to 3-051).
 */
export function evaluateCondition(condition: string): ConditionResult {
  const parsed = attempt(condition, () => parseCondition(condition));
  if (!parsed.ok) return { ok: false, message: invalid(condition, parsed.message) };
  const evaluated = attempt(condition, () => evaluateNode(parsed.value));
  // The wording is Argo's, its spelling too.
  if (!evaluated.ok)
    return { ok: false, message: `Failed to evaluate 'when' expresion '${condition}': ${withHint(condition, evaluated.message)}` };
  const { value } = evaluated;
  if (typeof value === 'boolean') return { ok: true, value };
  return { ok: false, message: `Expected boolean evaluation for '${condition}'. Got ${format(value)}` };
}

type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

function attempt<T>(condition: string, work: () => T): Attempt<T> {
  try {
    return { ok: true, value: withinStack(condition, work) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { ok: false, message: error.message };
  }
}

function invalid(condition: string, message: string): string {
  const told = message.includes('Invalid token')
    ? `${message} (hint: try wrapping the affected expression in quotes ("))`
    : withHint(condition, message);
  return `Invalid 'when' expression '${condition}': ${told}`;
}

function withHint(condition: string, message: string): string {
  const quote = /[\p{L}\p{N}_][-/:][\p{L}\p{N}_]/u.test(condition) && /cannot be used with the modifier|transition token/.test(message);
  return `${message}${quote ? ' (hint: put text with -, / or : in quotes ("))' : ''}`;
}

function format(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(format).join(' ')}]` : String(value);
}
