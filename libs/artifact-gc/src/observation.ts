import type { ArtifactRepositoryRefStatus, Workflow, WorkflowArtifactGCTask, WorkflowSpec, WorkflowStatus } from '@argosy/api';
import type { DeletionReport, PodPlan, PodPolicy } from '@argosy/pod-plan';
import type { Instant, Milliseconds } from '@argosy/std';

/** Everything that deleting the artifacts of one workflow depends on. */
export interface ArtifactGcObservation {
  readonly now: Instant;
  /** With its nodes unpacked. */
  readonly workflow: Workflow;
  /** The merged spec that was executed. */
  readonly spec: WorkflowSpec;
  readonly repository: ArtifactRepositoryRefStatus | undefined;
  /** Tasks of this very workflow. */
  readonly tasks: readonly WorkflowArtifactGCTask[];
  /** Pods that delete its artifacts. */
  readonly pods: readonly GcPodFacts[];
  /** Why the API server refused a pod or a task, by name of the task. */
  readonly refusals: ReadonlyMap<string, string>;
  readonly policy: PodPolicy;
}

export interface GcPodFacts {
  readonly name: string;
  readonly taskName: string;
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  readonly createdAt: Instant;
  /** Why it waits or how it ended, in words. */
  readonly message: string;
  readonly report: DeletionReport | undefined;
}

/** What is to be done next, in this order; all of it may be repeated. */
export interface ArtifactGcDecision {
  /** Ends a workflow that runs although it was deleted: artifacts that come later would be forgotten. */
  readonly terminate: boolean;
  /** Objects that are not there yet; the pod is owned by its task. */
  readonly create: readonly GcWork[];
  /** Results for the status of tasks. */
  readonly results: readonly { readonly taskName: string; readonly status: NonNullable<WorkflowArtifactGCTask['status']> }[];
  /** The whole next status; absent when nothing changes. */
  readonly status?: WorkflowStatus;
  /** The workflow's finalizers without ours; absent while there is something to do. */
  readonly finalizers?: readonly string[];
  /** Tasks whose artifacts are gone, after the status was written. */
  readonly remove: readonly string[];
  readonly notices: readonly { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string }[];
  /** Look again after this time even if nothing happens. */
  readonly wakeAfter?: Milliseconds;
}

export interface GcWork {
  readonly task: WorkflowArtifactGCTask;
  /** The pod for the task as it was created; a message where there can be none. */
  planPod(task: WorkflowArtifactGCTask): { readonly ok: true; readonly pod: PodPlan } | { readonly ok: false; readonly message: string };
}
