import type { ApiObject } from '../../store/object.ts';
import type { StoredObject } from '../../store/history.ts';
import type { Resource } from '../resource.ts';
import { compileFieldSelector, compileLabelSelector, parseFieldSelector } from '../selectors.ts';
import { badRequest } from '../status-error.ts';

/** What a list or watch is restricted to. */
export interface Filter {
  /** Absent: all namespaces. */
  readonly namespace: string | undefined;
  /** The only name that can match, where the selector asks for one. */
  readonly name: string | undefined;
  /** Absent: every object matches. */
  readonly matches: ((stored: StoredObject) => boolean) | undefined;
}

export interface FilterInput {
  readonly namespace: string;
  readonly name?: string;
  readonly query: URLSearchParams;
}

/** Compiles the selectors of a request. */
export function compileFilter(resource: Resource, { namespace, name, query }: FilterInput): Filter {
  const requirements = parseFieldSelector(query.get('fieldSelector'));
  const fields = [...requirements, ...(name ? [{ field: 'metadata.name', value: name, equal: true }] : [])];
  for (const { field } of fields) if (!isSelectable(resource, field)) throw badRequest(`field label not supported: ${field}`);
  const byLabels = compileLabelSelector(query.get('labelSelector'));
  const byFields = compileFieldSelector(fields);
  const matchesFields = byFields && (({ object }: StoredObject): boolean => byFields((field) => readField(resource, object, field)));
  const matches = byLabels
    ? (stored: StoredObject): boolean => byLabels(stored.object.metadata.labels) && (!matchesFields || matchesFields(stored))
    : matchesFields;
  const only = fields.find(({ field, equal }) => field === 'metadata.name' && equal);
  return { namespace: resource.namespaced && namespace ? namespace : undefined, name: only?.value, matches };
}

function isSelectable(resource: Resource, field: string): boolean {
  return field === 'metadata.name' || field === 'metadata.namespace' || Boolean(resource.behaviour.selectableFields?.includes(field));
}

function readField(resource: Resource, object: ApiObject, field: string): string | undefined {
  if (field === 'metadata.name') return object.metadata.name;
  if (field === 'metadata.namespace') return object.metadata.namespace ?? '';
  return resource.behaviour.readField?.(object, field);
}
