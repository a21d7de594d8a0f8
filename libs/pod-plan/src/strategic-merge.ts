type Json = Readonly<Record<string, unknown>>;

/** Lists of a pod that are merged by a key instead of being replaced, by field name (Kubernetes' patchMergeKey). */
const mergeKeys: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  volumes: 'name',
  env: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  ports: 'containerPort',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  resourceClaims: 'name',
};

/** Applies a strategic merge patch to a pod spec: null removes, `$patch`, `$retainKeys` and merge keys as in Kubernetes. */
export function strategicMerge(base: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const { $patch: directive, $retainKeys: retained, ...fields } = patch;
  if (directive === 'delete') return undefined;
  const merged: Record<string, unknown> = directive === 'replace' ? {} : retainedOf(base, retained);
  for (const [field, value] of Object.entries(fields)) {
    const next = Array.isArray(value)
      ? mergeList(merged[field], value as unknown[], mergeKeys[field])
      : strategicMerge(merged[field], value);
    if (next === null || next === undefined) delete merged[field];
    else merged[field] = next;
  }
  return merged;
}

function retainedOf(base: unknown, retained: unknown): Record<string, unknown> {
  if (!isMap(base)) return {};
  if (!Array.isArray(retained)) return { ...base };
  return Object.fromEntries(Object.entries(base).filter(([field]) => retained.includes(field)));
}

function mergeList(base: unknown, patch: readonly unknown[], key: string | undefined): unknown {
  if (key === undefined || !patch.every(isMap)) return patch;
  const isReplaced = patch.some((item) => item['$patch'] === 'replace' && !(key in item));
  let merged = Array.isArray(base) && !isReplaced ? [...(base as unknown[])] : [];
  for (const item of patch) {
    const at = merged.findIndex((other) => isMap(other) && other[key] === item[key]);
    if (item['$patch'] === 'delete') merged = merged.filter((_, index) => index !== at);
    else if (!(key in item) && item['$patch'] === 'replace') continue;
    else if (at < 0) merged.push(strategicMerge({}, item));
    else merged[at] = strategicMerge(merged[at], item);
  }
  return merged;
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
