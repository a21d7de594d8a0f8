import { type ArtifactDriver, artifactError, type DriverFactory, type DriverOptions, type LocatedArtifact } from './driver.ts';

/** Every kind of location that an artifact can have. */
export type ArtifactKind = 'artifactory' | 'azure' | 'gcs' | 'git' | 'hdfs' | 'http' | 'local' | 'oss' | 'plugin' | 'raw' | 's3';

/** Drivers load when they are needed: their libraries are large. `undefined`: there is no driver of that kind in this version. */
const drivers: Readonly<Record<ArtifactKind, (() => Promise<DriverFactory>) | undefined>> = {
  artifactory: undefined,
  azure: undefined,
  gcs: undefined,
  git: async () => (await import('./drivers/git/git.ts')).gitDriver,
  hdfs: undefined,
  http: async () => (await import('./drivers/http.ts')).httpDriver,
  local: async () => (await import('./drivers/local.ts')).localDriver,
  oss: undefined,
  plugin: undefined,
  raw: async () => (await import('./drivers/raw.ts')).rawDriver,
  s3: async () => (await import('./drivers/s3/s3.ts')).s3Driver,
};

const kinds = Object.keys(drivers) as readonly ArtifactKind[];

/** The driver of an artifact's location. Throws `ARTIFACT_INVALID` without a location, `ARTIFACT_UNSUPPORTED` where there is no driver. */
export async function driverFor(artifact: LocatedArtifact, options: DriverOptions): Promise<ArtifactDriver> {
  const kind = kinds.find((candidate) => artifact[candidate]);
  if (kind === undefined) throw artifactError('ARTIFACT_INVALID', 'it has no location: configure an artifact repository, or give it one');
  const load = drivers[kind];
  if (load === undefined) throw artifactError('ARTIFACT_UNSUPPORTED', `this version of Argosy has no driver for ${kind} artifacts`);
  return (await load())(options);
}
