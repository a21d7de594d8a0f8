import { type ArtifactErrorCode, artifactError } from '../driver.ts';

const statuses: Readonly<Record<number, ArtifactErrorCode>> = {
  401: 'ARTIFACT_DENIED',
  403: 'ARTIFACT_DENIED',
  404: 'ARTIFACT_NOT_FOUND',
  408: 'ARTIFACT_FAILED',
  425: 'ARTIFACT_FAILED',
  429: 'ARTIFACT_FAILED',
};

/** What an HTTP status means for an artifact. 0: no answer came, the way to the store is out of order (acceptance 5-012, 5-013). */
export function codeOfStatus(status: number): ArtifactErrorCode {
  return statuses[status] ?? (status >= 400 && status < 500 ? 'ARTIFACT_INVALID' : 'ARTIFACT_FAILED');
}

const localCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EACCES', 'EROFS', 'ENOENT', 'EDQUOT']);

/** Ours already, or of the local files that are read or written: no other attempt mends those. */
export function isNoneOfTheStore(error: unknown): error is Error {
  const code = String((error as { readonly code?: unknown } | undefined)?.code);
  return error instanceof Error && (code.startsWith('ARTIFACT_') || localCodes.has(code));
}

/** An error of a store's library as ours; `status` is that of the answer, 0 where there was none. */
export function storeFailure(error: unknown, place: string, status: number): Error {
  if (isNoneOfTheStore(error)) return error;
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  return artifactError(codeOfStatus(status), `${place}: ${message}`, error);
}
