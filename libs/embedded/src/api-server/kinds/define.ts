import { allVerbs, type Column, type Resource, statusSubresource } from '../resource.ts';
import { ageColumn } from './columns.ts';

type Optional =
  | 'columns'
  | 'behaviour'
  | 'shortNames'
  | 'categories'
  | 'subresources'
  | 'verbs'
  | 'storage'
  | 'listKind'
  | 'singular'
  | 'hasStatus'
  | 'strategic'
  | 'namespaced';

export type Definition = Omit<Resource, Optional> & Partial<Pick<Resource, Optional>>;

/** A built-in resource with everything that is usual left out. */
export function define(definition: Definition): Resource {
  const { kind, plural, hasStatus = false, subresources = [] } = definition;
  return {
    listKind: `${kind}List`,
    singular: kind.toLowerCase(),
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: allVerbs,
    storage: definition.group ? `${plural}.${definition.group}` : plural,
    columns: [ageColumn],
    behaviour: {},
    strategic: true,
    ...definition,
    hasStatus,
    subresources: hasStatus ? [...subresources, statusSubresource(kind)] : subresources,
  };
}

/** Columns with the age behind them. */
export function withAge(...columns: readonly Column[]): readonly Column[] {
  return [...columns, ageColumn];
}
