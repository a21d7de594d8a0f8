import { JsonNumber } from './json-number.ts';

/** JSON with numbers as they were read; `sorted`: keys of maps in order, as Go writes maps. */
export function writeJson(value: unknown, { sorted }: { readonly sorted: boolean }): string {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map((item) => writeJson(item, { sorted })).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const keys = Object.keys(value);
  const members = (sorted ? keys.sort() : keys).map(
    (key) => `${JSON.stringify(key)}:${writeJson((value as Readonly<Record<string, unknown>>)[key], { sorted })}`,
  );
  return `{${members.join(',')}}`;
}
