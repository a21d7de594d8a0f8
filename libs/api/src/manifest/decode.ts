import { shapes } from '../generated/shapes.gen.ts';
import { resourceTypes } from '../resource-types.ts';
import { goScalarText } from './go-number.ts';
import { nearest } from './nearest.ts';
import type { Problem } from './problem.ts';
import type { Shape, ShapeType } from './shape.ts';

/** A document with Argo's types, and what did not fit them. */
export interface Decoded {
  readonly value: unknown;
  readonly problems: readonly DecodeProblem[];
}

/** Something in a document that its kind cannot take. */
export interface DecodeProblem extends Problem {
  readonly at: readonly (string | number)[];
  /** Unknown fields are refused only where the reader is strict. */
  readonly severity: 'error' | 'unknown-field';
}

/** How a document was written. In YAML, numbers and booleans become text where text is wanted; in JSON they are errors. */
export interface DecodeOptions {
  readonly syntax?: 'yaml' | 'json';
}

/**
 * Gives a document the types that Argo's Go types would give it: scalars become text where a string is declared, and what cannot be
 * becomes a problem. Fields that the kind does not have are reported with the nearest one it has.
 */
export function decode(kind: string, value: unknown, { syntax = 'yaml' }: DecodeOptions = {}): Decoded {
  const shape = kinds.has(kind) ? shapes[kind] : undefined;
  if (!shape) return { value: plain(value), problems: [] };
  const problems: DecodeProblem[] = [];
  return { value: decodeShape(value, shape, { problems, at: [], lenient: syntax === 'yaml', owner: kind }), problems };
}

const kinds: ReadonlySet<string> = new Set(resourceTypes.map(({ kind }) => kind));

/** Numbers that are too large for exactness come in as big integers, for fields of text; elsewhere they are numbers as in Go's JSON. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)])) : value;
}

interface Place {
  readonly problems: DecodeProblem[];
  readonly at: readonly (string | number)[];
  /** Scalars become text where text is wanted. */
  readonly lenient: boolean;
  /** Name of the type, for messages. */
  readonly owner: string;
}

const below = (place: Place, part: string | number, owner = place.owner): Place => ({ ...place, at: [...place.at, part], owner });

function decodeShape(value: unknown, shape: Shape, place: Place): unknown {
  if (value === null || value === undefined) return value;
  if (!isMap(value)) return mismatch(value, 'object', place);
  if (shape.oneKey && Object.keys(value).length !== 1) return wrongPlugin(value, place);
  const result: Record<string, unknown> = {};
  for (const [given, content] of Object.entries(value)) decodeField(result, { given, content, shape, place });
  return result;
}

interface GivenField {
  readonly given: string;
  readonly content: unknown;
  readonly shape: Shape;
  readonly place: Place;
}

function decodeField(result: Record<string, unknown>, { given, content, shape, place }: GivenField): void {
  const field = fieldName(given, shape);
  const type = field === undefined ? undefined : shape.fields[field];
  if (type === undefined && !shape.open) unknownField(given, shape, place);
  if (content === null || content === undefined) return;
  setOwn(result, field ?? given, type === undefined ? plain(content) : decodeType(content, type, below(place, given)));
}

/** A field named `__proto__` is a field like any other. */
function setOwn(result: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(result, key, { value, enumerable: true, writable: true, configurable: true });
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

/** Argo decodes steps by itself, and refuses there what it overlooks elsewhere. */
function unknownField(field: string, shape: Shape, place: Place): void {
  const meant = nearest(field, Object.keys(shape.fields));
  const strict = !place.lenient && shape === shapes['WorkflowStep'];
  place.problems.push({
    code: 'UNKNOWN_FIELD',
    severity: strict ? 'error' : 'unknown-field',
    message: `unknown field "${field}"`,
    ...(meant && { hint: `did you mean "${meant}"?` }),
    at: [...place.at, field],
  });
}

function wrongPlugin(value: object, place: Place): unknown {
  place.problems.push({
    code: 'WRONG_TYPE',
    severity: 'error',
    message: `expected exactly one key, got ${Object.keys(value).length}`,
    hint: 'the key is the name of the plugin',
    at: place.at,
  });
  return value;
}

function decodeType(value: unknown, type: ShapeType, place: Place): unknown {
  if (typeof type === 'string') return decodeScalar(value, type, place);
  if (isListType(type)) return decodeList(value, type[0], place);
  if ('map' in type) return decodeMap(value, type.map, place);
  if ('verbatim' in type) return decodeType(value, type.verbatim, { ...place, lenient: false });
  return decodeShape(value, shapes[type.ref] as Shape, { ...place, owner: type.ref });
}

function isListType(type: ShapeType): type is readonly [ShapeType] {
  return Array.isArray(type);
}

function decodeList(value: unknown, element: ShapeType, place: Place): unknown {
  if (!Array.isArray(value)) return mismatch(value, 'list', place);
  return value.map((item, index) => (item === null ? emptyOf(element) : decodeType(item, element, below(place, index))));
}

/** What Go makes of a null in a list or map. */
function emptyOf(element: ShapeType): unknown {
  if (element === 'string' || element === 'anyString') return '';
  if (typeof element === 'object' && 'ref' in element) return {};
  return null;
}

function decodeMap(value: unknown, element: ShapeType, place: Place): unknown {
  if (!isMap(value)) return mismatch(value, 'map', place);
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value))
    setOwn(result, key, item === null ? emptyOf(element) : decodeType(item, element, below(place, key)));
  return result;
}

type Scalar = Extract<ShapeType, string>;

/** How each scalar type takes a value; undefined where it does not. */
const scalars: Readonly<Record<Scalar, (value: unknown, place: Place) => unknown>> = {
  any: plain,
  object: (value) => (isMap(value) ? plain(value) : undefined),
  string: (value, { lenient }) => (lenient || typeof value === 'string' ? goScalarText(value, 'string') : undefined),
  anyString: (value) => goScalarText(value, 'anyString'),
  quantity: (value) => (typeof value === 'boolean' ? undefined : goScalarText(value, 'anyString')),
  int: (value) => (Number.isInteger(value) ? value : undefined),
  number: (value) => (typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  intOrString: (value) => (Number.isInteger(value) || typeof value === 'string' ? value : undefined),
};

/** Names of types for people, and as Go says them. */
const typeNames: Readonly<Record<Scalar | 'list' | 'map', readonly [forPeople: string, inGo: string]>> = {
  any: ['any value', 'interface {}'],
  object: ['an object', 'map[string]interface {}'],
  string: ['text', 'string'],
  anyString: ['text, a number or a boolean', 'string'],
  quantity: ['an amount such as 500m or 1Gi', 'string'],
  int: ['a whole number', 'int64'],
  number: ['a number', 'float64'],
  boolean: ['true or false', 'bool'],
  intOrString: ['a whole number or text', 'int32'],
  list: ['a list', '[]'],
  map: ['a map', 'map[string]string'],
};

function decodeScalar(value: unknown, type: Scalar, place: Place): unknown {
  const taken = scalars[type](value, place);
  return taken === undefined ? mismatch(value, type, place) : taken;
}

/** In the words of Go's decoder, which people and programs know; the hint says it plainly. */
function mismatch(value: unknown, wanted: Scalar | 'list' | 'map', place: Place): unknown {
  const field = place.at.findLast((part) => typeof part === 'string') ?? '';
  const [plain, inGo] = typeNames[wanted];
  const target = wanted === 'object' ? place.owner : inGo;
  place.problems.push({
    code: 'WRONG_TYPE',
    severity: 'error',
    message: `cannot unmarshal ${jsonType(value)} into field "${field}" of type ${target}`,
    hint: `it must be ${plain}, not ${plainType(value)}`,
    at: place.at,
  });
  return value;
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'number' : `number ${String(value)}`;
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function plainType(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `the ${typeof value} ${JSON.stringify(value)}`;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
