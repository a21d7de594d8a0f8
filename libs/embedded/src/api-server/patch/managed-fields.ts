import { toRfc3339Seconds } from '@argosy/std';
import { type ApiObject, equalJson, isJsonObject, type ManagedFieldsEntry, without } from '../../store/object.ts';
import type { WriteOptions } from '../objects/write-options.ts';
import { apiVersionOf, type Resource } from '../resource.ts';
import { changedFields, difference, type FieldSet, fieldsOf, isEmptySet, union } from './field-set.ts';
import { type FieldShapes, fieldShapes } from './field-shape.ts';

export interface UpdateContext {
  readonly resource: Resource;
  readonly options: WriteOptions;
  readonly now: number;
}

/**
 * Managed fields after a write that is no apply: what changed belongs to its manager. They are kept only for objects that were once applied
 * on the server's side, because nothing reads them before and they would double the size of every pod and workflow.
 */
export function updateManagedFields(
  previous: ApiObject,
  draft: ApiObject,
  { resource, options, now }: UpdateContext,
): readonly ManagedFieldsEntry[] | null {
  const entries = previous.metadata.managedFields ?? [];
  if (entries.length === 0 || isReset(draft)) return null;
  const { changed, removed } = changedFields(ownable(previous), ownable(draft), fieldShapesOf(resource));
  const present = wereEdited(previous, draft) ? (draft.metadata.managedFields ?? []) : entries;
  if (isEmptySet(changed) && isEmptySet(removed)) return present;
  const id = {
    manager: options.fieldManager,
    operation: 'Update' as const,
    apiVersion: apiVersionOf(resource),
    ...(options.subresource ? { subresource: options.subresource } : {}),
  };
  const others = withoutFields(present, union(changed, removed), (entry) => !isSameManager(entry, id));
  return withEntry(others, { ...id, fields: union(fieldsOfManager(others, id), changed), time: toRfc3339Seconds(now) });
}

/** The part of an object that can be owned: without identity and what the server sets. */
export function ownable(object: ApiObject): Record<string, unknown> {
  const rest = without(object, 'apiVersion', 'kind', 'metadata');
  const { labels, annotations, finalizers, ownerReferences } = object.metadata;
  const owned = Object.fromEntries(
    Object.entries({ annotations, finalizers, labels, ownerReferences }).filter(([, value]) => value !== undefined && value !== null),
  );
  return { ...(Object.keys(owned).length > 0 ? { metadata: owned } : {}), ...rest };
}

export function fieldShapesOf(resource: Resource): FieldShapes {
  return fieldShapes(resource.schema);
}

type ManagerId = Pick<ManagedFieldsEntry, 'manager' | 'operation' | 'apiVersion' | 'subresource'>;

export function isSameManager(left: ManagerId, right: ManagerId): boolean {
  return (
    left.manager === right.manager &&
    left.operation === right.operation &&
    left.apiVersion === right.apiVersion &&
    (left.subresource ?? '') === (right.subresource ?? '')
  );
}

export function fieldsOfManager(entries: readonly ManagedFieldsEntry[], id: ManagerId): FieldSet {
  return entries.find((entry) => isSameManager(entry, id))?.fieldsV1 ?? {};
}

/** Takes fields from the entries chosen; entries that own nothing any more are dropped. */
export function withoutFields(
  entries: readonly ManagedFieldsEntry[],
  fields: FieldSet,
  isAffected: (entry: ManagedFieldsEntry) => boolean,
): readonly ManagedFieldsEntry[] {
  return entries
    .map((entry) => (isAffected(entry) ? { ...entry, fieldsV1: difference(entry.fieldsV1, fields) } : entry))
    .filter((entry) => !isEmptySet(entry.fieldsV1));
}

/** Sets one manager's entry; the time changes only with the fields. */
export function withEntry(
  entries: readonly ManagedFieldsEntry[],
  next: ManagerId & { readonly fields: FieldSet; readonly time: string },
): readonly ManagedFieldsEntry[] {
  const { fields, time, ...id } = next;
  const old = entries.find((entry) => isSameManager(entry, id));
  if (old && equalJson(old.fieldsV1, fields)) return entries;
  const { manager, operation, apiVersion, subresource } = id;
  const entry: ManagedFieldsEntry = {
    manager,
    operation,
    apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: fields,
    ...(subresource ? { subresource } : {}),
  };
  const others = entries.filter((each) => each !== old);
  return isEmptySet(fields) ? others : [...others, entry];
}

/** Fields of an object that nobody applied on the server yet belong to whoever wrote it before. */
export function fieldsBeforeFirstApply(present: ApiObject, resource: Resource, now: number): ManagedFieldsEntry {
  const shapes = fieldShapesOf(resource);
  const applied = fieldsOfLastApplied(present, shapes);
  const owned = without(ownable(present), 'status');
  return {
    manager: isEmptySet(applied) ? 'before-first-apply' : 'kubectl-client-side-apply',
    operation: 'Update',
    apiVersion: apiVersionOf(resource),
    time: toRfc3339Seconds(now),
    fieldsType: 'FieldsV1',
    fieldsV1: isEmptySet(applied) ? fieldsOf(owned, shapes) : applied,
  };
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** What `kubectl apply` set on the client's side, as its annotation says; empty where it never did. */
export function fieldsOfLastApplied(present: ApiObject, shapes: FieldShapes): FieldSet {
  const text = present.metadata.annotations?.[lastApplied];
  if (text === undefined) return {};
  try {
    const applied = JSON.parse(text) as ApiObject;
    return union(fieldsOf(ownable(applied), shapes), { 'f:metadata': { 'f:annotations': { [`f:${lastApplied}`]: {} } } });
  } catch {
    // An annotation that is no JSON was not written by kubectl: it proves nothing.
    return {};
  }
}

/** Clients reset managed fields by sending one empty entry. */
function isReset(draft: ApiObject): boolean {
  const sent = draft.metadata.managedFields;
  return sent?.length === 1 && isJsonObject(sent[0]) && Object.keys(sent[0]).length === 0;
}

function wereEdited(previous: ApiObject, draft: ApiObject): boolean {
  const sent = draft.metadata.managedFields;
  return Boolean(sent?.length) && !equalJson(sent, previous.metadata.managedFields);
}
