export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

export interface ManagedFieldsEntry {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly time?: string;
  readonly fieldsType: 'FieldsV1';
  readonly fieldsV1: FieldsV1;
  readonly subresource?: string;
}

/** A set of fields as `metadata.managedFields` writes it: `f:name`, `k:{"key":…}`, `v:value`, and `.` for the field itself. */
export interface FieldsV1 {
  [path: string]: FieldsV1;
}

export interface ObjectMeta {
  name?: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string | null;
  deletionTimestamp?: string | null;
  deletionGracePeriodSeconds?: number | null;
  labels?: Record<string, string> | null;
  annotations?: Record<string, string> | null;
  ownerReferences?: readonly OwnerReference[] | null;
  finalizers?: readonly string[] | null;
  managedFields?: readonly ManagedFieldsEntry[] | null;
  selfLink?: string;
}

export type JsonObject = { [field: string]: unknown };

/** An object as the API server keeps it: parsed JSON. Objects in the store are shared by all readers and are never changed in place. */
export interface ApiObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** Tells a JSON object from arrays, null and scalars. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deep copy of a JSON value. */
export function cloneJson<T>(value: T): T {
  if (Array.isArray(value)) return value.map(cloneJson) as T;
  if (!isJsonObject(value)) return value;
  const copy: JsonObject = {};
  for (const key in value) copy[key] = cloneJson(value[key]);
  return copy as T;
}

/** Structural equality of JSON values; members that are `undefined` count as absent. */
export function equalJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left))
    return Array.isArray(right) && left.length === right.length && left.every((item, i) => equalJson(item, right[i]));
  return isJsonObject(left) && isJsonObject(right) && equalMembers(left, right);
}

/** A copy of an object without some of its members. */
export function without<T extends object, K extends keyof T>(object: T, ...members: readonly K[]): Omit<T, K> {
  const copy = { ...object };
  for (const member of members) delete copy[member];
  return copy;
}

function equalMembers(left: JsonObject, right: JsonObject): boolean {
  for (const key in left) if (!equalJson(left[key], right[key])) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

/** Metadata with its members in the order in which Kubernetes writes them, empty ones left out. */
export function orderedMetadata(meta: ObjectMeta): ObjectMeta {
  const ordered: JsonObject = {};
  const source = meta as JsonObject;
  for (const key of metadataOrder) {
    const value = source[key];
    if (value !== undefined && value !== null && !isEmpty(value)) ordered[key] = value;
  }
  return ordered as ObjectMeta;
}

const metadataOrder = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

function isEmpty(value: unknown): boolean {
  if (value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (!isJsonObject(value)) return false;
  for (const _ in value) return false;
  return true;
}
