export type QueryValue = string | number | boolean | readonly string[] | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

/** `?a=1&b=2` with everything encoded, lists repeated, and what is absent or empty left out. */
export function queryText(query: Query): string {
  const terms = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly string[]) : [value as string | number | boolean | undefined])
      .filter((one) => one !== undefined && one !== '')
      .map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`),
  );
  return terms.length === 0 ? '' : `?${terms.join('&')}`;
}

/** Puts the fields of an option object under its name, as the server reads them: `listOptions.labelSelector`. */
export function nested(name: string, options: object | undefined): Query {
  return Object.fromEntries(Object.entries(options ?? {}).map(([field, value]) => [`${name}.${field}`, value as QueryValue]));
}

/** A path whose parts are encoded: a name with a slash stays one part. */
export function pathOf(...parts: readonly string[]): string {
  return parts.map((part) => encodeURIComponent(part)).join('/');
}
