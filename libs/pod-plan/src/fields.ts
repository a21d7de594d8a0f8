/** A copy without some fields. */
export function withoutFields<T extends object, K extends string>(value: T, names: readonly K[]): Omit<T, K> {
  const dropped = new Set<string>(names);
  return Object.fromEntries(Object.entries(value).filter(([field]) => !dropped.has(field))) as Omit<T, K>;
}

/** A copy with the fields that say something: neither undefined nor an empty text. */
export function givenFields(source: object, names: readonly string[] = Object.keys(source)): Readonly<Record<string, unknown>> {
  const known = source as Readonly<Record<string, unknown>>;
  return Object.fromEntries(names.map((name) => [name, known[name]]).filter(([, value]) => value !== undefined && value !== ''));
}

/** The value as text; empty where it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
