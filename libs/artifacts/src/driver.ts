import type { Artifact } from '@argosy/api';
import { OperationalError, type RetryAdvice } from '@argosy/std';

/** An artifact with its location complete: nothing is left to be filled in from a repository. */
export type LocatedArtifact = Artifact;

/** One kind of artifact store. Paths are files or folders of this machine. Failures are OperationalErrors (`ARTIFACT_…`). */
export interface ArtifactDriver {
  /** Fetches the content to `path`: a file, or a folder where the key names one. Throws `ARTIFACT_NOT_FOUND`. */
  load(artifact: LocatedArtifact, path: string): Promise<void>;
  /** Stores the file or folder at `path`. */
  save(path: string, artifact: LocatedArtifact): Promise<void>;
  /** Keys below the artifact's key. */
  list(artifact: LocatedArtifact): Promise<readonly string[]>;
  delete(artifact: LocatedArtifact): Promise<void>;
  isDirectory(artifact: LocatedArtifact): Promise<boolean>;
}

export function artifactError(
  code: 'NOT_FOUND' | 'UNSUPPORTED' | 'INVALID' | 'FAILED',
  message: string,
  cause?: unknown,
): OperationalError {
  const retry: RetryAdvice = code === 'FAILED' ? 'backoff' : 'never';
  return new OperationalError(message, { code: `ARTIFACT_${code}`, retry, ...(cause !== undefined && { cause }) });
}
