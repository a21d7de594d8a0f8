/** The configuration that `sandbox` reads: keys and values, each ended by a NUL. */
export function encodeRecords(records: readonly (readonly [string, string])[]): string {
  return records.map(([key, value]) => `${key}\0${value.replaceAll('\0', '')}\0`).join('');
}

/** The records of such a configuration again. */
export function decodeRecords(text: string): (readonly [string, string])[] {
  const parts = text.split('\0');
  return Array.from({ length: Math.floor(parts.length / 2) }, (_, index) => [parts[index * 2] ?? '', parts[index * 2 + 1] ?? ''] as const);
}
