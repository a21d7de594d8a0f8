/**
 * The smallest JSON merge patch (RFC 7386) that turns `from` into `to`, or undefined where they are equal.
 * Parts that are identical (`===`) are not walked, so a structurally shared status costs what changed.
 * `undefined` and `null` both mean absent: a merge patch cannot store a null.
 */
export function mergePatchBetween(from: unknown, to: unknown): unknown {
  if (from === to) return undefined;
  if (!isRecord(from) || !isRecord(to)) return isEqual(from, to) ? undefined : withoutNulls(to);
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(to)) {
    const change = fieldChange(from[key], to[key]);
    if (change !== undefined) patch[key] = change;
  }
  for (const key of Object.keys(from)) if (isRemoved(from[key], to[key])) patch[key] = null;
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** Applies a JSON merge patch (RFC 7386). Neither argument is changed; what the patch leaves alone is shared. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = applyMergePatch(result[key], value);
  }
  return result;
}

function fieldChange(from: unknown, to: unknown): unknown {
  if (isAbsent(to)) return undefined;
  if (isAbsent(from)) return withoutNulls(to);
  // An object that replaces something else must be written whole.
  return mergePatchBetween(from, to);
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left === right || (isAbsent(left) && isAbsent(right))) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
  return isRecord(left) && isRecord(right) && mergePatchBetween(left, right) === undefined;
}

/** Nulls inside objects mean absent; inside lists they stay, because a merge patch carries lists whole. */
function withoutNulls(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => !isAbsent(item));
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}

function isRemoved(from: unknown, to: unknown): boolean {
  return isAbsent(to) && !isAbsent(from);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
