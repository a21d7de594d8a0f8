import type { Artifact, ArtifactRepositoryRefStatus, WorkflowArtifactGCTask } from '@argosy/api';
import { keyFieldOf, kindOf, locate, type Repository, repositoryOf } from '@argosy/pod-plan';
import type { ArtifactGcObservation } from './observation.ts';
import { type DeletionStrategy, strategyOf } from './strategy.ts';

/** An artifact of a node. */
export interface Found {
  readonly nodeId: string;
  readonly artifact: Artifact;
  /** With its place complete. */
  readonly located: Artifact;
  /** Equal for artifacts that are one object of the store. */
  readonly place: string;
}

/** An artifact that is to be deleted some time and is still there. */
export interface Garbage extends Found {
  readonly strategy: DeletionStrategy;
}

/** Artifacts of nodes that ran a pod (acceptance 5-051); what a memoized step took from another workflow is not this one's to delete. */
export function garbageOf({ workflow, spec, repository }: ArtifactGcObservation): readonly Garbage[] {
  const completing = repositoryOf(repository);
  return Object.values(workflow.status?.nodes ?? {}).flatMap((node) => {
    if (node.type !== 'Pod' || node.memoizationStatus?.hit) return [];
    return (node.outputs?.artifacts ?? []).flatMap((artifact) => {
      const strategy = strategyOf(artifact, spec);
      if (artifact.deleted || strategy === undefined) return [];
      return [{ ...found(node.id, artifact, completing), strategy }];
    });
  });
}

/** The artifacts that a task is about, whatever became of them since. */
export function contentOf(task: WorkflowArtifactGCTask, repository: ArtifactRepositoryRefStatus | undefined): readonly Found[] {
  const completing = repositoryOf(repository);
  return Object.entries(task.spec.artifactsByNode ?? {}).flatMap(([nodeId, { artifacts = {} }]) =>
    Object.values(artifacts).map((artifact) => found(nodeId, artifact, completing)),
  );
}

/** What is said of each artifact, by node and name, as tasks hold it. */
export function byNode<T, N>(said: readonly (readonly [Found, T])[], nodeOf: (byName: Record<string, T>) => N): Record<string, N> {
  const nodes = new Map<string, Map<string, T>>();
  for (const [{ nodeId, artifact }, value] of said) {
    const names = nodes.get(nodeId) ?? new Map<string, T>();
    nodes.set(nodeId, names.set(artifact.name, value));
  }
  return Object.fromEntries([...nodes].map(([nodeId, names]) => [nodeId, nodeOf(Object.fromEntries(names))]));
}

function found(nodeId: string, artifact: Artifact, repository: Repository | undefined): Found {
  const located = locate(artifact, repository);
  return { nodeId, artifact, located, place: placeOf(located) };
}

function placeOf(located: Artifact): string {
  const kind = kindOf(located);
  if (kind === undefined) return `none/${located.name}`;
  const fields = located[kind] as Readonly<Record<string, unknown>>;
  const key = keyFieldOf(kind);
  return JSON.stringify([kind, fields['endpoint'], fields['bucket'], fields['container'], fields['path'], key && fields[key]]);
}
