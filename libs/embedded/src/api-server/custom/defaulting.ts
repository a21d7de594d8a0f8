import { cloneJson, isJsonObject } from '../../store/object.ts';
import { memberSchema, type StructuralSchema } from './schema.ts';

/** Sets defaults of the schema in place. Parts shared with `previous` have theirs already. */
export function applySchemaDefaults(value: unknown, previous: unknown, schema: StructuralSchema): void {
  if (value === previous || !mayHaveDefaults(schema)) return;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items) for (const item of value) applySchemaDefaults(item, undefined, items);
    return;
  }
  if (isJsonObject(value)) applyMemberDefaults(value, isJsonObject(previous) ? previous : {}, schema);
}

function applyMemberDefaults(value: Record<string, unknown>, previous: Record<string, unknown>, schema: StructuralSchema): void {
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    if (member.default === undefined) continue;
    const isMissing = value[name] === undefined || (value[name] === null && !member.nullable);
    if (isMissing) value[name] = cloneJson(member.default);
  }
  for (const name in value) {
    const member = memberSchema(schema, name);
    if (member) applySchemaDefaults(value[name], previous[name], member);
  }
}

const known = new WeakMap<StructuralSchema, boolean>();

/** Whether a default stands anywhere below, so that most of a large schema is never walked. */
function mayHaveDefaults(schema: StructuralSchema): boolean {
  let found = known.get(schema);
  if (found === undefined) {
    const below = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
    found = below.some((child) => typeof child === 'object' && (child.default !== undefined || mayHaveDefaults(child)));
    known.set(schema, found);
  }
  return found;
}
