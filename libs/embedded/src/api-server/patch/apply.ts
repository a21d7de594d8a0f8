import { toRfc3339Seconds } from '@argosy/std';
import {
  type ApiObject,
  equalJson,
  isJsonObject,
  type JsonObject,
  type ManagedFieldsEntry,
  type ObjectMeta,
  without,
} from '../../store/object.ts';
import { apiVersionOf, type Resource } from '../resource.ts';
import { applyConflict, type Cause } from '../status-error.ts';
import { childrenOf, difference, fieldsOf, type FieldSet, intersection, isEmptySet, leafPaths, pathBelow, union } from './field-set.ts';
import type { FieldShapes } from './field-shape.ts';
import {
  fieldsBeforeFirstApply,
  fieldsOfLastApplied,
  fieldsOfManager,
  isSameManager,
  fieldShapesOf,
  ownable,
  withEntry,
  withoutFields,
} from './managed-fields.ts';

export interface ApplyInput {
  readonly resource: Resource;
  readonly manager: string;
  readonly force: boolean;
  readonly now: number;
  readonly subresource: string;
}

/** The object after a server-side apply of `intent`; throws a 409 that names every field of another manager that it would change. */
export function applyIntent(present: ApiObject, intent: ApiObject, input: ApplyInput): ApiObject {
  const { resource, now } = input;
  const shapes = fieldShapesOf(resource);
  const id = managerOf(input);
  const isOther = (entry: ManagedFieldsEntry): boolean => !isSameManager(entry, id);
  const entries = present.metadata.managedFields?.length
    ? present.metadata.managedFields
    : [fieldsBeforeFirstApply(present, resource, now)];
  const [live, wanted] = [ownable(present), ownable(intent)];
  const applied = fieldsOf(wanted, shapes);
  const merged = mergeValue({ live, wanted, path: [] }, shapes);
  const contested = contestedFields(entries.filter(isOther), { live, merged, applied, shapes });
  if (!input.force) refuseConflicts(contested, present, { manager: input.manager, shapes });
  const taken = contested.reduce<FieldSet>((all, { fields }) => union(all, fields), {});
  const others = withoutFields(entries, taken, isOther);
  const abandoned = unowned(difference(fieldsOfManager(entries, id), applied), others.filter(isOther));
  const result = removeFields(merged, abandoned, { path: [], shapes }) as JsonObject;
  return assemble(present, intent, { result, managedFields: withEntry(others, { ...id, fields: applied, time: toRfc3339Seconds(now) }) });
}

function managerOf({
  manager,
  resource,
  subresource,
}: ApplyInput): Pick<ManagedFieldsEntry, 'manager' | 'operation' | 'apiVersion' | 'subresource'> {
  return { manager, operation: 'Apply', apiVersion: apiVersionOf(resource), ...(subresource ? { subresource } : {}) };
}

interface Applied {
  readonly result: JsonObject;
  readonly managedFields: readonly ManagedFieldsEntry[];
}

function assemble({ kind, apiVersion, metadata }: ApiObject, intent: ApiObject, { result, managedFields }: Applied): ApiObject {
  const owned = (result['metadata'] ?? {}) as ObjectMeta;
  const { labels = null, annotations = null, finalizers = null, ownerReferences = null } = owned;
  const { resourceVersion, uid } = intent.metadata;
  const preconditions = { ...(resourceVersion ? { resourceVersion } : {}), ...(uid ? { uid } : {}) };
  return {
    kind,
    apiVersion,
    ...without(result, 'metadata'),
    metadata: { ...metadata, ...preconditions, labels, annotations, finalizers, ownerReferences, managedFields },
  };
}

/** Managed fields of an object that is created by an apply. */
export function firstApplyEntry(intent: ApiObject, { resource, manager, now }: ApplyInput): readonly ManagedFieldsEntry[] {
  const fields = fieldsOf(ownable(intent), fieldShapesOf(resource));
  return withEntry([], { manager, operation: 'Apply', apiVersion: apiVersionOf(resource), fields, time: toRfc3339Seconds(now) });
}

interface Contested {
  readonly entry: ManagedFieldsEntry;
  readonly fields: FieldSet;
}

interface ApplyComparison {
  readonly live: unknown;
  readonly merged: unknown;
  readonly applied: FieldSet;
  readonly shapes: FieldShapes;
}

/** Fields of others whose value the apply changes. */
function contestedFields(others: readonly ManagedFieldsEntry[], { live, merged, applied, shapes }: ApplyComparison): readonly Contested[] {
  const changed = changedLeaves({ live, merged, fields: applied, path: [] }, shapes);
  return others.map((entry) => ({ entry, fields: intersection(changed, entry.fieldsV1) })).filter(({ fields }) => !isEmptySet(fields));
}

interface LeafWalk {
  readonly live: unknown;
  readonly merged: unknown;
  readonly fields: FieldSet;
  readonly path: readonly string[];
}

function changedLeaves({ live, merged, fields, path }: LeafWalk, shapes: FieldShapes): FieldSet {
  const before = new Map((childrenOf(live, path, shapes) ?? []).map(({ step, value }) => [step, value]));
  const after = new Map((childrenOf(merged, path, shapes) ?? []).map(({ step, value }) => [step, value]));
  const changed: FieldSet = {};
  for (const step in fields) {
    const below = fields[step] ?? {};
    if (step === '.' || equalJson(before.get(step), after.get(step))) continue;
    const inner = isEmptySet(below)
      ? {}
      : changedLeaves({ live: before.get(step), merged: after.get(step), fields: below, path: pathBelow(path, step) }, shapes);
    if (isEmptySet(below) || !isEmptySet(inner)) changed[step] = inner;
  }
  return changed;
}

interface ConflictContext {
  readonly manager: string;
  readonly shapes: FieldShapes;
}

function refuseConflicts(contested: readonly Contested[], present: ApiObject, { manager, shapes }: ConflictContext): void {
  // Who changes from client-side to server-side apply keeps what they applied before.
  const own = manager === 'kubectl' ? fieldsOfLastApplied(present, shapes) : {};
  const left = contested
    .map(({ entry, fields }) => ({ entry, fields: difference(fields, own) }))
    .filter(({ fields }) => !isEmptySet(fields));
  if (left.length === 0) return;
  const causes = left.flatMap(({ entry, fields }) => leafPaths(fields).map((field) => causeOf(entry, field)));
  const list = left.map(
    ({ entry, fields }) =>
      `conflicts with ${JSON.stringify(entry.manager)}${using(entry)}:\n${leafPaths(fields)
        .map((field) => `- ${field}`)
        .join('\n')}`,
  );
  const [only] = causes;
  const text = causes.length === 1 && only ? `${only.message}: ${only.field}` : list.join('\n');
  throw applyConflict(causes, `Apply failed with ${causes.length} conflict${causes.length === 1 ? '' : 's'}: ${text}`);
}

function causeOf(entry: ManagedFieldsEntry, field: string): Cause {
  return { reason: 'FieldManagerConflict', message: `conflict with ${JSON.stringify(entry.manager)}${using(entry)}`, field };
}

/** Managers that update are told with the version that they used and when; managers that apply are known by their name. */
function using({ operation, subresource, apiVersion, time }: ManagedFieldsEntry): string {
  if (operation === 'Apply') return '';
  return `${subresource ? ` with subresource ${JSON.stringify(subresource)}` : ''} using ${apiVersion}${time ? ` at ${time}` : ''}`;
}

function unowned(fields: FieldSet, others: readonly ManagedFieldsEntry[]): FieldSet {
  return others.reduce<FieldSet>((left, { fieldsV1 }) => difference(left, fieldsV1), fields);
}

interface MergeInput {
  readonly live: unknown;
  readonly wanted: unknown;
  readonly path: readonly string[];
}

function mergeValue({ live, wanted, path }: MergeInput, shapes: FieldShapes): unknown {
  if (isJsonObject(wanted) && shapes(path, false).type !== 'atomic') {
    const merged: JsonObject = isJsonObject(live) ? { ...live } : {};
    for (const key in wanted)
      if (wanted[key] !== null) merged[key] = mergeValue({ live: merged[key], wanted: wanted[key], path: [...path, key] }, shapes);
    return merged;
  }
  const children = childrenOf(wanted, path, shapes);
  if (!children || !Array.isArray(live) || !Array.isArray(wanted)) return wanted;
  const items = new Map((childrenOf(live, path, shapes) ?? []).map(({ step }, i) => [step, live[i] as unknown]));
  children.forEach(({ step }, i) =>
    items.set(step, mergeValue({ live: items.get(step), wanted: wanted[i], path: pathBelow(path, step) }, shapes)),
  );
  return [...items.values()];
}

interface RemoveContext {
  readonly path: readonly string[];
  readonly shapes: FieldShapes;
}

function removeFields(value: unknown, fields: FieldSet, { path, shapes }: RemoveContext): unknown {
  const children = childrenOf(value, path, shapes);
  if (!children || isEmptySet(fields)) return value;
  const kept = children
    .filter(({ step }) => !isRemoved(fields[step]))
    .map((child) => ({
      ...child,
      value: removeFields(child.value, fields[child.step] ?? {}, { path: pathBelow(path, child.step), shapes }),
    }));
  if (Array.isArray(value))
    return kept.map(({ step, value: item }) => (step.startsWith('v:') ? (JSON.parse(step.slice(2)) as unknown) : item));
  return Object.fromEntries(kept.map(({ step, value: item }) => [step.slice(2), item]));
}

function isRemoved(fields: FieldSet | undefined): boolean {
  return fields !== undefined && (isEmptySet(fields) || '.' in fields);
}
