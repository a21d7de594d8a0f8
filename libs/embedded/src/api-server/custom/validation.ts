import { equalJson, isJsonObject } from '../../store/object.ts';
import type { Cause } from '../status-error.ts';
import { duplicate, invalidValue, notSupported, required, tooLong, tooMany, wrongType } from '../validation/causes.ts';
import { checkRules } from './rules.ts';
import { memberSchema, type StructuralSchema } from './schema.ts';

/** Everything that contradicts the schema. Parts shared with `previous` were valid when they were stored and are not looked at again. */
export function validateSchema(value: unknown, previous: unknown, schema: StructuralSchema): readonly Cause[] {
  const causes: Cause[] = [];
  check({ value, previous, path: '' }, schema, causes);
  return causes;
}

interface Position {
  readonly value: unknown;
  readonly previous: unknown;
  readonly path: string;
}

function check(position: Position, schema: StructuralSchema, causes: Cause[]): void {
  const { value, previous, path } = position;
  if (value === previous || value === undefined) return;
  if (value === null && (schema.nullable || schema.type === undefined)) return;
  if (!hasType(value, schema)) {
    causes.push(wrongType(path, value, `${path} in body must be of type ${typeText(schema)}: ${JSON.stringify(nameOfType(value))}`));
    return;
  }
  if (schema.enum && !schema.enum.some((each) => equalJson(each, value))) causes.push(notSupported(path, value, schema.enum));
  const before = causes.length;
  checkContent(position, schema, causes);
  checkJunctors(position, schema, causes);
  // Rules may rely on the shape that the schema gives.
  if (causes.length === before) checkRules(position, schema, causes);
}

function checkContent(position: Position, schema: StructuralSchema, causes: Cause[]): void {
  const { value, path } = position;
  if (typeof value === 'string') checkText(value, { path, schema, causes });
  else if (typeof value === 'number') checkNumber(value, { path, schema, causes });
  else if (Array.isArray(value)) checkItems(value, { path, schema, causes });
  else if (isJsonObject(value)) checkMembers(position, schema, causes);
}

interface CheckContext {
  readonly path: string;
  readonly schema: StructuralSchema;
  readonly causes: Cause[];
}

function hasType(value: unknown, schema: StructuralSchema): boolean {
  if (schema['x-kubernetes-int-or-string']) return typeof value === 'string' || Number.isInteger(value);
  return schema.type === undefined || (typeTests[schema.type]?.(value) ?? true);
}

const typeTests: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isJsonObject,
};

function typeText(schema: StructuralSchema): string {
  return schema['x-kubernetes-int-or-string'] ? 'integer,string' : (schema.type ?? 'any');
}

function nameOfType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

const patterns = new Map<string, RegExp>();

function checkText(value: string, { path, schema, causes }: CheckContext): void {
  const length = [...value].length;
  if (schema.minLength !== undefined && length < schema.minLength)
    causes.push(invalidValue(path, value, `${path} in body should be at least ${schema.minLength} chars long`));
  if (schema.maxLength !== undefined && length > schema.maxLength) causes.push(tooLong(path, schema.maxLength));
  if (schema.pattern !== undefined && !patternOf(schema.pattern).test(value))
    causes.push(invalidValue(path, value, `${path} in body should match '${schema.pattern}'`));
  if (schema.format === 'date-time' && Number.isNaN(Date.parse(value)))
    causes.push(invalidValue(path, value, `${path} in body must be of type date-time: ${JSON.stringify(value)}`));
}

function patternOf(pattern: string): RegExp {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    compiled = new RegExp(pattern);
    patterns.set(pattern, compiled);
  }
  return compiled;
}

function checkNumber(value: number, { path, schema, causes }: CheckContext): void {
  const { minimum = -Infinity, maximum = Infinity, multipleOf } = schema;
  const say = (what: string): void => void causes.push(invalidValue(path, value, `${path} in body should be ${what}`));
  if (isBeyond(minimum - value, schema.exclusiveMinimum)) say(`greater than ${orEqual(schema.exclusiveMinimum)}${minimum}`);
  if (isBeyond(value - maximum, schema.exclusiveMaximum)) say(`less than ${orEqual(schema.exclusiveMaximum)}${maximum}`);
  if (multipleOf !== undefined && value % multipleOf !== 0) say(`a multiple of ${multipleOf}`);
}

function isBeyond(distance: number, exclusive: boolean | undefined): boolean {
  return distance > 0 || (exclusive === true && distance === 0);
}

function orEqual(exclusive: boolean | undefined): string {
  return exclusive ? '' : 'or equal to ';
}

function checkItems(items: readonly unknown[], { path, schema, causes }: CheckContext): void {
  const { minItems, maxItems, items: itemSchema } = schema;
  if (minItems !== undefined && items.length < minItems)
    causes.push(invalidValue(path, items.length, `${path} in body should have at least ${minItems} items`));
  if (maxItems !== undefined && items.length > maxItems) causes.push(tooMany(path, items.length, maxItems));
  if (itemSchema) items.forEach((value, i) => check({ value, previous: undefined, path: `${path}[${i}]` }, itemSchema, causes));
  checkKeys(items, { path, schema, causes });
}

/** Items of sets and of lists under keys are there once. */
function checkKeys(items: readonly unknown[], { path, schema, causes }: CheckContext): void {
  const type = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'];
  if (type !== 'set' && !(type === 'map' && keys)) return;
  const seen = new Set<string>();
  items.forEach((item, i) => {
    const id = JSON.stringify(keys && isJsonObject(item) ? Object.fromEntries(keys.map((key) => [key, item[key]])) : item);
    if (seen.has(id)) causes.push(duplicate(`${path}[${i}]`, JSON.parse(id)));
    seen.add(id);
  });
}

function checkMembers({ value, previous, path }: Position, schema: StructuralSchema, causes: Cause[]): void {
  if (!isJsonObject(value)) return;
  const before = isJsonObject(previous) ? previous : {};
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  for (const name of schema.required ?? []) if (value[name] === undefined) causes.push(required(at(name), ''));
  for (const name in value) {
    const member = memberSchema(schema, name);
    if (member) check({ value: value[name], previous: before[name], path: at(name) }, member, causes);
  }
  checkCount(Object.keys(value).length, { path, schema, causes });
}

function checkCount(count: number, { path, schema, causes }: CheckContext): void {
  if (schema.minProperties !== undefined && count < schema.minProperties)
    causes.push(invalidValue(path, count, `${path} in body should have at least ${schema.minProperties} properties`));
  if (schema.maxProperties !== undefined && count > schema.maxProperties) causes.push(tooMany(path, count, schema.maxProperties));
}

function checkJunctors({ value, path }: Position, schema: StructuralSchema, causes: Cause[]): void {
  const holds = (each: StructuralSchema): boolean => {
    const found: Cause[] = [];
    check({ value, previous: undefined, path }, each, found);
    return found.length === 0;
  };
  for (const each of schema.allOf ?? []) check({ value, previous: undefined, path }, each, causes);
  // The two alternatives of int-or-string are its type, which was checked.
  if (schema.anyOf && !schema['x-kubernetes-int-or-string'] && !schema.anyOf.some(holds))
    causes.push(invalidValue(path, value, `${path} in body must validate at least one schema (anyOf)`));
  if (schema.oneOf && schema.oneOf.filter(holds).length !== 1)
    causes.push(invalidValue(path, value, `${path} in body must validate one and only one schema (oneOf)`));
  if (schema.not && holds(schema.not)) causes.push(invalidValue(path, value, `${path} in body must not validate the schema (not)`));
}
