import type { NameFilter, WorkflowListOptions } from '@argosy/api-client';
import type { SearchPatch } from '../../../app/location.ts';

export const nameFilters: readonly NameFilter[] = ['Contains', 'Prefix', 'Exact', 'NotEquals'];
export const workflowPhases = ['Pending', 'Running', 'Succeeded', 'Failed', 'Error'] as const;
export const pageSizes = [20, 50, 100, 500] as const;

const DEFAULT_LIMIT = 50;
const PHASE_LABEL = 'workflows.argoproj.io/phase';
const TEMPLATE_LABEL = 'workflows.argoproj.io/workflow-template';
const CRON_LABEL = 'workflows.argoproj.io/cron-workflow';

/** Which workflows a list shows. The address of the page is its only memory. */
export interface ListFilter {
  readonly phases: readonly string[];
  /** `key=value`, or any other term of a label selector. */
  readonly labels: readonly string[];
  readonly name?: { readonly kind: NameFilter; readonly text: string };
  /** Instants, RFC 3339. */
  readonly createdAfter?: string;
  readonly finishedBefore?: string;
  /** 0: all. */
  readonly limit: number;
  /** Where the page begins, as the server named it. */
  readonly offset?: string;
}

/** Reads the parameters that Argo's own interface uses (acceptance 10-008). */
export function filterOf(search: URLSearchParams): ListFilter {
  const kind = nameFilters.find((one) => search.get(one));
  const limit = Number(search.get('limit') ?? DEFAULT_LIMIT);
  return {
    phases: search.getAll('phase'),
    labels: search.getAll('label'),
    ...(kind && { name: { kind, text: search.get(kind) ?? '' } }),
    ...optional('createdAfter', search.get('createdAfter')),
    ...optional('finishedBefore', search.get('finishedBefore')),
    ...optional('offset', search.get('offset')),
    limit: Number.isFinite(limit) && limit >= 0 ? limit : DEFAULT_LIMIT,
  };
}

/** The change of the address that makes it say this filter. */
export function filterPatch(filter: ListFilter): SearchPatch {
  return {
    phase: filter.phases,
    label: filter.labels,
    ...Object.fromEntries(nameFilters.map((kind) => [kind, filter.name?.kind === kind ? filter.name.text : undefined])),
    createdAfter: filter.createdAfter,
    finishedBefore: filter.finishedBefore,
    limit: filter.limit === DEFAULT_LIMIT ? undefined : String(filter.limit),
    offset: filter.offset,
  };
}

/** What the server is asked for. */
export function listOptionsOf(filter: ListFilter): WorkflowListOptions {
  const { name, createdAfter, finishedBefore } = filter;
  return {
    listOptions: {
      ...optional('labelSelector', labelSelectorOf(filter)),
      ...(name && { fieldSelector: `metadata.name=${name.text}` }),
      ...(filter.limit > 0 && { limit: filter.limit }),
      ...optional('continue', filter.offset),
    },
    ...(name && { nameFilter: name.kind }),
    ...optional('createdAfter', createdAfter),
    ...optional('finishedBefore', finishedBefore),
  };
}

export function labelSelectorOf({ labels, phases }: Pick<ListFilter, 'labels' | 'phases'>): string {
  const phase = phases.length > 0 ? [`${PHASE_LABEL} in (${phases.join(',')})`] : [];
  return [...labels, ...phase].join(',');
}

/** A filter in one small piece, as a chip shows it. */
export interface FilterChip {
  readonly key: string;
  readonly value: string;
  /** The filter without this piece. */
  readonly without: ListFilter;
}

export function chipsOf(filter: ListFilter): FilterChip[] {
  const first = { ...filter, offset: undefined } as unknown as ListFilter;
  const chips: FilterChip[] = filter.phases.map((phase) => ({
    key: 'phase',
    value: phase,
    without: { ...first, phases: filter.phases.filter((one) => one !== phase) },
  }));
  for (const label of filter.labels)
    chips.push({ ...labelChip(label), without: { ...first, labels: filter.labels.filter((one) => one !== label) } });
  if (filter.name) chips.push({ key: NAME_WORDS[filter.name.kind], value: filter.name.text, without: omit(first, 'name') });
  if (filter.createdAfter !== undefined)
    chips.push({ key: 'started after', value: filter.createdAfter, without: omit(first, 'createdAfter') });
  if (filter.finishedBefore !== undefined)
    chips.push({ key: 'finished before', value: filter.finishedBefore, without: omit(first, 'finishedBefore') });
  return chips;
}

const NAME_WORDS: Readonly<Record<NameFilter, string>> = {
  Contains: 'name has',
  Prefix: 'name begins',
  Exact: 'name is',
  NotEquals: 'name is not',
};

function labelChip(label: string): { key: string; value: string } {
  const [key = '', value] = label.split('=');
  if (value === undefined) return { key: 'label', value: label };
  if (key === TEMPLATE_LABEL) return { key: 'template', value };
  if (key === CRON_LABEL) return { key: 'cron', value };
  return { key, value };
}

const SPAN = /^(\d+)([mhd])$/;
const SPAN_LENGTH: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Adds what someone typed: `phase:Failed`, `team=a` or `label:team=a`, `template:t`, `cron:c`, `name:x`, `name^x`, `started>2d`, `finished<1h`;
 * any other word is a part of the name. Unknown phases and spans give the text back as a name.
 */
export function withTyped(filter: ListFilter, typed: string, now: number): ListFilter {
  return typed
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .reduce((next, word) => withWord(next, word, now), { ...omit(filter, 'offset') });
}

function withWord(filter: ListFilter, word: string, now: number): ListFilter {
  const [, field = '', operator = '', value = ''] = /^(\w+)([:^<>~])(.+)$/.exec(word) ?? [];
  const rule = RULES[`${field}${operator}`];
  const applied = rule?.(filter, value, now);
  if (applied) return applied;
  if (/^[\w./-]+(=|!=).+$/.test(word)) return withLabel(filter, word);
  return { ...filter, name: { kind: 'Contains', text: word } };
}

type Rule = (filter: ListFilter, value: string, now: number) => ListFilter | undefined;

const RULES: Readonly<Record<string, Rule | undefined>> = {
  'phase:': (filter, value) => {
    const phase = workflowPhases.find((one) => one.toLowerCase() === value.toLowerCase());
    return phase && { ...filter, phases: [...new Set([...filter.phases, phase])] };
  },
  'label:': (filter, value) => withLabel(filter, value),
  'template:': (filter, value) => withLabel(filter, `${TEMPLATE_LABEL}=${value}`),
  'cron:': (filter, value) => withLabel(filter, `${CRON_LABEL}=${value}`),
  'name:': (filter, text) => ({ ...filter, name: { kind: 'Contains', text } }),
  'name~': (filter, text) => ({ ...filter, name: { kind: 'Contains', text } }),
  'name^': (filter, text) => ({ ...filter, name: { kind: 'Prefix', text } }),
  'started>': (filter, value, now) => withInstant(filter, 'createdAfter', before(value, now)),
  'finished<': (filter, value, now) => withInstant(filter, 'finishedBefore', before(value, now)),
};

function withLabel(filter: ListFilter, label: string): ListFilter {
  return { ...filter, labels: [...new Set([...filter.labels, label])] };
}

function withInstant(filter: ListFilter, field: 'createdAfter' | 'finishedBefore', value: string | undefined): ListFilter | undefined {
  return value === undefined ? undefined : { ...filter, [field]: value };
}

function before(span: string, now: number): string | undefined {
  const [, count, unit = ''] = SPAN.exec(span) ?? [];
  const length = SPAN_LENGTH[unit];
  return count === undefined || length === undefined ? undefined : new Date(now - Number(count) * length).toISOString();
}

function optional<Key extends string>(key: Key, value: string | null | undefined): { readonly [K in Key]?: string } {
  return (value ? { [key]: value } : {}) as { readonly [K in Key]?: string };
}

function omit<Key extends keyof ListFilter>(filter: ListFilter, key: Key): ListFilter {
  const { [key]: _, ...rest } = filter;
  return rest as ListFilter;
}
