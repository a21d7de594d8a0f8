import { JSONPathError, query } from './json-path-query.ts';

/** Evaluates a JSONPath (`$.a[0].b`, `$..name`, `$.items[*].x`, `$[?(@.a == 1)]`); one match gives the value, several a list. */
export function evaluateJsonPath(value: unknown, path: string): unknown {
  const { values, definite } = query(value, path);
  if (!definite) return values;
  if (values.length === 0) throw new JSONPathError(`${path}: nothing found`);
  return values[0];
}
