import { isJsonObject, type JsonObject } from '../../store/object.ts';

/** RFC 7386. Parts that the patch does not touch are shared with the target. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const merged: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const key in patch) {
    const value = patch[key];
    if (value === null) delete merged[key];
    else merged[key] = isJsonObject(value) ? mergePatch(merged[key], value) : value;
  }
  return merged;
}
