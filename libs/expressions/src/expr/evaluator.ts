import { RE2JS } from 're2js';
import type { Expression } from './ast.ts';
import { ExpressionError } from './expression-error.ts';
import type { Builtin, EvaluationContext } from './functions/builtin.ts';
import { builtins } from './functions/index.ts';
import { addTimes, GoDuration, GoTime, type Method, subtractTimes } from '../time/go-time.ts';
import { asNumber, asString, compare, equal, isMap, toText, typeName } from './values.ts';

/** Most steps one evaluation may take, and most elements a range may have. */
export const maxSteps = 1_000_000;
const maxRange = 100_000;

export interface Frame {
  readonly env: Readonly<Record<string, unknown>>;
  readonly context: EvaluationContext;
  readonly locals: Readonly<Record<string, unknown>>;
  readonly pointer?: { readonly item: unknown; readonly index: number; readonly acc?: unknown };
  readonly budget: { steps: number };
}

export type Evaluate = (frame: Frame) => unknown;

/** Compiles a tree to nested closures. */
export function compile(expression: Expression): Evaluate {
  const evaluate = (compilers[expression.kind] as (node: Expression) => Evaluate)(expression);
  return (frame) => {
    if (++frame.budget.steps > maxSteps) throw new ExpressionError(`expression takes more than ${maxSteps} steps`);
    return evaluate(frame);
  };
}

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

const compilers: { readonly [K in Expression['kind']]: (node: Of<K>) => Evaluate } = {
  literal:
    ({ value }) =>
    () =>
      value,
  identifier:
    ({ name }) =>
    (frame) =>
      name in frame.locals ? frame.locals[name] : name === '$env' ? frame.env : (frame.env[name] ?? null),
  unary: compileUnary,
  binary: compileBinary,
  conditional: ({ test, yes, no }) => {
    const [condition, first, second] = [compile(test), compile(yes), compile(no)];
    return (frame) => (isTrue(condition(frame), '?:') ? first(frame) : second(frame));
  },
  member: compileMember,
  slice: compileSlice,
  call: compileCall,
  builtin: compileBuiltin,
  closure: ({ body }) => compile(body),
  pointer: compilePointer,
  array: ({ items }) => {
    const parts = items.map(compile);
    return (frame) => parts.map((part) => part(frame));
  },
  map: ({ entries }) => {
    const parts = entries.map(([key, value]) => [compile(key), compile(value)] as const);
    return (frame) => Object.fromEntries(parts.map(([key, value]) => [toText(key(frame)), value(frame)]));
  },
  let: ({ name, value, body }) => {
    const [bound, rest] = [compile(value), compile(body)];
    return (frame) => rest({ ...frame, locals: { ...frame.locals, [name]: bound(frame) } });
  },
};

function compileUnary({ operator, operand, at }: Of<'unary'>): Evaluate {
  const value = compile(operand);
  if (operator === '!') return (frame) => !isTrue(value(frame), '!', at);
  return (frame) => (operator === '-' ? -1 : 1) * asNumber(value(frame), operator, at);
}

function compileBinary({ operator, left, right, at }: Of<'binary'>): Evaluate {
  const [a, b] = [compile(left), compile(right)];
  if (operator === '&&') return (frame) => isTrue(a(frame), '&&', at) && isTrue(b(frame), '&&', at);
  if (operator === '||') return (frame) => isTrue(a(frame), '||', at) || isTrue(b(frame), '||', at);
  if (operator === '??') return (frame) => orNil(a, frame) ?? b(frame);
  const apply = binaryOperators[operator];
  if (apply === undefined) throw new ExpressionError(`unknown operator ${operator}`, at);
  return (frame) => apply(a(frame), b(frame), at);
}

/** What is missing on the left of `??` is nil there, not an error. */
function orNil(evaluate: Evaluate, frame: Frame): unknown {
  try {
    return evaluate(frame);
  } catch (error) {
    if (error instanceof ExpressionError && error.message.startsWith('cannot fetch')) return null;
    throw error;
  }
}

const arithmetic = (operator: string, apply: (a: number, b: number) => number) => (a: unknown, b: unknown, at: number) => {
  if (typeof a !== 'number' || typeof b !== 'number')
    throw new ExpressionError(`invalid operation: ${operator} (mismatched types ${typeName(a)} and ${typeName(b)})`, at);
  return apply(a, b);
};

const binaryOperators: Readonly<Record<string, (a: unknown, b: unknown, at: number) => unknown>> = {
  '==': (a, b) => equal(a, b),
  '!=': (a, b) => !equal(a, b),
  '<': (a, b, at) => compare(a, b, { operator: '<', at }) < 0,
  '>': (a, b, at) => compare(a, b, { operator: '>', at }) > 0,
  '<=': (a, b, at) => compare(a, b, { operator: '<=', at }) <= 0,
  '>=': (a, b, at) => compare(a, b, { operator: '>=', at }) >= 0,
  '+': (a, b, at) =>
    typeof a === 'string' && typeof b === 'string' ? a + b : (addTimes(a, b) ?? arithmetic('+', (x, y) => x + y)(a, b, at)),
  '-': (a, b, at) => subtractTimes(a, b) ?? arithmetic('-', (x, y) => x - y)(a, b, at),
  '*': arithmetic('*', (a, b) => a * b),
  '/': arithmetic('/', (a, b) => a / b),
  '**': arithmetic('**', (a, b) => a ** b),
  '%': (a, b, at) => {
    if (b === 0) throw new ExpressionError('integer divide by zero', at);
    return arithmetic('%', (x, y) => x % y)(a, b, at);
  },
  '..': (a, b, at) => range(asNumber(a, '..', at), asNumber(b, '..', at), at),
  in: (a, b, at) => isIn(a, b, at),
  contains: (a, b, at) => asString(a, 'contains', at).includes(asString(b, 'contains', at)),
  startsWith: (a, b, at) => asString(a, 'startsWith', at).startsWith(asString(b, 'startsWith', at)),
  endsWith: (a, b, at) => asString(a, 'endsWith', at).endsWith(asString(b, 'endsWith', at)),
  matches: (a, b, at) => matches(asString(a, 'matches', at), asString(b, 'matches', at), at),
};

function range(from: number, to: number, at: number): number[] {
  if (to - from >= maxRange) throw new ExpressionError(`range has more than ${maxRange} elements`, at);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function isIn(value: unknown, where: unknown, at: number): boolean {
  if (where === null || where === undefined) return false;
  if (Array.isArray(where)) return where.some((item) => equal(item, value));
  if (isMap(where)) return Object.hasOwn(where, toText(value));
  throw new ExpressionError(`operator "in" not defined on ${typeName(where)}`, at);
}

function matches(text: string, pattern: string, at: number): boolean {
  try {
    return RE2JS.compile(pattern).matcher(text).find();
  } catch (error) {
    throw new ExpressionError(`error parsing regexp: ${(error as Error).message}`, at);
  }
}

function compileMember({ object, property, optional, at }: Of<'member'>): Evaluate {
  const [owner, key] = [compile(object), compile(property)];
  return (frame) => fetch(owner(frame), key(frame), { optional, at });
}

function fetch(owner: unknown, key: unknown, { optional, at }: { readonly optional: boolean; readonly at: number }): unknown {
  if (owner === null || owner === undefined) {
    if (optional) return null;
    throw new ExpressionError(`cannot fetch ${toText(key)} from <nil>`, at);
  }
  if (Array.isArray(owner)) return itemAt(owner, asNumber(key, 'index', at), at);
  if (typeof owner === 'string' && typeof key === 'number') return owner.at(key) ?? null;
  return methodOf(owner, key) ?? memberOf(owner, toText(key), at);
}

function memberOf(owner: unknown, name: string, at: number): unknown {
  if (!isMap(owner)) throw new ExpressionError(`cannot fetch ${name} from ${typeName(owner)}`, at);
  return Object.hasOwn(owner, name) ? owner[name] : null;
}

function itemAt(list: readonly unknown[], index: number, at: number): unknown {
  const item = index < 0 ? list.length + index : index;
  if (item < 0 || item >= list.length) throw new ExpressionError(`index out of range: ${index} (array length is ${list.length})`, at);
  return list[item];
}

function methodOf(owner: unknown, key: unknown): Method | undefined {
  if (!(owner instanceof GoTime || owner instanceof GoDuration) || typeof key !== 'string') return undefined;
  return Object.hasOwn(owner.methods, key) ? owner.methods[key] : undefined;
}

function compileSlice({ object, from, to, at }: Of<'slice'>): Evaluate {
  const [owner, start, end] = [compile(object), from && compile(from), to && compile(to)];
  return (frame) => {
    const value = owner(frame);
    if (typeof value !== 'string' && !Array.isArray(value)) throw new ExpressionError(`cannot slice ${typeName(value)}`, at);
    return value.slice(start ? asNumber(start(frame), 'slice', at) : 0, end ? asNumber(end(frame), 'slice', at) : undefined);
  };
}

function compileCall({ callee, args, at }: Of<'call'>): Evaluate {
  const [target, parts] = [compile(callee), args.map(compile)];
  return (frame) => {
    const called = target(frame);
    if (typeof called !== 'function') throw new ExpressionError(`${describe(callee)} is not a function`, at);
    return (called as (values: readonly unknown[], context: EvaluationContext) => unknown)(
      parts.map((part) => part(frame)),
      frame.context,
    );
  };
}

function describe(callee: Expression): string {
  if (callee.kind === 'identifier') return callee.name;
  return callee.kind === 'member' && callee.property.kind === 'literal'
    ? `${describe(callee.object)}.${String(callee.property.value)}`
    : 'this';
}

function compileBuiltin({ name, args, at }: Of<'builtin'>): Evaluate {
  const builtin = builtins[name] as Builtin;
  const [least, most] = [builtin.minArgs, builtin.maxArgs];
  if (args.length < least) throw new ExpressionError(`not enough arguments to call ${name}`, at);
  if (args.length > most) throw new ExpressionError(`too many arguments to call ${name}`, at);
  const parts = args.map((arg) => ({ closure: arg.kind === 'closure', evaluate: compile(arg) }));
  return (frame) => {
    const values = parts.map(({ closure, evaluate }) => (closure ? predicate(evaluate, frame) : evaluate(frame)));
    return builtin.call(values, frame.context, at);
  };
}

function predicate(evaluate: Evaluate, frame: Frame): (item: unknown, index: number, acc?: unknown) => unknown {
  return (item, index, acc) => evaluate({ ...frame, pointer: { item, index, acc } });
}

function compilePointer({ name, at }: Of<'pointer'>): Evaluate {
  return ({ pointer }) => {
    if (pointer === undefined) throw new ExpressionError('cannot use pointer accessor outside predicate', at);
    if (name === 'index') return pointer.index;
    return name === 'acc' ? pointer.acc : pointer.item;
  };
}

function isTrue(value: unknown, operator: string, at?: number): boolean {
  if (typeof value !== 'boolean') throw new ExpressionError(`invalid operation: ${operator} (${typeName(value)} is not a bool)`, at);
  return value;
}
