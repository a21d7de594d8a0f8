import type { Artifact, ArtifactResult, NodeStatus, WorkflowArtifactGCTask } from '@argosy/api';
import { countedArtifacts } from './new-work.ts';
import { byNode, contentOf, type Found } from './garbage.ts';
import type { ArtifactGcObservation, GcPodFacts } from './observation.ts';

type TaskStatus = NonNullable<WorkflowArtifactGCTask['status']>;

/** What became of the artifacts of a task whose pod has ended. What its report does not speak of counts as failed. */
export function resultsOf({ repository }: ArtifactGcObservation, task: WorkflowArtifactGCTask, pod: GcPodFacts): TaskStatus {
  const covered = contentOf(task, repository);
  const errors = errorsByPlace(countedArtifacts(covered), pod);
  const results = covered.map((one): [Found, ArtifactResult] => {
    const error = errors.get(one.place);
    return [one, { name: one.artifact.name, success: error === undefined, ...(error !== undefined && { error }) }];
  });
  return { artifactResultsByNode: byNode(results, (artifactResults) => ({ artifactResults })) };
}

function errorsByPlace(counted: readonly Found[], { report, name, phase, message }: GcPodFacts): ReadonlyMap<string, string> {
  if (report === undefined) {
    const why = message === '' ? `it ended as ${phase}` : message;
    return new Map(counted.map(({ place }) => [place, `pod ${name} did not report: ${why}`]));
  }
  const [first] = report.failures;
  if (report.incomplete) return new Map(counted.map(({ place }) => [place, first?.error ?? 'not known: too many artifacts failed']));
  return new Map(
    report.failures.flatMap(({ error, artifacts }) =>
      artifacts.flatMap((index): [string, string][] => {
        const one = counted[index];
        return one ? [[one.place, error]] : [];
      }),
    ),
  );
}

/** True once the results of a task's pod are in it. */
export function isProcessed({ status }: WorkflowArtifactGCTask): boolean {
  return status?.artifactResultsByNode !== undefined && Object.keys(status.artifactResultsByNode).length > 0;
}

/** The first error of a task; `undefined` where everything is gone. */
export function firstError({ artifactResultsByNode = {} }: TaskStatus): string | undefined {
  const results = Object.values(artifactResultsByNode).flatMap(({ artifactResults = {} }) => Object.values(artifactResults));
  return results.find(({ success }) => !success)?.error;
}

/** Nodes with the artifacts that are gone marked so (acceptance 5-049); nodes without any stay the same objects. */
export function markDeleted(
  nodes: Readonly<Record<string, NodeStatus>>,
  statuses: readonly TaskStatus[],
): Readonly<Record<string, NodeStatus>> {
  const changed: Record<string, NodeStatus> = {};
  for (const { artifactResultsByNode = {} } of statuses) {
    for (const [id, { artifactResults = {} }] of Object.entries(artifactResultsByNode)) {
      const node = changed[id] ?? nodes[id];
      const marked = node && withDeleted(node, artifactResults);
      if (marked && marked !== node) changed[id] = marked;
    }
  }
  return Object.keys(changed).length === 0 ? nodes : { ...nodes, ...changed };
}

function withDeleted(node: NodeStatus, results: Readonly<Record<string, ArtifactResult>>): NodeStatus {
  const before = node.outputs?.artifacts ?? [];
  const isNews = (artifact: Artifact): boolean => results[artifact.name]?.success === true && !artifact.deleted;
  if (!before.some(isNews)) return node;
  const artifacts = before.map((artifact) => (isNews(artifact) ? { ...artifact, deleted: true } : artifact));
  return { ...node, outputs: { ...node.outputs, artifacts } };
}
