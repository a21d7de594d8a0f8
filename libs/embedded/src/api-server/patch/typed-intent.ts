import { type ApiObject, isJsonObject, without } from '../../store/object.ts';
import { keepsUnknown, memberSchema, type StructuralSchema } from '../custom/schema.ts';
import { coreSchema } from '../kinds/core-schema.ts';
import type { Resource } from '../resource.ts';
import { failedApply } from '../status-error.ts';
import { keysOf, showStep } from './field-set.ts';
import { goSyntax, goTypeOf, plainGo } from './go-values.ts';

/**
 * Refuses what is applied when a value has another type than the schema says, a field is not in the schema, or two items of a list have the
 * same key. Server-side apply is stricter than the other writes here: it cannot merge what it cannot type. All findings are named at once.
 */
export function checkIntent(intent: ApiObject, resource: Resource): void {
  if (!resource.schema) return;
  const problems: string[] = [];
  checkValue({ value: intent.metadata, path: '.metadata' }, coreSchema('ObjectMeta'), problems);
  const content = without(intent, 'apiVersion', 'kind', 'metadata');
  checkValue({ value: content, path: '' }, resource.schema, problems);
  if (problems.length === 0) return;
  const { namespace = '', name = '' } = intent.metadata;
  const subject = `${namespace ?? ''}/${name}; ${resource.group}/${resource.version}, Kind=${resource.kind}`;
  const text = problems.length === 1 ? problems[0] : ['errors:', ...problems].join('\n  ');
  throw failedApply(`failed to create typed patch object (${subject}): ${text}`);
}

interface Position {
  readonly value: unknown;
  /** As the field sets write it: `.spec.containers[name="main"]`; empty for the object itself. */
  readonly path: string;
}

function checkValue({ value, path }: Position, schema: StructuralSchema, problems: string[]): void {
  if (value === null || value === undefined || schema['x-kubernetes-int-or-string']) return;
  const complaint = complaintAbout(value, schema);
  if (complaint) problems.push(`${path}: ${complaint}`);
  else if (Array.isArray(value)) checkItems({ value, path }, schema, problems);
  else if (isJsonObject(value)) checkMembers({ value, path }, schema, problems);
}

function complaintAbout(value: unknown, { type, format }: StructuralSchema): string | undefined {
  if (format === 'quantity') return typeof value === 'object' ? `expected any scalar, got &{${plainGo(value)}}` : undefined;
  const expectation = type === undefined ? undefined : expectations[type];
  return expectation && !expectation.holds(value) ? expectation.complaint(value) : undefined;
}

interface Expectation {
  readonly holds: (value: unknown) => boolean;
  readonly complaint: (value: unknown) => string;
}

const isNumber = (value: unknown): boolean => typeof value === 'number';
const notNumeric = (value: unknown): string => `expected numeric (int or float), got ${goTypeOf(value)}`;

/** Wordings of structured-merge-diff, which the API server of Kubernetes uses. */
const expectations: Readonly<Record<string, Expectation>> = {
  object: { holds: isJsonObject, complaint: (value) => `expected map, got &{${plainGo(value)}}` },
  array: { holds: Array.isArray, complaint: (value) => `expected list, got &{${plainGo(value)}}` },
  boolean: { holds: (value) => typeof value === 'boolean', complaint: (value) => `expected boolean, got &{${plainGo(value)}}` },
  string: {
    holds: (value) => typeof value === 'string',
    complaint: (value) => `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`,
  },
  integer: { holds: isNumber, complaint: notNumeric },
  number: { holds: isNumber, complaint: notNumeric },
};

function checkMembers({ value, path }: Position & { readonly value: object }, schema: StructuralSchema, problems: string[]): void {
  for (const [name, member] of Object.entries(value)) {
    const below = { value: member as unknown, path: `${path}.${name}` };
    const found = memberSchema(schema, name);
    if (found) checkValue(below, found, problems);
    else if (schema.properties && !keepsUnknown(schema)) problems.push(`${below.path}: field not declared in schema`);
  }
}

function checkItems(list: Position & { readonly value: readonly unknown[] }, schema: StructuralSchema, problems: string[]): void {
  const { items } = schema;
  const keys = schema['x-kubernetes-list-type'] === 'map' ? schema['x-kubernetes-list-map-keys'] : undefined;
  if (keys) checkKeyedItems(list, { items: items ?? {}, keys }, problems);
  else if (schema['x-kubernetes-list-type'] === 'set') checkSet(list, problems);
  else if (items) list.value.forEach((item, i) => checkValue({ value: item, path: `${list.path}[${i}]` }, items, problems));
}

interface KeyedList {
  readonly items: StructuralSchema;
  readonly keys: readonly string[];
}

function checkKeyedItems(
  { value, path }: Position & { readonly value: readonly unknown[] },
  { items, keys }: KeyedList,
  problems: string[],
): void {
  const steps = new Set<string>();
  value.forEach((item, i) => {
    if (!isJsonObject(item)) {
      const what = item === null ? 'a null element' : 'non-map elements';
      problems.push(`${path}: element ${i}: associative list with keys may not have ${what}`);
      return;
    }
    const step = showStep(`k:${JSON.stringify(keysOf(item, keys))}`);
    if (steps.has(step)) problems.push(`${path}: duplicate entries for key ${step}`);
    steps.add(step);
    checkValue({ value: item, path: `${path}${step}` }, items, problems);
  });
}

function checkSet({ value, path }: Position & { readonly value: readonly unknown[] }, problems: string[]): void {
  const seen = new Set<string>();
  for (const item of value) {
    const step = showStep(`v:${JSON.stringify(item)}`);
    if (seen.has(step)) problems.push(`${path}: duplicate entries for key ${step}`);
    seen.add(step);
  }
}
