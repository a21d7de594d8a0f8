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

/** Applies a strategic merge patch to a pod spec: null removes, `$patch: delete|replace` and merge keys as in Kubernetes. */
export function strategicMerge(base: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const { $patch: directive, ...fields } = patch;
  if (directive === 'replace') return fields;
  const merged: Record<string, unknown> = isMap(base) ? { ...base } : {};
  for (const [field, value] of Object.entries(fields)) {
    if (value === null) delete merged[field];
    else if (Array.isArray(value)) merged[field] = mergeList(merged[field], value as unknown[], mergeKeys[field]);
    else merged[field] = strategicMerge(merged[field], value);
  }
  return merged;
}

function mergeList(base: unknown, patch: readonly unknown[], key: string | undefined): unknown {
  if (key === undefined || !Array.isArray(base) || !patch.every(isMap)) return patch;
  let merged = [...(base as unknown[])];
  for (const item of patch as readonly Json[]) {
    const at = merged.findIndex((other) => isMap(other) && other[key] === item[key]);
    if (item['$patch'] === 'delete') merged = merged.filter((_, index) => index !== at);
    else if (at < 0) merged.push(item);
    else merged[at] = strategicMerge(merged[at], item);
  }
  return merged;
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
