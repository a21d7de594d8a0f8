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
const byName: FieldShape = { type: 'map', keys: ['name'] };
const byType: FieldShape = { type: 'map', keys: ['type'] };
const byIp: FieldShape = { type: 'map', keys: ['ip'] };
const set: FieldShape = { type: 'set' };

/** Lists of the core kinds that are not atomic. Their names mean the same wherever they occur. */
const coreShapes: Readonly<Record<string, FieldShape>> = {
  conditions: byType,
  containers: byName,
  env: byName,
  ephemeralContainers: byName,
  finalizers: set,
  hostAliases: byIp,
  hostIPs: byIp,
  imagePullSecrets: byName,
  initContainers: byName,
  ownerReferences: { type: 'map', keys: ['uid'] },
  podIPs: byIp,
  ports: { type: 'map', keys: ['containerPort', 'protocol'] },
  resourceClaims: byName,
  secrets: byName,
  topologySpreadConstraints: { type: 'map', keys: ['topologyKey', 'whenUnsatisfiable'] },
  volumeDevices: { type: 'map', keys: ['devicePath'] },
  volumeMounts: { type: 'map', keys: ['mountPath'] },
  volumes: byName,
};

const metadataShapes: FieldShapes = (path, isList) => (isList ? metadataListShape(path) : granular);

const metadataListShape = (path: readonly string[]): FieldShape =>
  path[0] === 'metadata' ? (coreShapes[path.at(-1) ?? ''] ?? atomic) : atomic;

/** Shapes of the built-in kinds. */
export const coreFieldShapes: FieldShapes = (path, isList) => (isList ? coreListShape(path) : granular);

const coreListShape = (path: readonly string[]): FieldShape => coreShapes[path.at(-1) ?? ''] ?? atomic;

/** Shapes that a CRD's schema declares with `x-kubernetes-list-type`. */
export function schemaFieldShapes(schema: Schema | undefined): FieldShapes {
  return (path, isList) => {
    if (path[0] === 'metadata') return metadataShapes(path, isList);
    const found = path.reduce<Schema | undefined>((at, step) => childOf(at, step), schema);
    if (!isList) return found?.['x-kubernetes-map-type'] === 'atomic' ? atomic : granular;
    return found ? declaredListShape(found) : atomic;
  };
}

function declaredListShape(schema: Schema): FieldShape {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] === 'map' && keys) return { type: 'map', keys };
  return schema['x-kubernetes-list-type'] === 'set' ? set : atomic;
}

export interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

function childOf(schema: Schema | undefined, step: string): Schema | undefined {
  if (step === '[]') return schema?.items;
  const additional = schema?.additionalProperties;
  return schema?.properties?.[step] ?? (typeof additional === 'object' ? additional : undefined);
}
