import type { StoredObject } from '../../store/history.ts';
import type { Column, Resource } from '../resource.ts';
import { badRequest } from '../status-error.ts';

export interface TableOptions {
  readonly includeObject: 'None' | 'Metadata' | 'Object';
  readonly now: number;
}

/** Reads `includeObject` of a request for a table. */
export function readIncludeObject(query: URLSearchParams): TableOptions['includeObject'] {
  const text = query.get('includeObject') ?? 'Metadata';
  if (text === 'None' || text === 'Metadata' || text === 'Object') return text;
  throw badRequest(`invalid includeObject ${JSON.stringify(text)}`);
}

/** A `meta.k8s.io/v1` Table of the objects; later events of a watch leave the column definitions out. */
export function tableOf(
  resource: Resource,
  objects: readonly StoredObject[],
  options: TableOptions & { readonly metadata: object; readonly withColumns: boolean },
): object {
  const columns = [nameColumn, ...resource.columns];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    columnDefinitions: options.withColumns ? columns.map(definitionOf) : null,
    rows: objects.map((stored) => rowOf(resource, { stored, columns, options })),
  };
}

const nameColumn: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name must be unique within a namespace.',
  cell: (object) => object.metadata.name,
};

function definitionOf({ name, type, format = '', description = '', priority = 0 }: Column): object {
  return { name, type, format, description, priority };
}

interface RowInput {
  readonly stored: StoredObject;
  readonly columns: readonly Column[];
  readonly options: TableOptions;
}

function rowOf(resource: Resource, { stored, columns, options }: RowInput): object {
  const object = resource.view ? resource.view.fromStored(stored.object) : stored.object;
  const cells = columns.map((column) => column.cell(object, options.now) ?? null);
  if (options.includeObject === 'None') return { cells };
  if (options.includeObject === 'Object') return { cells, object };
  return { cells, object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata } };
}
