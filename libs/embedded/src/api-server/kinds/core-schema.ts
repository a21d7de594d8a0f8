import { InvariantError } from '@argosy/std';
import type { StructuralSchema } from '../custom/schema.ts';
import { coreTypes } from './core-types.gen.ts';

/** The schema of a core type: Pod, ConfigMap, PodSpec … */
export function coreSchema(typeName: string): StructuralSchema {
  const known = schemas.get(typeName);
  if (known) return known;
  const line = types().get(typeName);
  if (!line) throw new InvariantError(`no core type is called ${typeName}`);
  const schema = schemaOf(line, (fieldType) => fieldSchema(fieldType, coreSchema));
  schemas.set(typeName, schema);
  return schema;
}

/** All core types as an OpenAPI document holds them: types refer to each other by name. */
export function coreComponents(): Readonly<Record<string, StructuralSchema>> {
  components ??= Object.fromEntries(
    [...types()].map(([name, line]) => [`${componentPrefix}${name}`, schemaOf(line, (type) => fieldSchema(type, refer))]),
  );
  return components;
}

let components: Readonly<Record<string, StructuralSchema>> | undefined;

function refer(typeName: string): StructuralSchema {
  const reference: object = { $ref: `#/components/schemas/${componentPrefix}${typeName}` };
  return { allOf: [reference], default: {} };
}

/** What stands before a core type's name in an OpenAPI document. */
export const componentPrefix = 'io.k8s.api.';

const schemas = new Map<string, StructuralSchema>();
let lines: ReadonlyMap<string, TypeLine> | undefined;

interface TypeLine {
  readonly isAtomic: boolean;
  readonly fields: readonly string[];
}

function types(): ReadonlyMap<string, TypeLine> {
  lines ??= new Map(
    coreTypes
      .trim()
      .split('\n')
      .map((line) => {
        const [head = '', fields = ''] = line.split('\t');
        const [name = '', atomic] = head.split(' ');
        return [name, { isAtomic: atomic !== undefined, fields: fields.split('; ').filter(Boolean) }];
      }),
  );
  return lines;
}

const fieldPattern = /^(\w[\w.$-]*)(!?):(\S+)(.*)$/;

function schemaOf({ isAtomic, fields }: TypeLine, schemaOfType: (fieldType: string) => StructuralSchema): StructuralSchema {
  const properties: Record<string, StructuralSchema> = {};
  const required: string[] = [];
  for (const field of fields) {
    const [, name = '', isRequired, fieldType = '', merging = ''] = fieldPattern.exec(field) ?? [];
    properties[name] = { ...schemaOfType(fieldType), ...mergingOf(merging) };
    if (isRequired) required.push(name);
  }
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
    ...(isAtomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
  };
}

const scalars: Readonly<Record<string, StructuralSchema>> = {
  string: { type: 'string' },
  int: { type: 'integer' },
  number: { type: 'number' },
  bool: { type: 'boolean' },
  time: { type: 'string', format: 'date-time' },
  quantity: { format: 'quantity' },
  intOrString: { 'x-kubernetes-int-or-string': true },
  any: { 'x-kubernetes-preserve-unknown-fields': true },
};

function fieldSchema(fieldType: string, named: (typeName: string) => StructuralSchema): StructuralSchema {
  if (fieldType.startsWith('[]')) return { type: 'array', items: fieldSchema(fieldType.slice(2), named) };
  if (fieldType.startsWith('{}')) return { type: 'object', additionalProperties: fieldSchema(fieldType.slice(2), named) };
  return scalars[fieldType] ?? named(fieldType);
}

/** `map(name) merge(name)`, `set merge`, `merge(name) retainKeys`. */
function mergingOf(text: string): StructuralSchema {
  const list = /\bmap\(([^)]*)\)/.exec(text);
  const merge = /\bmerge(?:\((\w+)\))?/.exec(text);
  return {
    ...(list ? { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': list[1]?.split(',') ?? [] } : {}),
    ...(/\bset\b/.test(text) ? { 'x-kubernetes-list-type': 'set' } : {}),
    ...(merge ? { 'x-kubernetes-patch-strategy': 'merge' } : {}),
    ...(merge?.[1] ? { 'x-kubernetes-patch-merge-key': merge[1] } : {}),
  };
}
