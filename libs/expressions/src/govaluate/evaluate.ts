import { RE2JS } from 're2js';
import { ExpressionError } from '../expr/expression-error.ts';
import type { ConditionNode } from './parse.ts';

/** Null is what a condition that does not hold leaves of `? `. */
type Value = string | number | boolean | null | readonly Value[];

/** The value of a condition; throws ExpressionError where types do not fit. */
export function evaluateNode(node: ConditionNode): Value {
  switch (node.kind) {
    case 'value':
      return node.value;
    case 'list':
      return node.items.map(evaluateNode);
    case 'prefix':
      return prefix(node.operator, evaluateNode(node.operand));
    case 'infix':
      return infix(node);
  }
}

function prefix(operator: string, value: Value): Value {
  if (operator === '!') {
    if (typeof value !== 'boolean')
      throw new ExpressionError(`Value '${String(value)}' cannot be used with the prefix '!', it is not a bool`);
    return !value;
  }
  if (typeof value !== 'number')
    throw new ExpressionError(`Value '${String(value)}' cannot be used with the prefix '${operator}', it is not a number`);
  return operator === '-' ? -value : ~value;
}

function infix({ operator, left, right }: Extract<ConditionNode, { kind: 'infix' }>): Value {
  const a = evaluateNode(left);
  if (operator === '&&' && a === false) return false;
  if (operator === '||' && a === true) return true;
  if (operator === '?') return choose(a, right);
  if (operator === ':' || operator === '??') return a ?? evaluateNode(right);
  const apply = operators[operator];
  if (apply === undefined) throw new ExpressionError(`Unable to evaluate operator '${operator}'`);
  return apply(a, evaluateNode(right));
}

function choose(condition: Value, then: ConditionNode): Value {
  if (typeof condition !== 'boolean')
    throw new ExpressionError(`Value '${String(condition)}' cannot be used with the ternary operator '?', it is not a bool`);
  return condition ? evaluateNode(then) : null;
}

const logical =
  (operator: string, use: (a: boolean, b: boolean) => boolean) =>
  (a: Value, b: Value): Value => {
    if (typeof a !== 'boolean' || typeof b !== 'boolean')
      throw new ExpressionError(
        `Value '${String(typeof a === 'boolean' ? b : a)}' cannot be used with the logical operator '${operator}', it is not a bool`,
      );
    return use(a, b);
  };
const numeric =
  (operator: string, use: (a: number, b: number) => number) =>
  (a: Value, b: Value): Value => {
    if (typeof a !== 'number' || typeof b !== 'number')
      throw new ExpressionError(
        `Value '${String(typeof a === 'number' ? b : a)}' cannot be used with the modifier '${operator}', it is not a number`,
      );
    return use(a, b);
  };
const ordered =
  (operator: string, use: (order: number) => boolean) =>
  (a: Value, b: Value): Value => {
    if (!((typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string'))) {
      throw new ExpressionError(
        `Value '${String(typeof a === 'number' ? b : a)}' cannot be used with the comparator '${operator}', it is not a number`,
      );
    }
    return use(a < b ? -1 : a > b ? 1 : 0);
  };

const operators: Readonly<Record<string, (a: Value, b: Value) => Value>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': ordered('<', (order) => order < 0),
  '>': ordered('>', (order) => order > 0),
  '<=': ordered('<=', (order) => order <= 0),
  '>=': ordered('>=', (order) => order >= 0),
  '&&': logical('&&', (a, b) => a && b),
  '||': logical('||', (a, b) => a || b),
  '=~': (a, b) => matches(a, b),
  '!~': (a, b) => !matches(a, b),
  in: (a, b) => {
    if (!Array.isArray(b)) throw new ExpressionError(`Value '${String(b)}' cannot be used with the comparator 'in', it is not an array`);
    return b.includes(a);
  },
  '+': (a, b) => (typeof a === 'number' && typeof b === 'number' ? a + b : `${String(a)}${String(b)}`),
  '-': numeric('-', (a, b) => a - b),
  '*': numeric('*', (a, b) => a * b),
  '/': numeric('/', (a, b) => a / b),
  '%': numeric('%', (a, b) => a % b),
  '**': numeric('**', (a, b) => a ** b),
  '&': numeric('&', (a, b) => a & b),
  '|': numeric('|', (a, b) => a | b),
  '^': numeric('^', (a, b) => a ^ b),
  '<<': numeric('<<', (a, b) => a << b),
  '>>': numeric('>>', (a, b) => a >> b),
};

function matches(text: Value, pattern: Value): boolean {
  try {
    return RE2JS.compile(String(pattern)).matcher(String(text)).find();
  } catch (error) {
    throw new ExpressionError(`Unable to compile regexp pattern '${String(pattern)}': ${(error as Error).message}`);
  }
}
