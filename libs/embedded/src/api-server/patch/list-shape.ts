/** How a list is merged: item by item under keys, as a set of scalars, or as a whole. */
export type ListShape = { readonly type: 'map'; readonly keys: readonly string[] } | { readonly type: 'set' } | { readonly type: 'atomic' };

/** Finds the shape of the list at a path of field names; list items count as one step named `[]`. */
export type ListShapes = (path: readonly string[]) => ListShape;

const atomic: ListShape = { type: 'atomic' };
const byName: ListShape = { type: 'map', keys: ['name'] };
const byType: ListShape = { type: 'map', keys: ['type'] };
const byIp: ListShape = { type: 'map', keys: ['ip'] };
const set: ListShape = { type: 'set' };

/** Lists of the core kinds that are not atomic. Their names mean the same wherever they occur. */
const coreShapes: Readonly<Record<string, ListShape>> = {
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

const metadataShapes: ListShapes = (path) => (path[0] === 'metadata' ? (coreShapes[path.at(-1) ?? ''] ?? atomic) : atomic);

/** Shapes of the built-in kinds. */
export const coreListShapes: ListShapes = (path) => coreShapes[path.at(-1) ?? ''] ?? atomic;

/** Shapes that a CRD's schema declares with `x-kubernetes-list-type`. */
export function schemaListShapes(schema: Schema | undefined): ListShapes {
  return (path) => {
    if (path[0] === 'metadata') return metadataShapes(path);
    const found = path.reduce<Schema | undefined>((at, step) => childOf(at, step), schema);
    const keys = found?.['x-kubernetes-list-map-keys'];
    if (found?.['x-kubernetes-list-type'] === 'map' && keys) return { type: 'map', keys };
    return found?.['x-kubernetes-list-type'] === 'set' ? set : atomic;
  };
}

export interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

function childOf(schema: Schema | undefined, step: string): Schema | undefined {
  if (step === '[]') return schema?.items;
  const additional = schema?.additionalProperties;
  return schema?.properties?.[step] ?? (typeof additional === 'object' ? additional : undefined);
}
