import { equalJson, isJsonObject, type JsonObject } from '../../store/object.ts';
import { badRequest } from '../status-error.ts';

/** The key under which a strategic merge patch finds list items, by the name of the list. Other lists are replaced. */
const mergeKeys: Readonly<Record<string, string>> = {
  addresses: 'type',
  conditions: 'type',
  containers: 'name',
  env: 'name',
  ephemeralContainers: 'name',
  hostAliases: 'ip',
  hostIPs: 'ip',
  imagePullSecrets: 'name',
  initContainers: 'name',
  ownerReferences: 'uid',
  podIPs: 'ip',
  resourceClaims: 'name',
  secrets: 'name',
  topologySpreadConstraints: 'topologyKey',
  volumeDevices: 'devicePath',
  volumeMounts: 'mountPath',
  volumes: 'name',
};
const primitiveSets = new Set(['finalizers', 'podCIDRs']);

const patchDirective = '$patch';
const retainKeysDirective = '$retainKeys';
const orderPrefix = '$setElementOrder/';
const deletePrefix = '$deleteFromPrimitiveList/';

/** Kubernetes' strategic merge patch for the built-in kinds. Parts that the patch does not touch are shared with the target. */
export function strategicMergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  if (patch[patchDirective] === 'replace') return withoutDirectives(patch);
  if (patch[patchDirective] === 'delete') return {};
  const present = isJsonObject(target) ? target : {};
  const merged: JsonObject = retain(present, patch[retainKeysDirective]);
  const keys = Object.keys(patch);
  for (const key of keys.filter((each) => !each.startsWith('$'))) mergeField(merged, key, patch);
  for (const key of keys.filter((each) => each.startsWith(deletePrefix)))
    deletePrimitives(merged, key.slice(deletePrefix.length), patch[key]);
  for (const key of keys.filter((each) => each.startsWith(orderPrefix))) orderItems(merged, key.slice(orderPrefix.length), patch[key]);
  return merged;
}

function retain(present: JsonObject, keys: unknown): JsonObject {
  if (!Array.isArray(keys)) return { ...present };
  return Object.fromEntries(Object.entries(present).filter(([key]) => keys.includes(key)));
}

function mergeField(merged: JsonObject, key: string, patch: JsonObject): void {
  const value = patch[key];
  if (value === null) delete merged[key];
  else if (Array.isArray(value)) merged[key] = mergeList(key, merged[key], value);
  else if (isJsonObject(value)) merged[key] = strategicMergePatch(merged[key], value);
  else merged[key] = value;
}

function mergeList(field: string, target: unknown, patch: readonly unknown[]): readonly unknown[] {
  const present: readonly unknown[] = Array.isArray(target) ? target : [];
  if (primitiveSets.has(field)) return [...present, ...patch.filter((item) => !present.includes(item))];
  const key = mergeKeyOf(field, patch, present);
  if (!key) return patch;
  if (patch.some((item) => isJsonObject(item) && item[patchDirective] === 'replace')) {
    return patch.filter((item) => !(isJsonObject(item) && item[patchDirective] === 'replace'));
  }
  return patch.reduce<readonly unknown[]>((items, item) => mergeItem(items, item, key), present);
}

function mergeKeyOf(field: string, patch: readonly unknown[], present: readonly unknown[]): string | undefined {
  if (field !== 'ports') return mergeKeys[field];
  // Ports of containers and of services share the field's name, but not the key.
  return [...patch, ...present].some((item) => isJsonObject(item) && 'containerPort' in item) ? 'containerPort' : 'port';
}

function mergeItem(items: readonly unknown[], patch: unknown, key: string): readonly unknown[] {
  if (!isJsonObject(patch)) return [...items, patch];
  const wanted = patch[key];
  if (wanted === undefined) throw badRequest(`map: ${JSON.stringify(patch)} does not contain declared merge key: ${key}`);
  const index = items.findIndex((item) => isJsonObject(item) && equalJson(item[key], wanted));
  if (patch[patchDirective] === 'delete') return items.filter((_, i) => i !== index);
  const merged = strategicMergePatch(index < 0 ? {} : items[index], patch);
  return index < 0 ? [...items, merged] : items.map((item, i) => (i === index ? merged : item));
}

function deletePrimitives(merged: JsonObject, field: string, removed: unknown): void {
  const present = merged[field];
  if (Array.isArray(present) && Array.isArray(removed)) merged[field] = present.filter((item) => !removed.includes(item));
}

/** Items that the order names come in that order; the others keep their place behind the item they followed. */
function orderItems(merged: JsonObject, field: string, order: unknown): void {
  const present = merged[field];
  if (!Array.isArray(present) || !Array.isArray(order)) return;
  const key = mergeKeyOf(field, order, present);
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
