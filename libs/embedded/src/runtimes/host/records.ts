/** The configuration that `sandbox` reads: keys and values, each ended by a NUL. */
export function encodeRecords(records: readonly (readonly [string, string])[]): string {
  return records.map(([key, value]) => `${key}\0${value.replaceAll('\0', '')}\0`).join('');
}
