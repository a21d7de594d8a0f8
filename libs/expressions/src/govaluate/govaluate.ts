import { ExpressionError, withinStack } from '../expr/expression-error.ts';
import { evaluateNode } from './evaluate.ts';
import { parseCondition } from './parse.ts';

export type ConditionResult = { readonly ok: true; readonly value: boolean } | { readonly ok: false; readonly message: string };

/**
 * Evaluates a `when` condition: govaluate's grammar, in which bare words are strings, so that `heads == tails` needs no quotes
 * (acceptance 3-048 to 3-051).
 */
export function evaluateCondition(condition: string): ConditionResult {
  try {
    const value = withinStack(condition, () => evaluateNode(parseCondition(condition)));
    if (typeof value === 'boolean') return { ok: true, value };
    return { ok: false, message: `Expected boolean evaluation for '${condition}'. Got ${format(value)}` };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { ok: false, message: describe(condition, error.message) };
  }
}

function describe(condition: string, message: string): string {
  if (message.includes('Invalid token'))
    return `Invalid 'when' expression '${condition}': ${message} (hint: try wrapping the affected expression in quotes ("))`;
  const quote = /[\p{L}\p{N}_][-/:][\p{L}\p{N}_]/u.test(condition) && /cannot be used with the modifier|transition token/.test(message);
  return `Invalid 'when' expression '${condition}': ${message}${quote ? ' (hint: put text with -, / or : in quotes ("))' : ''}`;
}

function format(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(format).join(' ')}]` : String(value);
}
