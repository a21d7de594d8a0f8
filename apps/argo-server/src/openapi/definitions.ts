import fs from 'node:fs';
import path from 'node:path';

export type Schema = Readonly<Record<string, unknown>>;
export type Definitions = Readonly<Record<string, Schema>>;

/** Definitions of all types of manifests, by name, from the generated JSON Schemas; none where the folder is missing. */
export function readDefinitions(folder: string): Definitions {
  if (!fs.existsSync(folder)) return {};
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.assign(
    {},
    ...files.map((name) => (JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as { readonly $defs: Definitions }).$defs),
  ) as Definitions;
}
