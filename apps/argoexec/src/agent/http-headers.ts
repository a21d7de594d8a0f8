/** Header fields as conditions see them: names as HTTP writes them, and lists of values (acceptance 2-034). */
export type HeaderFields = Readonly<Record<string, readonly string[]>>;

/** `content-type` is `Content-Type`. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replaceAll(/(^|-)([a-z])/g, (_whole, dash: string, letter: string) => dash + letter.toUpperCase());
}

/** Fields that were sent or received, gathered by their canonical names. */
export function headerFields(fields: Iterable<readonly [string, string | readonly string[] | undefined]>): HeaderFields {
  const gathered: Record<string, string[]> = {};
  for (const [name, value] of fields) {
    if (value === undefined) continue;
    const known = (gathered[canonicalName(name)] ??= []);
    known.push(...(typeof value === 'string' ? [value] : value));
  }
  return gathered;
}
