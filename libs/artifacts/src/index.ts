export { packTar } from './archive/pack-tar.ts';
export { unpackTar } from './archive/unpack-tar.ts';
export type {
  ArtifactDriver,
  ArtifactErrorCode,
  DriverFactory,
  DriverOptions,
  LocatedArtifact,
  SecretReader,
  SecretSelector,
} from './driver.ts';
export { artifactError } from './driver.ts';
export { type ArtifactKind, driverFor } from './registry.ts';
export { defaultRetryPolicy, type RetryPolicy, withRetries } from './retry.ts';
export { loadArtifact, saveArtifact, type TransferOptions } from './transfer.ts';
