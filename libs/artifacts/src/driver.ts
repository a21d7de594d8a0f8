import type { Readable } from 'node:stream';
import type { Artifact } from '@argosy/api';
import { OperationalError, type RetryAdvice } from '@argosy/std';

/** An artifact with its location complete: nothing is left to be filled in from a repository. */
export type LocatedArtifact = Artifact;

/** One kind of artifact store. Paths are files or folders of this machine. Failures are OperationalErrors with an ArtifactErrorCode. */
export interface ArtifactDriver {
  /** Fetches the content to `path`, which does not exist yet: a file, or a folder where the key names one. Throws `ARTIFACT_NOT_FOUND`. */
  load(artifact: LocatedArtifact, path: string): Promise<void>;
  /** Stores the file or folder at `path`, in place of what was there. */
  save(path: string, artifact: LocatedArtifact): Promise<void>;
  /** The content of one file. Throws `ARTIFACT_NOT_FOUND` before anything is read. */
  openStream(artifact: LocatedArtifact): Promise<Readable>;
  /** Stores what the stream gives. Nothing is stored when it fails. */
  saveStream(content: Readable, artifact: LocatedArtifact): Promise<void>;
  /** Removes the file or folder; it is no error that there is none. */
  delete(artifact: LocatedArtifact): Promise<void>;
  /** Keys of the files at and below the artifact's key, sorted. Throws `ARTIFACT_NOT_FOUND`. */
  list(artifact: LocatedArtifact): Promise<readonly string[]>;
  isDirectory(artifact: LocatedArtifact): Promise<boolean>;
}

export type ArtifactErrorCode =
  | 'ARTIFACT_NOT_FOUND'
  | 'ARTIFACT_UNSUPPORTED'
  | 'ARTIFACT_INVALID'
  | 'ARTIFACT_DENIED'
  | 'ARTIFACT_UNSAFE'
  | 'ARTIFACT_FAILED';

const retries: Readonly<Record<ArtifactErrorCode, RetryAdvice>> = {
  ARTIFACT_NOT_FOUND: 'never',
  ARTIFACT_UNSUPPORTED: 'never',
  ARTIFACT_INVALID: 'never',
  ARTIFACT_DENIED: 'never',
  ARTIFACT_UNSAFE: 'never',
  // The store or the way to it is out of order: later it may not be.
  ARTIFACT_FAILED: 'backoff',
};

/** An error of a driver; its code says whether trying again can help. */
export function artifactError(code: ArtifactErrorCode, message: string, cause?: unknown): OperationalError {
  return new OperationalError(message, { code, retry: retries[code], ...(cause !== undefined && { cause }) });
}

/** The error of a store from which nothing can be deleted; Argo's words (acceptance 5-014). */
export async function refuseDelete(): Promise<never> {
  throw artifactError(
    'ARTIFACT_UNSUPPORTED',
    'delete not supported for this artifact storage, please check the following issue for details: https://github.com/argoproj/argo-workflows/issues/3102',
  );
}

/** Where a secret's value is read: files that the pod mounts, or the API server. */
export type SecretReader = (selector: SecretSelector) => Promise<string>;

export interface SecretSelector {
  readonly name?: string | undefined;
  readonly key: string;
}

export interface DriverOptions {
  readonly secrets: SecretReader;
  /** How large objects are sent: so many parts of so many bytes at once. */
  readonly uploads?: { readonly threads: number; readonly partSize: number };
  /** Variables by which cloud libraries and plugins are set up; absent: none. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Seconds that artifact plugins may take until they answer, by name; 5 where absent. An artifact may say otherwise. */
  readonly pluginTimeouts?: Readonly<Record<string, number>>;
  /** Folder with the sockets of artifact plugins; `/tmp/artifact-plugins` where absent. */
  readonly plugins?: string;
}

/** Makes a driver of one kind. */
export type DriverFactory = (options: DriverOptions) => ArtifactDriver;
