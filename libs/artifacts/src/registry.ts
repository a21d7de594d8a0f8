import { type ArtifactDriver, artifactError, type DriverFactory, type DriverOptions, type LocatedArtifact } from './driver.ts';

/** Every kind of location that an artifact can have. */
export type ArtifactKind = 'artifactory' | 'azure' | 'gcs' | 'git' | 'hdfs' | 'http' | 'local' | 'oss' | 'plugin' | 'raw' | 's3';

/** Drivers load when they are needed: their libraries are large. */
const drivers: Readonly<Record<ArtifactKind, () => Promise<DriverFactory>>> = {
  artifactory: async () => (await import('./drivers/artifactory.ts')).artifactoryDriver,
  azure: async () => (await import('./drivers/azure/azure.ts')).azureDriver,
  gcs: async () => (await import('./drivers/gcs/gcs.ts')).gcsDriver,
  git: async () => (await import('./drivers/git/git.ts')).gitDriver,
  hdfs: async () => (await import('./drivers/hdfs/hdfs.ts')).hdfsDriver,
  http: async () => (await import('./drivers/http.ts')).httpDriver,
  local: async () => (await import('./drivers/local.ts')).localDriver,
  oss: async () => (await import('./drivers/oss/oss.ts')).ossDriver,
  plugin: async () => (await import('./drivers/plugin/plugin.ts')).pluginDriver,
  raw: async () => (await import('./drivers/raw.ts')).rawDriver,
  s3: async () => (await import('./drivers/s3/s3.ts')).s3Driver,
};

const kinds = Object.keys(drivers) as readonly ArtifactKind[];

/** The driver of an artifact's location. Throws `ARTIFACT_INVALID` without a location. */
export async function driverFor(artifact: LocatedArtifact, options: DriverOptions): Promise<ArtifactDriver> {
  const kind = kinds.find((candidate) => artifact[candidate]);
  if (kind === undefined) throw artifactError('ARTIFACT_INVALID', 'it has no location: configure an artifact repository, or give it one');
  return (await drivers[kind]())(options);
}
