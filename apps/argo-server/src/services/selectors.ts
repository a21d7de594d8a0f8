import { invalid } from '../api/failure.ts';

type Labels = Readonly<Record<string, string>> | undefined;

type ValueRequirement = { readonly key: string; readonly operator: 'in' | 'notin'; readonly values: readonly string[] };
type PresenceRequirement = { readonly key: string; readonly operator: 'exists' | 'absent' };
type OrderRequirement = { readonly key: string; readonly operator: '<' | '>'; readonly bound: number };

/** One requirement of a label selector, as data: the cache tests it, the archive makes SQL of it. */
export type LabelRequirement = ValueRequirement | PresenceRequirement | OrderRequirement;

const KEY = String.raw`([A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?)`;
const SET = new RegExp(String.raw`^${KEY}\s+(in|notin)\s*\(([^()]*)\)$`);
const EQUAL = new RegExp(String.raw`^${KEY}\s*(==|=|!=)\s*([A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$`);
const ORDER = new RegExp(String.raw`^${KEY}\s*(<|>)\s*(-?\d+)$`);
const PRESENCE = new RegExp(String.raw`^(!?)\s*${KEY}$`);

/** Reads `a=b,c!=d,e in (f,g),!h,i>1`. */
export function parseLabelSelector(text: string): readonly LabelRequirement[] {
  return splitTerms(text).map(parseTerm);
}

function splitTerms(text: string): string[] {
  return (text.match(/(?:\([^)]*\)?|[^,(])+/g) ?? []).map((term) => term.trim()).filter((term) => term !== '');
}

function parseTerm(term: string): LabelRequirement {
  const equal = EQUAL.exec(term);
  if (equal) return { key: equal[1] as string, operator: equal[2] === '!=' ? 'notin' : 'in', values: [equal[3] ?? ''] };
  const set = SET.exec(term);
  if (set)
    return {
      key: set[1] as string,
      operator: set[2] as 'in' | 'notin',
      values: (set[3] as string).split(',').map((value) => value.trim()),
    };
  const presence = PRESENCE.exec(term);
  if (presence) return { key: presence[2] as string, operator: presence[1] === '!' ? 'absent' : 'exists' };
  const order = ORDER.exec(term);
  if (order) return { key: order[1] as string, operator: order[2] as '<' | '>', bound: Number(order[3]) };
  throw invalid(`unable to parse requirement: cannot understand "${term}" of the label selector`);
}

/** Tells whether labels meet all requirements, as Kubernetes does. */
export function matchesLabels(requirements: readonly LabelRequirement[], labels: Labels): boolean {
  return requirements.every((requirement) => meets(requirement, labels?.[requirement.key]));
}

function meets(requirement: LabelRequirement, value: string | undefined): boolean {
  if ('values' in requirement) return (value !== undefined && requirement.values.includes(value)) === (requirement.operator === 'in');
  if ('bound' in requirement) return isInOrder(requirement, Number(value ?? Number.NaN));
  return (value !== undefined) === (requirement.operator === 'exists');
}

function isInOrder({ operator, bound }: OrderRequirement, value: number): boolean {
  return operator === '<' ? value < bound : value > bound;
}
