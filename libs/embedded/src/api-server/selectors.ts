import { badRequest } from './status-error.ts';

type Labels = Readonly<Record<string, string>> | null | undefined;
export type LabelMatcher = (labels: Labels) => boolean;
/** Reads one selectable field; undefined where the resource does not have it. */
export type FieldReader = (field: string) => string | undefined;
export type FieldMatcher = (read: FieldReader) => boolean;

export interface FieldRequirement {
  readonly field: string;
  readonly value: string;
  readonly equal: boolean;
}

/** Compiles `a=b,c!=d,e in (f,g),!h`; undefined where it matches everything. */
export function compileLabelSelector(text: string | null): LabelMatcher | undefined {
  if (!text?.trim()) return undefined;
  const matchers = splitRequirements(text).map(compileRequirement);
  const [first] = matchers;
  if (matchers.length === 1) return first;
  return (labels) => matchers.every((matches) => matches(labels));
}

/** Reads `metadata.name=x,status.phase!=Running`. */
export function parseFieldSelector(text: string | null): readonly FieldRequirement[] {
  if (!text?.trim()) return [];
  return text
    .split(',')
    .filter((term) => term.trim() !== '')
    .map(parseFieldTerm);
}

/** Compiles requirements; undefined where there are none. */
export function compileFieldSelector(requirements: readonly FieldRequirement[]): FieldMatcher | undefined {
  if (requirements.length === 0) return undefined;
  return (read) => requirements.every(({ field, value, equal }) => ((read(field) ?? '') === value) === equal);
}

function splitRequirements(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.map((part) => part.trim());
}

const key = String.raw`([A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?)`;
const setRequirement = new RegExp(String.raw`^${key}\s+(in|notin)\s*\(([^()]*)\)$`);
const equalityRequirement = new RegExp(String.raw`^${key}\s*(==|=|!=)\s*([A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$`);
const orderRequirement = new RegExp(String.raw`^${key}\s*(<|>)\s*(-?\d+)$`);
const existenceRequirement = new RegExp(`^(!?)\\s*${key}$`);

function compileRequirement(text: string): LabelMatcher {
  const matcher = compileSet(text) ?? compileEquality(text) ?? compileOrder(text) ?? compileExistence(text);
  if (!matcher) throw badRequest(`unable to parse requirement: found '${text}', expected: a label requirement`);
  return matcher;
}

function compileSet(text: string): LabelMatcher | undefined {
  const [, label, operator, list] = setRequirement.exec(text) ?? [];
  if (label === undefined || list === undefined) return undefined;
  const values = new Set(list.split(',').map((value) => value.trim()));
  if (operator === 'in') return (labels) => labels?.[label] !== undefined && values.has(labels[label]);
  return (labels) => labels?.[label] === undefined || !values.has(labels[label]);
}

function compileEquality(text: string): LabelMatcher | undefined {
  const [, label, operator, value = ''] = equalityRequirement.exec(text) ?? [];
  if (label === undefined) return undefined;
  return operator === '!=' ? (labels) => labels?.[label] !== value : (labels) => labels?.[label] === value;
}

function compileOrder(text: string): LabelMatcher | undefined {
  const [, label, operator, bound] = orderRequirement.exec(text) ?? [];
  if (label === undefined) return undefined;
  const limit = Number(bound);
  const holds = (value: number): boolean => (operator === '>' ? value > limit : value < limit);
  return (labels) => /^-?\d+$/.test(labels?.[label] ?? '') && holds(Number(labels?.[label]));
}

function compileExistence(text: string): LabelMatcher | undefined {
  const [, negated, label] = existenceRequirement.exec(text) ?? [];
  if (label === undefined) return undefined;
  return negated ? (labels) => labels?.[label] === undefined : (labels) => labels?.[label] !== undefined;
}

function parseFieldTerm(term: string): FieldRequirement {
  const match = /^\s*([^=!\s]+)\s*(==|=|!=)(.*)$/s.exec(term);
  if (!match) throw badRequest(`invalid field selector: "${term}"; can't understand '${term}'`);
  const [, field = '', operator, value = ''] = match;
  return { field, value: value.trim().replace(/\\([\\,=])/g, '$1'), equal: operator !== '!=' };
}
