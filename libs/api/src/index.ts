export { crds, type CustomResourceDefinition } from './crds.ts';
export type * from './types.ts';
