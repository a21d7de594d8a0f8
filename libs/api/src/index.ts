export type { CustomResourceDefinition } from './custom-resource-definition.ts';
export { crds } from './generated/crds.gen.ts';
export { annotations, finalizers, labels, labelSafe } from './labels.ts';
export { decode, type Decoded, type DecodeOptions, type DecodeProblem } from './manifest/decode.ts';
export { nearest } from './manifest/nearest.ts';
export type { Problem } from './manifest/problem.ts';
export {
  formatPath,
  locate,
  type ManifestDocument,
  type Path,
  type Position,
  readManifests,
  type ReadOptions,
  type ReadResult,
} from './manifest/read-manifests.ts';
export { yamlSyntaxProblem } from './manifest/yaml-syntax.ts';
export { type MergeRules, mergeRules } from './merge-keys.ts';
export { type ContainerFile, containerFile, paths } from './paths.ts';
export { apiGroup, apiVersion, type KindDescriptor, resourceTypes } from './resource-types.ts';
export type * from './generated/types.gen.ts';
export type * from './type-names.ts';
