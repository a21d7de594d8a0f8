#!/usr/bin/env node
// Writes the Kubernetes types that Argo's types refer to, read from the models of @kubernetes/client-node: names and types only.
// One field a word: `name!` is required, `T[]` a list, `T{}` a map; what T means says libs/api/src/schema/kubernetes.ts.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const models = path.join(root, 'node_modules/@kubernetes/client-node/dist/gen/models');
const roots = ['V1Pod', 'V1PersistentVolumeClaim', 'V1ConfigMap', 'V1Secret', 'V1PodDisruptionBudgetSpec', 'V1ObjectReference'];

// Two types of one name, and amounts, which the models do not tell from text.
const renamed = { V1HTTPHeader: 'ProbeHTTPHeader' };
const quantities = new Set([
  'EmptyDirVolumeSource.sizeLimit',
  'ResourceFieldSelector.divisor',
  'ResourceRequirements.limits',
  'ResourceRequirements.requests',
  'VolumeResourceRequirements.limits',
  'VolumeResourceRequirements.requests',
  'PersistentVolumeClaimStatus.capacity',
  'PersistentVolumeClaimStatus.allocatedResources',
  'ContainerStatus.allocatedResources',
]);
// Objects always have metadata, and pods a spec; the models leave it open.
const required = new Set(['Pod.metadata', 'Pod.spec', 'PersistentVolumeClaim.metadata', 'ConfigMap.metadata', 'Secret.metadata']);
// A container that has not started has no image id yet.
const optional = new Set(['ContainerStatus.image', 'ContainerStatus.imageID']);
const types = new Map();
for (const model of roots) await read(model);

const lines = [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, fields]) => `  ${name}: '${fields.join(' ')}',`);
fs.writeFileSync(
  path.join(root, 'libs/api/src/schema/kubernetes-types.gen.ts'),
  `// Made by hack/generate-kubernetes.mjs from the models of @kubernetes/client-node. Do not edit.\nexport const kubernetesTypes: Readonly<Record<string, string>> = {\n${lines.join('\n')}\n};\n`,
);

async function read(model) {
  const name = nameOf(model);
  if (types.has(name)) return;
  const fields = [];
  types.set(name, fields);
  const declaration = fs.readFileSync(path.join(models, `${model}.d.ts`), 'utf8');
  const { [model]: type } = await import(pathToFileURL(path.join(models, `${model}.js`)));
  for (const attribute of type.attributeTypeMap) {
    const place = `${name}.${attribute.baseName}`;
    const isRequired = required.has(place) || (!optional.has(place) && new RegExp(`^\\s*'${attribute.name}':`, 'm').test(declaration));
    fields.push(`${attribute.baseName}${isRequired ? '!' : ''}:${await notation(attribute, place)}`);
  }
}

async function notation({ type, format }, place) {
  const list = /^Array<(.+)>$/.exec(type)?.[1];
  if (list) return `${await notation({ type: list, format }, place)}[]`;
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (map) return `${await notation({ type: map, format }, place)}{}`;
  if (quantities.has(place)) return 'quantity';
  if (type === 'number') return format.startsWith('int') ? 'int' : 'number';
  if (type === 'Date' || type === 'V1MicroTime') return place.endsWith('Condition.lastProbeTime') ? 'timeOrNull' : 'time';
  if (type === 'IntOrString') return 'intOrString';
  if (['string', 'boolean', 'any'].includes(type)) return type;
  await read(type);
  return nameOf(type);
}

function nameOf(model) {
  return renamed[model] ?? model.replace(/^(Core|Storage)?V1/, '');
}
