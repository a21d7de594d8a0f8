export { crds, type CustomResourceDefinition } from './crds.ts';
export { decode, type Decoded, type DecodeProblem } from './manifest/decode.ts';
export { nearest } from './manifest/nearest.ts';
export type { Problem } from './manifest/problem.ts';
export { formatPath, type ManifestDocument, readManifests, type ReadOptions, type ReadResult } from './manifest/read-manifests.ts';
export type * from './types.ts';
