import type { ArtifactDriver, LocatedArtifact } from './driver.ts';
import { artifactError } from './driver.ts';

type Kind = 'local' | 'raw' | 'http';

/** Drivers load when they are needed: their libraries are large. A new kind is one line here. */
const drivers: { readonly [K in Kind]: () => Promise<ArtifactDriver> } = {
  local: async () => (await import('./drivers/local.ts')).localDriver,
  raw: async () => (await import('./drivers/raw.ts')).rawDriver,
  http: async () => (await import('./drivers/http.ts')).httpDriver,
};

const known = ['local', 'raw', 'http', 's3', 'gcs', 'azure', 'oss', 'hdfs', 'git', 'artifactory', 'plugin'] as const;

/** The driver for an artifact's location; `ARTIFACT_UNSUPPORTED` for kinds that there is no driver for yet. */
export async function driverFor(artifact: LocatedArtifact): Promise<ArtifactDriver> {
  const kind = known.find((candidate) => artifact[candidate]);
  if (kind === undefined)
    throw artifactError('INVALID', `artifact ${artifact.name} has no location: configure an artifact repository, or give the artifact one`);
  if (!(kind in drivers)) throw artifactError('UNSUPPORTED', `artifact ${artifact.name}: this version of Argosy has no driver for ${kind}`);
  return drivers[kind as Kind]();
}
