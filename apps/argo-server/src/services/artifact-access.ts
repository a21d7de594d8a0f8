import type { Artifact, Workflow } from '@argosy/api';
import { type ArtifactDriver, driverFor } from '@argosy/artifacts';
import { hasLocation, locate, type Repository, repositoryOf } from '@argosy/pod-plan';
import { isErrorWithCode } from '@argosy/std';
import { ApiFailure, notFound } from '../api/failure.ts';
import type { Caller } from '../auth/caller.ts';
import { secretsOf } from './secrets.ts';
import type { Services } from './services.ts';

export interface ArtifactPlace {
  readonly nodeId: string;
  readonly direction: 'inputs' | 'outputs';
  readonly name: string;
}

/** An artifact with its location complete, and who can read it. */
export interface OpenArtifact {
  readonly artifact: Artifact;
  readonly driver: ArtifactDriver;
}

/** Finds an artifact of a node (acceptance 8-047 to 8-050). Secrets are read with the caller's rights. */
export async function openArtifact(
  services: Services,
  caller: Caller,
  { workflow, place }: { readonly workflow: Workflow; readonly place: ArtifactPlace },
): Promise<OpenArtifact> {
  const node = workflow.status?.nodes?.[place.nodeId];
  if (node === undefined) throw notFound(`node "${place.nodeId}" not found`);
  const artifact = node[place.direction]?.artifacts?.find(({ name }) => name === place.name);
  if (artifact === undefined) throw notFound(`artifact "${place.name}" not found`);
  if (artifact.deleted) throw notFound(`artifact "${place.name}" was deleted`);
  return openLocated(services, caller, {
    artifact,
    repository: repositoryOfWorkflow(services, workflow),
    namespace: workflow.metadata.namespace ?? '',
  });
}

/** The repository in which a workflow's keys are. */
export function repositoryOfWorkflow({ settings }: Services, { status }: Workflow): Repository | undefined {
  const { artifactRepository } = settings();
  return repositoryOf(status?.artifactRepositoryRef ?? (artifactRepository === undefined ? undefined : { artifactRepository }));
}

interface Unlocated {
  readonly artifact: Artifact;
  readonly repository: Repository | undefined;
  readonly namespace: string;
}

/** The driver of an artifact whose location is filled in from a repository. */
export async function openLocated(
  _services: Services,
  caller: Caller,
  { artifact, repository, namespace }: Unlocated,
): Promise<OpenArtifact> {
  const located = locate(artifact, repository);
  if (!hasLocation(located)) throw notFound(`artifact "${artifact.name}" has no location`);
  return { artifact: located, driver: await driverFor(located, { secrets: secretsOf(caller.client, namespace) }) };
}

/** Failures of drivers in the terms of the API. */
export function artifactFailure(error: unknown): unknown {
  if (isErrorWithCode(error, 'ARTIFACT_NOT_FOUND')) return new ApiFailure('NOT_FOUND', (error as Error).message, error);
  if (isErrorWithCode(error, 'ARTIFACT_DENIED')) return new ApiFailure('PERMISSION_DENIED', (error as Error).message, error);
  if (isErrorWithCode(error, 'ARTIFACT_UNSUPPORTED')) return new ApiFailure('UNIMPLEMENTED', (error as Error).message, error);
  if (isErrorWithCode(error, 'ARTIFACT_INVALID') || isErrorWithCode(error, 'ARTIFACT_UNSAFE'))
    return new ApiFailure('INVALID_ARGUMENT', (error as Error).message, error);
  if (isErrorWithCode(error, 'ARTIFACT_FAILED')) return new ApiFailure('UNAVAILABLE', (error as Error).message, error);
  return error;
}
