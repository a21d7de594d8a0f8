import type { Workflow } from '@argosy/api';
import { fromRfc3339, type Instant } from '@argosy/std';
import { ApiFailure, invalid } from '../api/failure.ts';
import { choiceOf, listSelection, type RawQuery, timeOf } from '../api/query.ts';
import { type LabelRequirement, matchesLabels, parseLabelSelector } from './selectors.ts';

export const nameFilters = ['Exact', 'Contains', 'Prefix', 'NotEquals'] as const;
export type NameFilter = (typeof nameFilters)[number];

export interface NameRequirement {
  readonly kind: NameFilter;
  readonly text: string;
}

/** Which workflows are asked for, live and archived alike. */
export interface WorkflowFilter {
  /** Empty: all. */
  readonly namespace: string;
  readonly names: readonly NameRequirement[];
  readonly labels: readonly LabelRequirement[];
  readonly startedAfter?: Instant | undefined;
  readonly startedBefore?: Instant | undefined;
  readonly createdAfter?: Instant | undefined;
  readonly finishedBefore?: Instant | undefined;
  readonly uid?: string | undefined;
}

export interface WorkflowQuery {
  readonly filter: WorkflowFilter;
  /** Absent: all. */
  readonly limit: number | undefined;
  readonly offset: number;
  /** The answer tells how many there are in all. */
  readonly countsAll: boolean;
  readonly resourceVersion: string;
}

/** Reads the query of a list (acceptance 8-018, 8-028, 8-029). */
export function workflowQuery(query: RawQuery, namespace: string): WorkflowQuery {
  const selection = listSelection(query);
  const fields = readFields(selection.fieldSelector, choiceOf(query, 'nameFilter', nameFilters) ?? 'Exact');
  if (fields.namespace !== undefined && namespace !== '' && fields.namespace !== namespace)
    throw invalid(`'namespace' value ${namespace} does not match the metadata.namespace ${fields.namespace} of the field selector`);
  return {
    filter: {
      namespace: namespace || (fields.namespace ?? ''),
      names: fields.names,
      labels: parseLabelSelector(selection.labelSelector),
      startedAfter: fields.startedAfter,
      startedBefore: fields.startedBefore,
      createdAfter: timeOf(query, 'createdAfter'),
      finishedBefore: timeOf(query, 'finishedBefore'),
      uid: fields.uid,
    },
    limit: selection.limit,
    offset: offsetOf(selection.continue),
    countsAll: fields.countsAll,
    resourceVersion: selection.resourceVersion,
  };
}

function offsetOf(text: string): number {
  if (text === '') return 0;
  if (!/^\d{1,15}$/.test(text)) throw invalid('listOptions.continue must be int');
  return Number(text);
}

interface FieldRequirements {
  names: NameRequirement[];
  namespace?: string;
  uid?: string;
  startedAfter?: Instant;
  startedBefore?: Instant;
  countsAll: boolean;
}

function readFields(selector: string, nameFilter: NameFilter): FieldRequirements {
  const found: FieldRequirements = { names: [], countsAll: false };
  for (const term of selector.split(',').map((part) => part.trim())) if (term !== '') readField(term, nameFilter, found);
  return found;
}

const TERM = /^([\w./-]+)\s*(==|!=|=|<|>)\s*(.*)$/;

function readField(term: string, nameFilter: NameFilter, found: FieldRequirements): void {
  const [, field = '', operator = '', value = ''] = TERM.exec(term) ?? [];
  const read = FIELDS[`${field} ${operator === '==' ? '=' : operator}`];
  if (read === undefined) throw new ApiFailure('INVALID_ARGUMENT', `unsupported requirement ${term}`);
  read(found, value, nameFilter);
}

type ReadField = (found: FieldRequirements, value: string, nameFilter: NameFilter) => void;

/** What can be asked for, by field and operator (acceptance 8-029). */
const FIELDS: Readonly<Record<string, ReadField>> = {
  'metadata.name =': (found, text, kind) => void found.names.push({ kind, text }),
  'metadata.name !=': (found, text) => void found.names.push({ kind: 'NotEquals', text }),
  'metadata.namespace =': (found, value) => (found.namespace = value),
  'metadata.uid =': (found, value) => (found.uid = value),
  'spec.startedAt >': (found, value) => (found.startedAfter = instantOf(value)),
  'spec.startedAt <': (found, value) => (found.startedBefore = instantOf(value)),
  'ext.showRemainingItemCount =': (found, value) => (found.countsAll = value === 'true'),
};

function instantOf(text: string): Instant {
  const instant = fromRfc3339(text);
  if (instant === undefined) throw invalid(`"${text}" is not a time of RFC 3339`);
  return instant;
}

/** Tells whether a live workflow is asked for; its spec and nodes are not looked at. */
export function matchesFilter(filter: WorkflowFilter, { metadata, status }: Pick<Workflow, 'metadata' | 'status'>): boolean {
  if (filter.namespace !== '' && metadata.namespace !== filter.namespace) return false;
  if (filter.uid !== undefined && metadata.uid !== filter.uid) return false;
  return (
    filter.names.every((requirement) => matchesName(requirement, metadata.name ?? '')) &&
    matchesLabels(filter.labels, metadata.labels) &&
    matchesTimes(filter, metadata.creationTimestamp, status)
  );
}

function matchesName({ kind, text }: NameRequirement, name: string): boolean {
  switch (kind) {
    case 'Exact':
      return name === text;
    case 'NotEquals':
      return name !== text;
    case 'Contains':
      return name.includes(text);
    case 'Prefix':
      return name.startsWith(text);
  }
}

function matchesTimes(filter: WorkflowFilter, creation: string | undefined, status: Workflow['status']): boolean {
  const { startedAfter, startedBefore, createdAfter, finishedBefore } = filter;
  const started = fromRfc3339(status?.startedAt);
  return (
    isAfter(started, startedAfter) &&
    isBefore(started, startedBefore) &&
    isAfter(fromRfc3339(creation), createdAfter) &&
    isBefore(fromRfc3339(status?.finishedAt), finishedBefore)
  );
}

function isAfter(instant: Instant | undefined, bound: Instant | undefined): boolean {
  return bound === undefined || (instant !== undefined && instant > bound);
}

function isBefore(instant: Instant | undefined, bound: Instant | undefined): boolean {
  return bound === undefined || (instant !== undefined && instant < bound);
}

/** What the order of lists depends on; worked out once, since a list of thousands is sorted for every request. */
export interface Recency {
  readonly isOver: boolean;
  readonly start: Instant;
  readonly name: string;
}

export function recencyOf({ metadata, status }: Pick<Workflow, 'metadata' | 'status'>): Recency {
  const start = fromRfc3339(status?.startedAt) ?? fromRfc3339(metadata.creationTimestamp) ?? 0;
  return { isOver: Boolean(status?.finishedAt), start, name: metadata.name ?? '' };
}

/** Unfinished first, then the newest first (acceptance 8-028). */
export function byRecency(left: Recency, right: Recency): number {
  if (left.isOver !== right.isOver) return left.isOver ? 1 : -1;
  return right.start - left.start || (left.name < right.name ? -1 : Number(left.name > right.name));
}
