import { memberSchema, type StructuralSchema } from '../custom/schema.ts';
import { coreSchema } from '../kinds/core-schema.ts';

/** How a list or an object is merged: part by part, item by item under keys, as a set of scalars, or as a whole. */
export type FieldShape =
  | { readonly type: 'granular' }
  | { readonly type: 'map'; readonly keys: readonly string[] }
  | { readonly type: 'set' }
  | { readonly type: 'atomic' };

/** Finds the shape of the value at a path of field names; list items count as one step named `[]`. Objects are granular unless they say otherwise. */
export type FieldShapes = (path: readonly string[], isList: boolean) => FieldShape;

const granular: FieldShape = { type: 'granular' };
const atomic: FieldShape = { type: 'atomic' };
const set: FieldShape = { type: 'set' };

/** Shapes that a schema declares with `x-kubernetes-list-type` and `x-kubernetes-map-type`; metadata is the same in all kinds. */
export function fieldShapes(schema: StructuralSchema | undefined): FieldShapes {
  return (path, isList) => {
    const isMetadata = path[0] === 'metadata';
    const root = isMetadata ? coreSchema('ObjectMeta') : schema;
    const found = (isMetadata ? path.slice(1) : path).reduce<StructuralSchema | undefined>(childOf, root);
    if (!isList) return found?.['x-kubernetes-map-type'] === 'atomic' ? atomic : granular;
    return found ? listShape(found) : atomic;
  };
}

function listShape(schema: StructuralSchema): FieldShape {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] === 'map' && keys) return { type: 'map', keys };
  return schema['x-kubernetes-list-type'] === 'set' ? set : atomic;
}

function childOf(schema: StructuralSchema | undefined, step: string): StructuralSchema | undefined {
  if (!schema) return undefined;
  return step === '[]' ? schema.items : memberSchema(schema, step);
}
