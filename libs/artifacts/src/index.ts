export type { ArtifactDriver, LocatedArtifact } from './driver.ts';
export { driverFor } from './registry.ts';
export { loadArtifact, saveArtifact } from './transfer.ts';
