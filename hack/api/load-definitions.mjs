// The TypeBox source of the API, bundled and loaded, with what inheritance adds to each type.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Fields that programs always see, but that manifests may leave out: the main container has no name of its own, defaults may bring a source. */
export const mayMiss = new Set(['Container.name', 'ScriptTemplate.name', 'ScriptTemplate.source']);

/** @returns {Promise<{definitions: Record<string, object>, kinds: object[], fieldsOf: (name: string) => {fields: Record<string, object>, required: string[], open: boolean}}>} */
export async function loadDefinitions() {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-generate-'));
  const outfile = path.join(scratch, 'schema.mjs');
  await build({
    entryPoints: [path.join(root, 'libs/api/src/schema/index.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  const { definitions, kindDefinitions } = await import(pathToFileURL(outfile));
  fs.rmSync(scratch, { recursive: true });
  checkReferences(definitions);
  return { definitions, kinds: kindDefinitions, fieldsOf: (name) => fieldsOf(definitions, name) };
}

/** Own fields come before inherited ones; rules are those of the type itself. */
function fieldsOf(definitions, name) {
  const definition = definitions[name];
  const base = definition['x-extends'] ? fieldsOf(definitions, definition['x-extends']) : { fields: {}, required: [], open: false };
  return {
    fields: { ...definition.properties, ...base.fields, ...definition.properties },
    required: [...new Set([...base.required, ...(definition.required ?? [])])],
    open: base.open || definition['x-kubernetes-preserve-unknown-fields'] === true,
  };
}

function checkReferences(definitions) {
  const visit = (place, schema) => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const name of [schema.$ref, schema['x-extends']])
      if (name && !definitions[name]) throw new Error(`${place} refers to ${name}, which is not defined`);
    for (const [key, value] of Object.entries(schema)) visit(`${place}.${key}`, value);
  };
  for (const [name, schema] of Object.entries(definitions)) visit(name, schema);
}

export function elementOfMap(schema) {
  return schema.patternProperties && Object.values(schema.patternProperties)[0];
}

export function write(file, text) {
  const target = path.join(root, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
}
