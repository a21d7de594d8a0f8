import { stringify } from 'yaml';

/** YAML as kubectl and Argo write it: keys in order, sequences not indented, long lines whole. */
export function yamlText(value: unknown): string {
  return stringify(JSON.parse(JSON.stringify(value)), {
    sortMapEntries: true,
    indentSeq: false,
    lineWidth: 0,
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
  });
}
