import { createHash } from 'node:crypto';
import type { Catalog } from '../catalog.ts';
import { apiVersionOf, type Resource } from '../resource.ts';
import { coreTypes } from '../kinds/core-types.gen.ts';
import { componentPrefix, coreComponents } from '../kinds/core-schema.ts';
import { objectMetaSchema } from './object-meta-schema.ts';

/** `/openapi/v3`: where the document of each group and version lies. */
export function openApiIndex(catalog: Catalog): object {
  const versions = [...new Set(catalog.all().map(apiVersionOf))];
  const paths = versions.map((apiVersion) => {
    const path = pathOf(apiVersion);
    return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${fingerprint(catalog, apiVersion)}` }];
  });
  return { paths: Object.fromEntries(paths) as object };
}

/** `/openapi/v3/{path}`; undefined for a version that is not served. */
export function openApiDocument(catalog: Catalog, apiVersion: string): object | undefined {
  const resources = resourcesIn(catalog, apiVersion);
  if (resources.length === 0) return undefined;
  const shared = resources.some((resource) => resource.strategic) ? coreComponents() : {};
  const paths = Object.assign({}, ...resources.map(pathsOf)) as object;
  const schemas = Object.fromEntries(resources.map((resource) => [schemaName(resource), schemaOf(resource)])) as object;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.33.0' },
    paths,
    components: { schemas: { ...shared, ...schemas, [objectMeta]: objectMetaSchema } },
  };
}

const objectMeta = `${componentPrefix}ObjectMeta`;

/** Changes when the document does: the schemas of built-in kinds are as old as the program. */
function fingerprint(catalog: Catalog, apiVersion: string): string {
  const resources = resourcesIn(catalog, apiVersion);
  const content = resources.map((resource) => [resource.plural, resource.strategic ? coreTypes.length : resource.schema]);
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32).toUpperCase();
}

function resourcesIn(catalog: Catalog, apiVersion: string): readonly Resource[] {
  return catalog.all().filter((resource) => apiVersionOf(resource) === apiVersion);
}

function pathOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;
}

function kindOf({ group, version, kind }: Resource): object {
  return { group, version, kind };
}

function schemaName({ group, version, kind }: Resource): string {
  const domain = group === '' ? 'io.k8s.api.core' : group.split('.').toReversed().join('.');
  return `${domain}.${version}.${kind}`;
}

/** A schema with the members that every object has, and the group, version and kind by which clients find it. */
function schemaOf(resource: Resource): object {
  const schema = resource.strategic
    ? (coreComponents()[`${componentPrefix}${resource.view ? 'NewEvent' : resource.kind}`] ?? resource.schema)
    : resource.schema;
  const properties = {
    ...schema?.properties,
    apiVersion: { type: 'string', description: 'APIVersion defines the versioned schema of this representation of an object.' },
    kind: { type: 'string', description: 'Kind is a string value representing the REST resource this object represents.' },
    metadata: {
      allOf: [{ $ref: `#/components/schemas/${objectMeta}` }],
      default: {},
      description: "Standard object's metadata.",
    },
  };
  return { ...schema, type: 'object', properties, 'x-kubernetes-group-version-kind': [kindOf(resource)] };
}

const parameter = (name: string): object => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } });
const writeParameters = ['dryRun', 'fieldManager', 'fieldValidation'].map(parameter);

function pathsOf(resource: Resource): object {
  const root = `/${pathOf(apiVersionOf(resource))}`;
  const collection = resource.namespaced ? `${root}/namespaces/{namespace}/${resource.plural}` : `${root}/${resource.plural}`;
  const operation = (action: string, extra: object = {}): object => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kindOf(resource),
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: { $ref: `#/components/schemas/${schemaName(resource)}` } } } },
    },
    ...extra,
  });
  // Strategic merge patch is not offered here: clients that know the built-in types compute it from their own, complete tables.
  const patchContent = { 'application/json-patch+json': {}, 'application/merge-patch+json': {}, 'application/apply-patch+yaml': {} };
  const one = {
    get: operation('get'),
    put: operation('put', { parameters: writeParameters }),
    patch: operation('patch', { parameters: [...writeParameters, parameter('force')], requestBody: { content: patchContent } }),
    delete: operation('delete'),
  };
  const many = { get: operation('list'), post: operation('post', { parameters: writeParameters }) };
  const all = resource.namespaced ? { [`${root}/${resource.plural}`]: { get: operation('list') } } : {};
  return { ...all, [collection]: many, [`${collection}/{name}`]: one };
}
