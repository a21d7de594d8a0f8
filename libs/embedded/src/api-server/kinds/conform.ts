import { parseQuantity } from '@argosy/std';
import type { ApiObject } from '../../store/object.ts';
import { isJsonObject } from '../../store/object.ts';
import { keepsUnknown, memberSchema, type StructuralSchema } from '../custom/schema.ts';
import { badRequest } from '../status-error.ts';

/**
 * Does to a built-in object what decoding it into a typed structure does: `null` is absent, numbers are quantities, too, a value of
 * another type is a 400, and unknown fields are dropped. Returns the paths of the unknown fields. Parts shared with `previous` have been through this.
 */
export function conformToSchema(draft: ApiObject, previous: ApiObject | undefined, schema: StructuralSchema): readonly string[] {
  const conforming: Conforming = { kind: draft.kind, version: draft.apiVersion.split('/').at(-1) ?? '', unknown: [] };
  for (const name of Object.keys(draft)) {
    if (name === 'metadata' || name === 'kind' || name === 'apiVersion') continue;
    conformMember({ object: draft, name, before: previous?.[name], path: name }, schema, conforming);
  }
  return conforming.unknown;
}

interface Conforming {
  readonly kind: string;
  readonly version: string;
  readonly unknown: string[];
}

interface Member {
  readonly object: { [field: string]: unknown };
  readonly name: string;
  readonly before: unknown;
  readonly path: string;
}

function conformMember({ object, name, before, path }: Member, schema: StructuralSchema, conforming: Conforming): void {
  const value = object[name];
  if (value === before) return;
  const member = memberSchema(schema, name);
  if (!member) {
    if (keepsUnknown(schema)) return;
    delete object[name];
    conforming.unknown.push(path);
  } else if (value === null && !member['x-kubernetes-preserve-unknown-fields']) delete object[name];
  else object[name] = conformValue({ value, before, path }, member, conforming);
}

interface Position {
  readonly value: unknown;
  readonly before: unknown;
  readonly path: string;
}

function conformValue({ value, before, path }: Position, schema: StructuralSchema, conforming: Conforming): unknown {
  if (schema.format === 'quantity') return conformQuantity(value, path, conforming);
  if (!hasType(value, schema)) throw mismatch({ value, before, path }, schema, conforming);
  if (Array.isArray(value) && schema.items) {
    const { items } = schema;
    return value.map((item: unknown, i) =>
      item === null ? item : conformValue({ value: item, before: undefined, path: `${path}[${i}]` }, items, conforming),
    );
  }
  if (isJsonObject(value)) {
    const earlier = isJsonObject(before) ? before : {};
    for (const name of Object.keys(value))
      conformMember({ object: value, name, before: earlier[name], path: `${path}.${name}` }, schema, conforming);
  }
  return value;
}

function conformQuantity(value: unknown, path: string, { kind, version }: Conforming): unknown {
  const isScalar = typeof value === 'string' || typeof value === 'number';
  if (isScalar && !Number.isNaN(parseQuantity(value))) return String(value);
  const why = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  throw badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${path}: ${why}`);
}

const tests: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isJsonObject,
};

function hasType(value: unknown, schema: StructuralSchema): boolean {
  if (schema['x-kubernetes-int-or-string']) return typeof value === 'string' || Number.isInteger(value);
  return schema.type === undefined || (tests[schema.type]?.(value) ?? true);
}

/** Names of types as Go's JSON decoder gives them. */
const goNames: Readonly<Record<string, string>> = {
  integer: 'int32',
  boolean: 'bool',
  array: 'slice',
  object: 'struct',
  number: 'float64',
  string: 'string',
};

function mismatch({ value, path }: Position, schema: StructuralSchema, { kind, version }: Conforming): Error {
  const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  const field = path.replaceAll(/\[\d+\]/g, '');
  const wanted = schema['x-kubernetes-int-or-string'] ? 'intstr.IntOrString' : (goNames[schema.type ?? ''] ?? schema.type);
  return badRequest(
    `${kind} in version "${version}" cannot be handled as a ${kind}: json: cannot unmarshal ${found} into Go struct field ${kind}.${field} of type ${wanted}`,
  );
}
