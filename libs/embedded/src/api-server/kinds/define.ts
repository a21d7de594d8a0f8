import { allVerbs, type Column, type Resource, statusSubresource } from '../resource.ts';
import { ageColumn } from './columns.ts';
import { conformToSchema } from './conform.ts';
import { coreSchema } from './core-schema.ts';

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
  const schema = definition.schema ?? coreSchema(kind);
  return {
    listKind: `${kind}List`,
    singular: kind.toLowerCase(),
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: allVerbs,
    storage: definition.group ? `${plural}.${definition.group}` : plural,
    columns: [ageColumn],
    strategic: true,
    schema,
    ...definition,
    behaviour: { prune: (draft, previous) => conformToSchema(draft, previous, schema), ...definition.behaviour },
    hasStatus,
    subresources: hasStatus ? [...subresources, statusSubresource(kind)] : subresources,
  };
}

/** Columns with the age behind them. */
export function withAge(...columns: readonly Column[]): readonly Column[] {
  return [...columns, ageColumn];
}
