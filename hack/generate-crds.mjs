#!/usr/bin/env node
// Writes the CustomResourceDefinitions: minimal ones, which accept any field, and full ones, whose schema comes from the types.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import yaml from 'yaml';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-generate-'));
const bundle = path.join(scratch, 'api.mjs');
await build({
  entryPoints: [path.join(root, 'libs/api/src/crds.ts')],
  outfile: bundle,
  bundle: true,
  format: 'esm',
  platform: 'node',
  logLevel: 'error',
});
await build({
  entryPoints: [path.join(root, 'libs/api/src/generated/shapes.gen.ts')],
  outfile: path.join(scratch, 'shapes.mjs'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  logLevel: 'error',
});
const { crds } = await import(pathToFileURL(bundle));
const { shapes } = await import(pathToFileURL(path.join(scratch, 'shapes.mjs')));
fs.rmSync(scratch, { recursive: true });

const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
for (const crd of crds) {
  write('minimal', crd);
  write('full', full(crd));
}

function full(crd) {
  const kind = crd.spec.names.kind === 'ClusterWorkflowTemplate' ? 'WorkflowTemplate' : crd.spec.names.kind;
  const shape = shapes[kind];
  if (!shape) return crd;
  const copy = structuredClone(crd);
  const schema = copy.spec.versions[0].schema.openAPIV3Schema;
  for (const [field, type] of Object.entries(shape.fields)) {
    if (['apiVersion', 'kind', 'metadata'].includes(field)) continue;
    schema.properties[field] = field === 'status' ? open : schemaOf(type, []);
  }
  return copy;
}

/** A structural schema; a type that holds itself (a template in a step of a template) is open from there on. */
function schemaOf(type, seen) {
  if (type === 'string' || type === 'boolean') return { type };
  if (type === 'number') return { type: 'number' };
  if (type === 'intOrString') return { 'x-kubernetes-int-or-string': true };
  if (type === 'any') return { 'x-kubernetes-preserve-unknown-fields': true };
  if (Array.isArray(type)) return { type: 'array', items: schemaOf(type[0], seen) };
  if (type.map) return { type: 'object', additionalProperties: schemaOf(type.map, seen) };
  if (type.enum) return { type: 'string', enum: type.enum };
  if (type.ref)
    return seen.includes(type.ref)
      ? { 'x-kubernetes-preserve-unknown-fields': true }
      : objectOf(shapes[type.ref], [...seen, type.ref], type.ref);
  return objectOf(type, seen);
}

function objectOf({ fields, required, open: isOpen }, seen, name) {
  // Metadata and Kubernetes' own types are theirs to check.
  if (name === 'ObjectMeta') return open;
  const properties = Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, schemaOf(type, seen)]));
  const needed =
    name === 'Container' || name === 'UserContainer' || name === 'ScriptTemplate' ? required.filter((field) => field !== 'name') : required;
  return {
    type: 'object',
    properties,
    ...(needed.length > 0 && { required: needed }),
    ...(isOpen && { 'x-kubernetes-preserve-unknown-fields': true }),
  };
}

function write(flavour, crd) {
  const folder = path.join(root, 'charts/argosy/crds', flavour);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, `${crd.metadata.name}.yaml`),
    `# Made by hack/generate-crds.mjs. Do not edit.\n${yaml.stringify(crd, { aliasDuplicateObjects: false })}`,
  );
}
