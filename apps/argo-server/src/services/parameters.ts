import type { GivenParameter } from '@argosy/submission';
import { invalid } from '../api/failure.ts';

/** Texts of a body's list; INVALID_ARGUMENT where it is something else. */
export function textsOfBody(body: Readonly<Record<string, unknown>>, field: string): readonly string[] {
  const value = body[field] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw invalid(`${field}: a list of texts is expected`);
  return value;
}

export function textOfBody(body: Readonly<Record<string, unknown>>, field: string): string {
  const value = body[field] ?? '';
  if (typeof value !== 'string') throw invalid(`${field}: a text is expected`);
  return value;
}

export function flagOfBody(body: Readonly<Record<string, unknown>>, field: string): boolean {
  const value = body[field] ?? false;
  if (typeof value !== 'boolean') throw invalid(`${field}: true or false is expected`);
  return value;
}

export function mapOfBody(body: Readonly<Record<string, unknown>>, field: string): Readonly<Record<string, unknown>> {
  const value = body[field] ?? {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`${field}: an object is expected`);
  return value as Readonly<Record<string, unknown>>;
}

/** `name=value` of a body's list. */
export function parametersOfBody(body: Readonly<Record<string, unknown>>, field = 'parameters'): readonly GivenParameter[] {
  return textsOfBody(body, field).map((term) => {
    const split = term.indexOf('=');
    if (split < 0) throw invalid(`expected parameter of the form: NAME=VALUE. Received: ${term}`);
    return { name: term.slice(0, split), value: term.slice(split + 1) };
  });
}

/** The same as a map; absent where there are none. */
export function parameterMap(given: readonly GivenParameter[]): Readonly<Record<string, string>> | undefined {
  return given.length === 0 ? undefined : Object.fromEntries(given.map(({ name, value }) => [name, value]));
}
