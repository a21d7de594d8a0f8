#!/usr/bin/env node
// Writes the field numbers by which the embedded provider reads objects that clients send as protobuf:
//   node hack/kubernetes-release/protobuf.mjs SWAGGER.JSON FOLDER...
// where the folders hold the sources of the Go modules k8s.io/api and k8s.io/apimachinery, and the document is that of hack/kubernetes-release/core-types.mjs.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [document, ...folders] = process.argv.slice(2);
if (!document || folders.length === 0) {
  console.error('usage: node hack/kubernetes-release/protobuf.mjs SWAGGER.JSON FOLDER...');
  process.exit(2);
}
const target = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../libs/embedded/src/api-server/protobuf/messages.gen.ts');
const { definitions } = JSON.parse(fs.readFileSync(document, 'utf8'));

/** What kubectl's commands send: their kinds, by the package that declares them. */
const roots = {
  'core/v1': [
    'ConfigMap',
    'Secret',
    'Namespace',
    'ServiceAccount',
    'ResourceQuota',
    'LimitRange',
    'Service',
    'Pod',
    'Node',
    'Event',
    'Binding',
  ],
  'apps/v1': ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ControllerRevision'],
  'batch/v1': ['Job', 'CronJob'],
  'autoscaling/v1': ['Scale'],
  'networking/v1': ['Ingress', 'NetworkPolicy'],
  'rbac/v1': ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'],
  'scheduling/v1': ['PriorityClass'],
  'coordination/v1': ['Lease'],
  'policy/v1': ['PodDisruptionBudget', 'Eviction'],
  'authentication/v1': ['TokenRequest', 'TokenReview', 'SelfSubjectReview'],
  'authorization/v1': ['SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SubjectAccessReview', 'LocalSubjectAccessReview'],
  'meta/v1': ['DeleteOptions'],
  runtime: ['Unknown'],
};
/** Where a package lies below the folders, and what its types are called in the OpenAPI document. */
const packages = (name) =>
  ({
    'meta/v1': ['pkg/apis/meta/v1', 'io.k8s.apimachinery.pkg.apis.meta.v1'],
    runtime: ['pkg/runtime', 'io.k8s.apimachinery.pkg.runtime'],
    'api/resource': ['pkg/api/resource', 'io.k8s.apimachinery.pkg.api.resource'],
    'util/intstr': ['pkg/util/intstr', 'io.k8s.apimachinery.pkg.util.intstr'],
  })[name] ?? [name, `io.k8s.api.${name.replace('/', '.')}`];

const scalars = {
  string: 'string',
  bool: 'bool',
  bytes: 'bytes',
  int32: 'int',
  int64: 'int',
  uint32: 'int',
  uint64: 'int',
  double: 'double',
};
const files = new Map();
const messages = new Map();
for (const [home, names] of Object.entries(roots)) for (const name of names) read(home, name);

const lines = [...messages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { fields }]) => `${name}\t${fields.join(' ')}`);
fs.writeFileSync(
  target,
  `// Made by hack/kubernetes-release/protobuf.mjs from the generated.proto files of Kubernetes. Do not edit. \`number:name:type\`; \`[]T\`: repeated, \`{}T\`: map,
// \`^T\`: a message whose fields are those of the one around it.
/** One message a line: its name, a tab, its fields. */
export const messageLines = \`
${lines.join('\n')}
\`;
`,
);

function read(home, name) {
  const known = messages.get(name);
  // The same list of strings in two packages.
  if (name !== 'ExtraValue' && known && known.home !== home) throw new Error(`${name} is declared in ${home} and ${known.home}`);
  if (known) return;
  const entry = { home, fields: [] };
  messages.set(name, entry);
  const [folder, group] = packages(home);
  const body = new RegExp(`^message ${name} \\{\\n(.*?)^\\}`, 'ms').exec(source(folder))?.[1];
  if (body === undefined) throw new Error(`${folder} declares no message ${name}`);
  const properties = definitions[`${group}.${name}`]?.properties;
  for (const [, repeated, map, type, field, number] of body.matchAll(
    /^ {2}(?:optional|(repeated)) (?:map<string, (.+?)>|([\w.]+)) (\w+) = (\d+);/gm,
  ))
    entry.fields.push(`${number}:${field}:${fieldType({ home, properties, field, repeated, map, type })}`);
  for (const [, map, field, number] of body.matchAll(/^ {2}map<string, (.+?)> (\w+) = (\d+);/gm))
    entry.fields.push(`${number}:${field}:{}${typeName(home, map)}`);
}

function fieldType({ home, properties, field, repeated, type }) {
  const name = typeName(home, type);
  if (repeated) return `[]${name}`;
  const isInline = properties && !properties[field] && messages.has(name);
  return `${isInline ? '^' : ''}${name}`;
}

function typeName(home, type) {
  if (scalars[type]) return scalars[type];
  const parts = type.replace(/^\.?k8s\.io\.(api|apimachinery)\.(pkg\.)?(apis\.)?/, '').split('.');
  const name = parts.at(-1);
  const place = parts.length > 1 ? parts.slice(0, -1).join('/') : home;
  read(place, name);
  return name;
}

function source(folder) {
  if (!files.has(folder)) {
    const found = folders.map((each) => path.join(each, folder, 'generated.proto')).find((file) => fs.existsSync(file));
    if (!found) throw new Error(`no folder has ${folder}/generated.proto`);
    files.set(folder, fs.readFileSync(found, 'utf8'));
  }
  return files.get(folder);
}
