/** Names of the secrets that locations refer to: fields ending in `Secret` and `secretKeyRef` that hold a name and a key. */
export function secretsOf(locations: readonly unknown[]): readonly string[] {
  const names = new Set<string>();
  for (const location of locations) collect(location, names);
  return [...names].toSorted();
}

function collect(value: unknown, names: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [field, inner] of Object.entries(value)) {
    const selected = /Secret$|^secretKeyRef$/.test(field) ? secretName(inner) : undefined;
    if (selected === undefined) collect(inner, names);
    else names.add(selected);
  }
}

function secretName(selector: unknown): string | undefined {
  const { name, key } = (selector ?? {}) as { readonly name?: unknown; readonly key?: unknown };
  return typeof name === 'string' && typeof key === 'string' ? name : undefined;
}
