export { decideArtifactGc } from './decide-artifact-gc.ts';
export type { ArtifactGcDecision, ArtifactGcObservation, GcPodFacts, GcWork } from './observation.ts';
export { type DeletionStrategy, strategyOf, wantsArtifactGc } from './strategy.ts';
