#!/usr/bin/env node
// Writes the table of core types that the embedded provider validates, merges and explains by, from the OpenAPI document of a Kubernetes release:
//   node hack/kubernetes-release/core-types.mjs api/openapi-spec/swagger.json
// The document is a part of the Kubernetes sources (Go module k8s.io/kubernetes) and is read only when the release changes. Names and types are taken, no texts.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [document] = process.argv.slice(2);
if (!document) {
  console.error('usage: node hack/kubernetes-release/core-types.mjs SWAGGER.JSON');
  process.exit(2);
}
const target = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../libs/embedded/src/api-server/kinds/core-types.gen.ts');
const { definitions, info } = JSON.parse(fs.readFileSync(document, 'utf8'));

const roots = Object.entries({
  'core.v1':
    'ConfigMap Endpoints LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ResourceQuota Secret Service ServiceAccount Event',
  'apps.v1': 'Deployment ReplicaSet StatefulSet DaemonSet ControllerRevision',
  'batch.v1': 'Job CronJob',
  'rbac.v1': 'Role RoleBinding ClusterRole ClusterRoleBinding',
  'networking.v1': 'Ingress IngressClass NetworkPolicy',
  'autoscaling.v1': 'Scale',
  'coordination.v1': 'Lease',
  'discovery.v1': 'EndpointSlice',
  'events.v1': 'Event',
  'policy.v1': 'PodDisruptionBudget',
  'scheduling.v1': 'PriorityClass',
  'storage.v1': 'StorageClass',
}).flatMap(([group, names]) => names.split(' ').map((name) => `io.k8s.api.${group}.${name}`));

/** Types of one name in two groups: the core group keeps it. */
const renamed = {
  'io.k8s.api.events.v1.Event': 'NewEvent',
  'io.k8s.api.events.v1.EventSeries': 'NewEventSeries',
  'io.k8s.api.discovery.v1.EndpointPort': 'SlicePort',
  'io.k8s.api.rbac.v1.Subject': 'Subject',
};
const scalars = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'quantity',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 'time',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'time',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'intOrString',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'any',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'any',
};

const types = new Map();
for (const root of roots) read(root);

const lines = [...types.values()].map(({ name, line }) => [name, line]).sort(([a], [b]) => (a < b ? -1 : 1));
const release = /v(\d+\.\d+)/.exec(info.version)?.[1] ?? process.env.RELEASE ?? '1.35';
fs.writeFileSync(
  target,
  `// Made by hack/kubernetes-release/core-types.mjs from the OpenAPI document of Kubernetes ${release}. Do not edit. \`name!\`: required; \`[]T\`: list; \`{}T\`: map;
// \`map(keys)\`, \`set\`: how server-side apply merges a list; \`merge(key)\`, \`merge\`, \`retainKeys\`: how a strategic merge patch does; \`atomic\`: owned as a whole.
/** One type a line: its name, a tab, its fields. */
export const coreTypes = \`
${lines.map(([name, line]) => `${name}${line}`).join('\n')}
\`;
`,
);

function read(definition) {
  if (types.has(definition)) return types.get(definition).name;
  const name = renamed[definition] ?? definition.split('.').at(-1);
  const taken = [...types].find(([, type]) => type.name === name)?.[0];
  if (taken) throw new Error(`${definition} and ${taken} have one name: rename one`);
  const entry = { name, line: '' };
  types.set(definition, entry);
  const { properties = {}, required = [], 'x-kubernetes-map-type': mapType } = definitions[definition];
  const fields = Object.entries(properties)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, schema]) => `${field}${required.includes(field) ? '!' : ''}:${typeOf(schema)}${merging(schema)}`);
  entry.line = `${mapType === 'atomic' ? ' atomic' : ''}\t${fields.join('; ')}`;
  return name;
}

function typeOf(schema) {
  if (schema.$ref) {
    const definition = schema.$ref.replace('#/definitions/', '');
    return scalars[definition] ?? read(definition);
  }
  if (schema.type === 'array') return `[]${typeOf(schema.items)}`;
  if (schema.type === 'object') return schema.additionalProperties ? `{}${typeOf(schema.additionalProperties)}` : 'any';
  return { integer: 'int', number: 'number', boolean: 'bool', string: 'string' }[schema.type] ?? 'any';
}

function merging(schema) {
  const strategy = schema['x-kubernetes-patch-strategy']?.split(',') ?? [];
  const key = schema['x-kubernetes-patch-merge-key'];
  const list = { map: `map(${schema['x-kubernetes-list-map-keys']?.join(',')})`, set: 'set' }[schema['x-kubernetes-list-type']];
  const words = [list, strategy.includes('merge') && (key ? `merge(${key})` : 'merge'), strategy.includes('retainKeys') && 'retainKeys'];
  return words
    .filter(Boolean)
    .map((word) => ` ${word}`)
    .join('');
}
