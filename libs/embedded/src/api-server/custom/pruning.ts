import { isJsonObject } from '../../store/object.ts';
import { keepsUnknown, memberSchema, type StructuralSchema } from './schema.ts';

/** Fields of the root that belong to every object and are not in the schema's care. */
const rootFields = new Set(['apiVersion', 'kind', 'metadata']);

/** Removes what the schema does not know, and returns the paths of what was removed. Parts shared with `previous` are clean already. */
export function pruneObject(object: object, previous: object | undefined, schema: StructuralSchema): readonly string[] {
  const removed: string[] = [];
  prune({ value: object, previous, path: '' }, schema, { removed, isRoot: true });
  return removed;
}

interface Position {
  readonly value: unknown;
  readonly previous: unknown;
  readonly path: string;
}

interface PruneContext {
  readonly removed: string[];
  /** The root and embedded resources have metadata, which no schema describes. */
  readonly isRoot: boolean;
}

function prune({ value, previous, path }: Position, schema: StructuralSchema, context: PruneContext): void {
  if (value === previous) return;
  if (Array.isArray(value)) pruneItems(value, { schema, path, removed: context.removed });
  else if (isJsonObject(value)) pruneMembers({ value, previous, path }, schema, context);
}

function pruneItems(
  items: readonly unknown[],
  { schema, path, removed }: { readonly schema: StructuralSchema; readonly path: string; readonly removed: string[] },
): void {
  const { items: itemSchema } = schema;
  if (!itemSchema) return;
  items.forEach((value, i) =>
    prune({ value, previous: undefined, path: `${path}[${i}]` }, itemSchema, {
      removed,
      isRoot: itemSchema['x-kubernetes-embedded-resource'] === true,
    }),
  );
}

function pruneMembers({ value, previous, path }: Position, schema: StructuralSchema, { removed, isRoot }: PruneContext): void {
  if (!isJsonObject(value)) return;
  const before = isJsonObject(previous) ? previous : {};
  for (const name of Object.keys(value)) {
    if (isRoot && rootFields.has(name)) continue;
    const at = path === '' ? name : `${path}.${name}`;
    const member = memberSchema(schema, name);
    if (member)
      prune({ value: value[name], previous: before[name], path: at }, member, {
        removed,
        isRoot: member['x-kubernetes-embedded-resource'] === true,
      });
    else if (!keepsUnknown(schema)) {
      delete value[name];
      removed.push(at);
    }
  }
}
