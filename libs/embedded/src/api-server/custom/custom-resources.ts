import { type ApiObject, without } from '../../store/object.ts';
import { age, ageColumn } from '../kinds/columns.ts';
import { allVerbs, type Behaviour, type Column, type Resource, statusSubresource } from '../resource.ts';
import { applySchemaDefaults } from './defaulting.ts';
import type { Definition, DefinitionVersion, PrinterColumn } from './definition.ts';
import { compileJsonPath } from './json-path.ts';
import { pruneObject } from './pruning.ts';
import { keepsUnknown, type StructuralSchema } from './schema.ts';
import { validateSchema } from './validation.ts';

/** The resources that a CustomResourceDefinition defines, one for each served version. */
export function resourcesOf({ spec }: Definition): readonly Resource[] {
  const stored = spec.versions.find((version) => version.storage) ?? spec.versions[0];
  return spec.versions
    .filter((version) => version.served !== false)
    .map((version) => ({
      ...namesOf(spec),
      ...contentOf(spec, version),
      ...(version === stored || !stored ? {} : { view: viewOf(spec.group, { stored: stored.name, served: version.name }) }),
    }));
}

function namesOf({
  group,
  names,
  scope,
}: Definition['spec']): Pick<
  Resource,
  'group' | 'plural' | 'singular' | 'kind' | 'listKind' | 'namespaced' | 'shortNames' | 'categories' | 'storage'
> {
  const { plural, kind } = names;
  return {
    group,
    plural,
    singular: names.singular || kind.toLowerCase(),
    kind,
    listKind: names.listKind || `${kind}List`,
    namespaced: scope === 'Namespaced',
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    storage: `${plural}.${group}`,
  };
}

function contentOf(
  spec: Definition['spec'],
  version: DefinitionVersion,
): Pick<Resource, 'version' | 'verbs' | 'subresources' | 'hasStatus' | 'columns' | 'behaviour' | 'strategic' | 'schema'> {
  const hasStatus = version.subresources?.status !== undefined;
  return {
    version: version.name,
    verbs: allVerbs,
    subresources: hasStatus ? [statusSubresource(spec.names.kind)] : [],
    hasStatus,
    columns: columnsOf(version),
    behaviour: behaviourOf(spec, version),
    strategic: false,
    schema: version.schema?.openAPIV3Schema ?? {},
  };
}

function viewOf(group: string, { stored, served }: { readonly stored: string; readonly served: string }): NonNullable<Resource['view']> {
  const as =
    (version: string) =>
    (object: ApiObject): ApiObject => ({ ...object, apiVersion: `${group}/${version}` });
  return { toStored: as(stored), fromStored: as(served) };
}

function behaviourOf(spec: Definition['spec'], version: DefinitionVersion): Behaviour {
  const schema: StructuralSchema = version.schema?.openAPIV3Schema ?? { 'x-kubernetes-preserve-unknown-fields': true };
  const keepsAll = spec.preserveUnknownFields === true || (schema.properties === undefined && keepsUnknown(schema));
  const selectable = new Map(
    (version.selectableFields ?? []).map(({ jsonPath }) => [jsonPath.replace(/^\./, ''), compileJsonPath(jsonPath)]),
  );
  return {
    countsGenerations: true,
    applyDefaults: (draft, previous) => applySchemaDefaults(draft, previous, schema),
    validate: (draft, previous) => validateSchema(withoutMetadata(draft), previous && withoutMetadata(previous), rootOf(schema)),
    ...(keepsAll ? {} : { prune: (draft: ApiObject, previous: ApiObject | undefined) => pruneObject(draft, previous, schema) }),
    selectableFields: [...selectable.keys()],
    readField: (object, field) => {
      const value = selectable.get(field)?.(object);
      return value === undefined ? undefined : String(value);
    },
  };
}

const roots = new WeakMap<StructuralSchema, StructuralSchema>();

/** The schema without metadata, which is validated for all kinds alike. */
function rootOf(schema: StructuralSchema): StructuralSchema {
  let root = roots.get(schema);
  if (!root) {
    const properties = without(schema.properties ?? {}, 'metadata');
    const required = (schema.required ?? []).filter((name) => name !== 'metadata');
    root = { ...schema, required, ...(schema.properties ? { properties } : {}) };
    roots.set(schema, root);
  }
  return root;
}

function withoutMetadata(object: ApiObject): object {
  return without(object, 'metadata');
}

function columnsOf({ additionalPrinterColumns }: DefinitionVersion): readonly Column[] {
  if (!additionalPrinterColumns?.length) return [ageColumn];
  return additionalPrinterColumns.map(columnOf);
}

function columnOf(column: PrinterColumn): Column {
  const read = compileJsonPath(column.jsonPath);
  const isDate = column.type === 'date';
  const { name, format, description, priority } = column;
  return {
    name,
    type: column.type as Column['type'],
    ...(format ? { format } : {}),
    description: description ?? `Custom resource definition column (in JSONPath format): ${column.jsonPath}`,
    ...(priority ? { priority } : {}),
    cell: (object, now) => {
      const value = read(object);
      if (value === undefined || value === null) return null;
      if (isDate) return age(String(value), now);
      return typeof value === 'object' ? JSON.stringify(value) : value;
    },
  };
}
