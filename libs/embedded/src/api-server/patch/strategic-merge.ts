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
  const present = isJsonObject(target) ? target : {};
  const merged = retain(present, patch[retainKeysDirective]);
  for (const key of Object.keys(patch)) applyMember(merged, { key, patch, schema });
  for (const key of Object.keys(patch)) {
    const field = key.slice(orderPrefix.length);
    if (key.startsWith(orderPrefix))
      orderItems(merged, field, { order: patch[key], present: present[field], schema: memberSchema(schema, field) });
  }
  return merged;
}

function retain(present: JsonObject, keys: unknown): JsonObject {
  if (!Array.isArray(keys)) return { ...present };
  return Object.fromEntries(Object.entries(present).filter(([key]) => keys.includes(key)));
}

interface MemberPatch {
  readonly key: string;
  readonly patch: JsonObject;
  readonly schema: StructuralSchema;
}

function applyMember(merged: JsonObject, { key, patch, schema }: MemberPatch): void {
  const value = patch[key];
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
  const isReplace = (item: unknown): boolean => isJsonObject(item) && item[patchDirective] === 'replace';
  if (patch.some(isReplace)) return patch.filter((item) => !isReplace(item));
  const merged = key
    ? patch.reduce<readonly unknown[]>((items, item) => mergeItem(items, item, { key, schema: schema.items }), present)
    : [...present, ...patch.filter((item) => !present.includes(item))];
  return arrange(merged, { order: patch, present, key });
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

interface Ordering {
  readonly order: unknown;
  readonly present: unknown;
  readonly schema: StructuralSchema | undefined;
}

function orderItems(merged: JsonObject, field: string, { order, present, schema }: Ordering): void {
  const items = merged[field];
  if (!Array.isArray(items) || !Array.isArray(order)) return;
  merged[field] = arrange(items, { order, present: Array.isArray(present) ? present : [], key: schema?.['x-kubernetes-patch-merge-key'] });
}

interface Arrangement {
  /** Items that the client put in order. */
  readonly order: readonly unknown[];
  /** The list before the patch. */
  readonly present: readonly unknown[];
  readonly key: string | undefined;
}

/** Merges the client's order with that of the other items: as in the list before where both were there, else the client's come first. */
function arrange(items: readonly unknown[], { order, present, key }: Arrangement): readonly unknown[] {
  const rankIn = (list: readonly unknown[], item: unknown): number => list.findIndex((each) => equalJson(idOf(each, key), idOf(item, key)));
  const ordered = items.filter((item) => rankIn(order, item) >= 0).sort((a, b) => rankIn(order, a) - rankIn(order, b));
  const others = items.filter((item) => rankIn(order, item) < 0);
  const arranged: unknown[] = [];
  for (const item of ordered) {
    const rank = rankIn(present, item);
    const earlier = rank < 0 ? [] : others.filter((other) => rankIn(present, other) < rank);
    arranged.push(...others.splice(0, earlier.length));
    arranged.push(item);
  }
  return [...arranged, ...others];
}

function idOf(item: unknown, key: string | undefined): unknown {
  return key && isJsonObject(item) ? item[key] : item;
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => !key.startsWith('$')));
}
