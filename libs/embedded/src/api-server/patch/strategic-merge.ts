import { equalJson, isJsonObject, type JsonObject } from '../../store/object.ts';
import { memberSchema, type StructuralSchema } from '../custom/schema.ts';
import { badRequest } from '../status-error.ts';

const patchDirective = '$patch';
const retainKeysDirective = '$retainKeys';
const orderPrefix = '$setElementOrder/';
const deletePrefix = '$deleteFromPrimitiveList/';
const nothingKnown: StructuralSchema = {};

/** Kubernetes' strategic merge patch; the schema says under which keys lists merge. Parts that the patch does not touch are shared with the target. */
export function strategicMergePatch(target: unknown, patch: unknown, schema: StructuralSchema = nothingKnown): unknown {
  if (!isJsonObject(patch)) return patch;
  if (patch[patchDirective] === 'replace') return withoutDirectives(patch);
  if (patch[patchDirective] === 'delete') return {};
  const merged = retain(isJsonObject(target) ? target : {}, patch[retainKeysDirective]);
  for (const key of Object.keys(patch)) applyMember(merged, { key, value: patch[key], schema });
  for (const key of Object.keys(patch)) {
    const field = key.slice(orderPrefix.length);
    if (key.startsWith(orderPrefix)) orderItems(merged, field, { order: patch[key], schema: memberSchema(schema, field) });
  }
  return merged;
}

function retain(present: JsonObject, keys: unknown): JsonObject {
  if (!Array.isArray(keys)) return { ...present };
  return Object.fromEntries(Object.entries(present).filter(([key]) => keys.includes(key)));
}

interface MemberPatch {
  readonly key: string;
  readonly value: unknown;
  readonly schema: StructuralSchema;
}

function applyMember(merged: JsonObject, { key, value, schema }: MemberPatch): void {
  if (key.startsWith(deletePrefix)) deletePrimitives(merged, key.slice(deletePrefix.length), value);
  if (key.startsWith('$')) return;
  const member = memberSchema(schema, key);
  if (value === null) delete merged[key];
  else if (Array.isArray(value)) merged[key] = mergeList(merged[key], value, member);
  else merged[key] = strategicMergePatch(merged[key], value, member);
}

function mergeList(target: unknown, patch: readonly unknown[], schema: StructuralSchema | undefined): readonly unknown[] {
  const present: readonly unknown[] = Array.isArray(target) ? target : [];
  if (schema?.['x-kubernetes-patch-strategy'] !== 'merge') return patch;
  const key = schema['x-kubernetes-patch-merge-key'];
  if (!key) return [...present, ...patch.filter((item) => !present.includes(item))];
  const isReplace = (item: unknown): boolean => isJsonObject(item) && item[patchDirective] === 'replace';
  if (patch.some(isReplace)) return patch.filter((item) => !isReplace(item));
  return patch.reduce<readonly unknown[]>((items, item) => mergeItem(items, item, { key, schema: schema.items }), present);
}

function mergeItem(
  items: readonly unknown[],
  patch: unknown,
  { key, schema }: { readonly key: string; readonly schema: StructuralSchema | undefined },
): readonly unknown[] {
  if (!isJsonObject(patch)) return [...items, patch];
  const wanted = patch[key];
  if (wanted === undefined) throw badRequest(`map: ${JSON.stringify(patch)} does not contain declared merge key: ${key}`);
  const index = items.findIndex((item) => isJsonObject(item) && equalJson(item[key], wanted));
  if (patch[patchDirective] === 'delete') return items.filter((_, i) => i !== index);
  const merged = strategicMergePatch(index < 0 ? {} : items[index], patch, schema);
  return index < 0 ? [...items, merged] : items.map((item, i) => (i === index ? merged : item));
}

function deletePrimitives(merged: JsonObject, field: string, removed: unknown): void {
  const present = merged[field];
  if (Array.isArray(present) && Array.isArray(removed)) merged[field] = present.filter((item) => !removed.includes(item));
}

/** Items that the order names come in that order; the others keep their places. */
function orderItems(
  merged: JsonObject,
  field: string,
  { order, schema }: { readonly order: unknown; readonly schema: StructuralSchema | undefined },
): void {
  const present = merged[field];
  if (!Array.isArray(present) || !Array.isArray(order)) return;
  const key = schema?.['x-kubernetes-patch-merge-key'];
  const rankOf = (item: unknown): number => order.findIndex((wanted) => equalJson(idOf(item, key), idOf(wanted, key)));
  const named = present.filter((item) => rankOf(item) >= 0).sort((a, b) => rankOf(a) - rankOf(b));
  let next = 0;
  merged[field] = present.map((item) => (rankOf(item) >= 0 ? named[next++] : item));
}

function idOf(item: unknown, key: string | undefined): unknown {
  return key && isJsonObject(item) ? item[key] : item;
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => !key.startsWith('$')));
}
