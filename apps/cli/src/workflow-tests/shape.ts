import { nearest } from '@argosy/api';

/** What a value in a test file may look like. */
export type Shape =
  | { readonly kind: 'text' | 'scalar' | 'number' | 'flag' | 'any' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Shape>>; readonly required?: readonly string[] }
  | { readonly kind: 'map' | 'list'; readonly of: Shape }
  /** Several forms, told apart by whether the value is a list, a map or neither. */
  | { readonly kind: 'forms'; readonly list?: Shape; readonly map?: Shape; readonly scalar?: Shape };

export type ValuePath = readonly (string | number)[];

export interface ShapeProblem {
  readonly at: ValuePath;
  readonly message: string;
  readonly hint?: string;
}

/** Everything in which a value differs from a shape. */
export function checkShape(value: unknown, shape: Shape, at: ValuePath = []): ShapeProblem[] {
  switch (shape.kind) {
    case 'any':
      return [];
    case 'object':
      return checkObject(value, shape, at);
    case 'map':
      return isMap(value)
        ? Object.entries(value).flatMap(([key, item]) => checkShape(item, shape.of, [...at, key]))
        : expected('a map', at);
    case 'list':
      return Array.isArray(value) ? value.flatMap((item, index) => checkShape(item, shape.of, [...at, index])) : expected('a list', at);
    case 'forms':
      return checkForms(value, shape, at);
    default:
      return checkScalar(value, shape, at);
  }
}

function checkObject(value: unknown, { fields, required = [] }: Extract<Shape, { kind: 'object' }>, at: ValuePath): ShapeProblem[] {
  if (!isMap(value)) return expected('a map', at);
  const known = Object.keys(fields);
  const problems = Object.entries(value).flatMap(([key, item]): ShapeProblem[] => {
    const field = fields[key];
    return field ? checkShape(item, field, [...at, key]) : [unknownField(key, known, at)];
  });
  const missing = required.filter((key) => value[key] === undefined).map((key) => ({ at, message: `"${key}" is required` }));
  return [...problems, ...missing];
}

function unknownField(key: string, known: readonly string[], at: ValuePath): ShapeProblem {
  const close = nearest(key, known);
  return {
    at: [...at, key],
    message: `unknown field "${key}"`,
    hint: close ? `did you mean "${close}"?` : `there are ${known.join(', ')}`,
  };
}

function checkForms(value: unknown, { list, map, scalar }: Extract<Shape, { kind: 'forms' }>, at: ValuePath): ShapeProblem[] {
  const form = Array.isArray(value) ? list : isMap(value) ? map : scalar;
  if (form) return checkShape(value, form, at);
  const forms = [list && 'a list', map && 'a map', scalar && 'a value'].filter(Boolean);
  return expected(forms.join(' or '), at);
}

const SCALARS = {
  number: { is: (value: unknown) => typeof value === 'number', name: 'a number' },
  flag: { is: (value: unknown) => typeof value === 'boolean', name: 'true or false' },
  text: { is: (value: unknown) => typeof value === 'string', name: 'text' },
  scalar: { is: (value: unknown) => value === null || typeof value !== 'object', name: 'a single value' },
} as const;

function checkScalar(
  value: unknown,
  shape: Extract<Shape, { kind: keyof typeof SCALARS | 'choice' | 'any' }>,
  at: ValuePath,
): ShapeProblem[] {
  if (shape.kind === 'choice') return shape.of.includes(String(value)) ? [] : expected(`one of ${shape.of.join(', ')}`, at);
  if (shape.kind === 'any') return [];
  const { is, name } = SCALARS[shape.kind];
  return is(value) ? [] : expected(name, at);
}

function expected(what: string, at: ValuePath): ShapeProblem[] {
  return [{ at, message: `${what} is expected` }];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
