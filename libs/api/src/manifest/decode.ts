import { shapes } from '../generated/shapes.gen.ts';
import { nearest } from './nearest.ts';
import type { Problem } from './problem.ts';
import type { Shape, ShapeType } from './shape.ts';

export interface Decoded {
  readonly value: unknown;
  readonly problems: readonly DecodeProblem[];
}

export interface DecodeProblem extends Problem {
  readonly at: readonly (string | number)[];
  /** Unknown fields are refused only where the reader is strict. */
  readonly severity: 'error' | 'unknown-field';
}

/**
 * Gives a document the types that Argo's Go types would give it: scalars become text where a string is declared, and what cannot be
 * becomes a problem. Fields that the kind does not have are reported with the nearest one it has.
 */
export function decode(kind: string, value: unknown): Decoded {
  const shape = shapes[kind === 'ClusterWorkflowTemplate' ? 'WorkflowTemplate' : kind];
  if (!shape) return { value, problems: [] };
  const problems: DecodeProblem[] = [];
  return { value: decodeShape(value, shape, { problems, at: [] }), problems };
}

interface Place {
  readonly problems: DecodeProblem[];
  readonly at: readonly (string | number)[];
}

const below = (place: Place, part: string | number): Place => ({ problems: place.problems, at: [...place.at, part] });

function decodeShape(value: unknown, shape: Shape, place: Place): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value !== 'object' || Array.isArray(value)) return mismatch(value, 'object', place);
  const result: Record<string, unknown> = {};
  for (const [given, content] of Object.entries(value)) {
    const field = fieldName(given, shape);
    const type = field === undefined ? undefined : shape.fields[field];
    if (type === undefined && !shape.open) unknownField(given, shape, place);
    if (content === null) continue;
    result[field ?? given] = type === undefined ? content : decodeType(content, type, below(place, given));
  }
  return result;
}

const lowerCase = new WeakMap<Shape, ReadonlyMap<string, string>>();

/** Go's decoder takes a field in any case; the right one wins. */
function fieldName(given: string, shape: Shape): string | undefined {
  if (Object.hasOwn(shape.fields, given)) return given;
  let names = lowerCase.get(shape);
  if (!names) {
    names = new Map(Object.keys(shape.fields).map((field) => [field.toLowerCase(), field]));
    lowerCase.set(shape, names);
  }
  return names.get(given.toLowerCase());
}

function unknownField(field: string, shape: Shape, place: Place): void {
  const meant = nearest(field, Object.keys(shape.fields));
  place.problems.push({
    code: 'UNKNOWN_FIELD',
    severity: 'unknown-field',
    message: `unknown field "${field}"`,
    ...(meant && { hint: `did you mean "${meant}"?` }),
    at: [...place.at, field],
  });
}

function decodeType(value: unknown, type: ShapeType, place: Place): unknown {
  if (typeof type === 'string') return decodeScalar(value, type, place);
  if (isListType(type)) return decodeList(value, type[0], place);
  if ('map' in type) return decodeMap(value, type.map, place);
  if ('ref' in type) return decodeShape(value, shapes[type.ref] as Shape, place);
  if ('enum' in type) return decodeScalar(value, 'string', place);
  return decodeShape(value, type as Shape, place);
}

function isListType(type: ShapeType): type is readonly [ShapeType] {
  return Array.isArray(type);
}

function decodeList(value: unknown, element: ShapeType, place: Place): unknown {
  if (!Array.isArray(value)) return mismatch(value, 'list', place);
  return value.map((item, index) => (item === null ? item : decodeType(item, element, below(place, index))));
}

function decodeMap(value: unknown, element: ShapeType, place: Place): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return mismatch(value, 'map', place);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      item === null ? (element === 'string' ? '' : item) : decodeType(item, element, below(place, key)),
    ]),
  );
}

type Scalar = Extract<ShapeType, string>;

function decodeScalar(value: unknown, type: Scalar, place: Place): unknown {
  switch (type) {
    case 'any':
      return value;
    case 'string':
      return decodeString(value, place);
    case 'number':
      return typeof value === 'number' ? value : numeric(value) ? Number(value) : mismatch(value, 'number', place);
    case 'boolean':
      return typeof value === 'boolean' ? value : mismatch(value, 'boolean', place);
    case 'intOrString':
      return typeof value === 'number' || typeof value === 'string' ? value : mismatch(value, 'integer or string', place);
  }
}

function numeric(value: unknown): boolean {
  return typeof value === 'string' && /^-?\d+$/.test(value);
}

/** Numbers and booleans become text as Go prints them: no exponent, no needless zeros. */
function decodeString(value: unknown, place: Place): unknown {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? scalarText(value) : mismatch(value, 'string', place);
}

function scalarText(value: number | boolean): string {
  if (typeof value === 'boolean' || !/e/i.test(String(value))) return String(value);
  return value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}

function mismatch(value: unknown, wanted: string, place: Place): unknown {
  const got = Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `${typeof value} ${JSON.stringify(value)}`;
  place.problems.push({
    code: 'WRONG_TYPE',
    severity: 'error',
    message: `must be ${/^[aeiou]/.test(wanted) ? 'an' : 'a'} ${wanted}, not ${got}`,
    at: place.at,
  });
  return value;
}
