import { type ArtifactErrorCode, artifactError } from '../../driver.ts';
import { codeOfStatus, isNoneOfTheStore } from '../status-codes.ts';

interface ServiceError {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** The error of a store's answer, or of the way to it, as ours. */
export function failure(error: unknown, place: string): Error {
  if (isNoneOfTheStore(error)) return error;
  const { name = '', message = String(error), $metadata } = (error ?? {}) as ServiceError;
  const text = name === 'Error' || message.startsWith(name) ? message : `${name}: ${message}`;
  return artifactError(codeOf(name, $metadata?.httpStatusCode), `${place}: ${text}`, error);
}

/** True where the store says that there is no such object. */
export function isMissing(error: unknown): boolean {
  const { name, $metadata } = (error ?? {}) as ServiceError;
  return name !== 'NoSuchBucket' && (name === 'NoSuchKey' || name === 'NotFound' || $metadata?.httpStatusCode === 404);
}

const codes: Readonly<Record<string, ArtifactErrorCode>> = {
  NoSuchBucket: 'ARTIFACT_INVALID',
  NoSuchKey: 'ARTIFACT_NOT_FOUND',
  CredentialsProviderError: 'ARTIFACT_DENIED',
  ExpiredToken: 'ARTIFACT_DENIED',
  ExpiredTokenException: 'ARTIFACT_DENIED',
  InvalidAccessKeyId: 'ARTIFACT_DENIED',
  SignatureDoesNotMatch: 'ARTIFACT_DENIED',
  // Passing, although their status is one of the client's mistakes.
  RequestTimeout: 'ARTIFACT_FAILED',
  RequestTimeTooSkewed: 'ARTIFACT_FAILED',
  OperationAborted: 'ARTIFACT_FAILED',
  BadDigest: 'ARTIFACT_FAILED',
  IncompleteBody: 'ARTIFACT_FAILED',
};

function codeOf(name: string, status = 0): ArtifactErrorCode {
  // A 404 that names neither the bucket nor the object: a store, or what stands before it, that is not in order.
  return codes[name] ?? (status === 404 ? 'ARTIFACT_FAILED' : codeOfStatus(status));
}
