import type { S3Artifact } from '@argosy/api';
import { artifactError, type LocatedArtifact, type SecretReader, type SecretSelector } from '../../driver.ts';
import { keyNamed } from '../../object-store/object-store.ts';

/** Where an object lies, all secrets read. */
export interface S3Location {
  readonly artifact: S3Artifact;
  readonly bucket: string;
  /** Without a slash at its end. */
  readonly key: string;
  readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  readonly certificateAuthority?: string;
  readonly customerKey?: string;
}

/** Reads the location and what its secrets hold; `whole`: it may be the bucket. Throws `ARTIFACT_INVALID` where something is missing. */
export async function readLocation({ s3: artifact }: LocatedArtifact, secrets: SecretReader, whole = false): Promise<S3Location> {
  if (!artifact?.endpoint || !artifact.bucket) throw artifactError('ARTIFACT_INVALID', 's3 needs endpoint and bucket');
  const key = keyNamed(artifact.key, { by: 's3', field: 'key', whole });
  const certificateAuthority = await valueOf(artifact.caSecret, secrets);
  const customerKey = await valueOf(artifact.encryptionOptions?.serverSideCustomerKeySecret, secrets);
  return {
    artifact,
    bucket: artifact.bucket,
    key,
    ...(await keysOf(artifact, secrets)),
    ...(certificateAuthority && { certificateAuthority }),
    ...(customerKey && { customerKey }),
  };
}

async function keysOf(artifact: S3Artifact, secrets: SecretReader): Promise<Pick<S3Location, 'keys'>> {
  const accessKeyId = await valueOf(artifact.accessKeySecret, secrets);
  const secretAccessKey = await valueOf(artifact.secretKeySecret, secrets);
  if (!accessKeyId || !secretAccessKey) return {};
  const sessionToken = await valueOf(artifact.sessionTokenSecret, secrets);
  return { keys: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } };
}

async function valueOf(selector: SecretSelector | undefined, secrets: SecretReader): Promise<string | undefined> {
  return selector?.key ? secrets(selector) : undefined;
}
