import { invalid } from './failure.ts';

/** Values of a query string, by name; a repeated name gives a list. */
export type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The last value of a name; empty where there is none. */
export function textOf(query: RawQuery, name: string): string {
  const value = query[name];
  return (typeof value === 'object' ? value.at(-1) : value) ?? '';
}

export function textsOf(query: RawQuery, name: string): readonly string[] {
  const value = query[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

const FLAGS: Readonly<Record<string, boolean>> = { true: true, t: true, '1': true, false: false, f: false, '0': false, '': false };

export function flagOf(query: RawQuery, name: string): boolean {
  const text = textOf(query, name);
  const flag = FLAGS[text.toLowerCase()];
  if (flag === undefined) throw invalid(`parameter ${name}: "${text}" is not true or false`);
  return flag;
}

/** A whole number that fits 64 bits; absent: `undefined`. */
export function countOf(query: RawQuery, name: string): number | undefined {
  const text = textOf(query, name);
  if (text === '') return undefined;
  const count = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(count)) throw invalid(`parameter ${name}: "${text}" is not a whole number`);
  return count;
}

/** A whole number from 0 up. */
export function sizeOf(query: RawQuery, name: string): number | undefined {
  const count = countOf(query, name);
  if (count !== undefined && count < 0) throw invalid(`parameter ${name}: ${count} is below 0`);
  return count;
}

/** Milliseconds since 1970 of an RFC 3339 time; absent: `undefined`. */
export function timeOf(query: RawQuery, name: string): number | undefined {
  const text = textOf(query, name);
  if (text === '') return undefined;
  const time = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw invalid(`parameter ${name}: "${text}" is not a time of RFC 3339`);
  return time;
}

export function choiceOf<const Choice extends string>(query: RawQuery, name: string, choices: readonly Choice[]): Choice | undefined {
  const text = textOf(query, name);
  if (text === '') return undefined;
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw invalid(`parameter ${name}: "${text}" is not one of ${choices.join(', ')}`);
  return choice;
}

export interface ListSelection {
  readonly labelSelector: string;
  readonly fieldSelector: string;
  readonly limit: number | undefined;
  readonly continue: string;
  readonly resourceVersion: string;
}

/** `listOptions.*` of a query. */
export function listSelection(query: RawQuery): ListSelection {
  return {
    labelSelector: textOf(query, 'listOptions.labelSelector'),
    fieldSelector: textOf(query, 'listOptions.fieldSelector'),
    limit: sizeOf(query, 'listOptions.limit') || undefined,
    continue: textOf(query, 'listOptions.continue'),
    resourceVersion: textOf(query, 'listOptions.resourceVersion'),
  };
}
