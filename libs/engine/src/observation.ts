import type {
  ArtifactRepositoryRefStatus,
  ClusterWorkflowTemplate,
  ContainerResources,
  NodeOutputs,
  NodePhase,
  NodeResult,
  Workflow,
  WorkflowTemplate,
} from '@argosy/api';
import type { PodPolicy } from '@argosy/pod-plan';
import type { Instant, Milliseconds } from '@argosy/std';

/** Key of `status.nodes`: the workflow name, or `<workflow name>-<fnv1a32(node name)>`. */
export type NodeId = string;

/**
 * Everything the engine may know about one workflow at one moment. Built by the controller's `observe()`, frozen in tests.
 * Two calls of `decide` on the same Observation return deep-equal Decisions.
 */
export interface Observation {
  readonly now: Instant;
  /** The object as stored, its status hydrated (no compressed or offloaded nodes). Never mutated. */
  readonly workflow: Workflow;
  /** WorkflowTemplates of the workflow's namespace and ClusterWorkflowTemplates, looked up by name. */
  readonly templates: TemplateLookup;
  /** ConfigMaps of the workflow's namespace that `valueFrom.configMapKeyRef` may read, by name. */
  readonly configMaps: ReadonlyMap<string, ConfigMapFacts>;
  readonly pods: ReadonlyMap<NodeId, PodFacts>;
  readonly taskResults: ReadonlyMap<NodeId, TaskResultFacts>;
  /** Names of PersistentVolumeClaims of this workflow that exist, with whether this workflow owns them. */
  readonly claims: ReadonlyMap<string, ClaimFacts>;
  /** What is known of the agent that carries out http and plugin templates; absent: nothing was asked of one yet. */
  readonly agent?: AgentFacts;
  /** The PodDisruptionBudget of this workflow is there. */
  readonly disruptionBudget?: boolean;
  readonly locks: LockView;
  /** Memoization caches, by ConfigMap name then key. A cache that was asked for and does not exist is absent. */
  readonly caches: ReadonlyMap<string, CacheFacts>;
  /** The last run of the same template or cron that succeeded, for estimates; absent: there was none. */
  readonly baseline?: BaselineFacts;
  /** Set while the controller-wide or namespace parallelism leaves no room for this workflow to start. */
  readonly postponed?: string;
  /** Why the workflow is not valid, as validation says it; absent when it is. */
  readonly invalid?: string;
  /** Errors of earlier actions that the user must see, by node: a pod the API server refused. */
  readonly failures: ReadonlyMap<NodeId, ActionFailure>;
  /** Drawn by the shell, new for every observation: seed of uuids and random functions in expressions. */
  readonly seed: string;
  readonly policy: EnginePolicy;
}

export interface TemplateLookup {
  workflowTemplate(name: string): WorkflowTemplate | undefined;
  clusterWorkflowTemplate(name: string): ClusterWorkflowTemplate | undefined;
}

export interface ConfigMapFacts {
  readonly labels: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}

export interface ClaimFacts {
  readonly name: string;
  readonly ownedByWorkflow: boolean;
}

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';

/** What is used of a pod; made from a V1Pod by one function of the controller (`project-pod.ts`). */
export interface PodFacts {
  readonly name: string;
  readonly uid: string;
  readonly nodeId: NodeId;
  readonly labels: Readonly<Record<string, string>>;
  readonly phase: PodPhase;
  readonly reason?: string;
  readonly message?: string;
  readonly hostNodeName?: string;
  readonly ip?: string;
  /** The pod has a deletion timestamp. */
  readonly deleting: boolean;
  /** The pod has the label `workflows.argoproj.io/completed=true`. */
  readonly labelledCompleted: boolean;
  /** All containers are ready (pod condition Ready): what makes a daemon count as started. */
  readonly ready: boolean;
  /** Set while condition PodScheduled is False: `Unschedulable: 0/1 nodes…`. */
  readonly unschedulable?: string;
  readonly createdAt: Instant;
  /** Init containers first, then containers, each in the order of the pod spec. */
  readonly containers: readonly ContainerFacts[];
  /** Outputs that travelled in the termination message of the executor container. */
  readonly report?: TaskResultFacts;
}

export interface ContainerFacts {
  readonly name: string;
  readonly init: boolean;
  readonly state: ContainerState;
  readonly ready: boolean;
  /** From the pod spec, for resourcesDuration. */
  readonly resources: ContainerResources;
}

export type ContainerState =
  | { readonly kind: 'unknown' }
  /** `last` is the message with which it ended before, where it is to be started again. */
  | { readonly kind: 'waiting'; readonly reason: string; readonly message: string; readonly last?: string }
  | { readonly kind: 'running'; readonly startedAt: Instant }
  | {
      readonly kind: 'terminated';
      readonly exitCode: number;
      readonly reason: string;
      /** The human part of the termination message: an executor's report is already taken out of it. */
      readonly message: string;
      readonly startedAt?: Instant;
      readonly finishedAt?: Instant;
    };

/** What the executor reported for a node, by WorkflowTaskResult or termination message. */
export interface TaskResultFacts {
  readonly nodeId: NodeId;
  /** False while the executor still has something to report. */
  readonly completed: boolean;
  readonly phase?: NodePhase;
  readonly message?: string;
  readonly outputs?: NodeOutputs;
  readonly progress?: string;
  /** The outputs were too large for the pod: they are in the WorkflowTaskResult, wait until that is seen. */
  readonly stored?: 'taskResult';
}

/** The agent of a workflow and its WorkflowTaskSet (acceptance 6.6). */
export interface AgentFacts {
  /** Nodes whose template is in the task set. */
  readonly tasks: ReadonlySet<NodeId>;
  /** What the agent reported of them. */
  readonly results: ReadonlyMap<NodeId, NodeResult>;
  /** The task set says that the workflow has ended. */
  readonly completed: boolean;
  readonly pod?: PodFacts;
}

/** The state of locks as this workflow sees it. Holder keys are `<ns>/<workflow>` or `<ns>/<workflow>/<nodeId>`. */
export interface LockView {
  /** What was asked for by an AcquireLocks action, by holder key. Absent: never asked. */
  readonly requests: ReadonlyMap<string, LockRequestView>;
}

export interface LockRequestView {
  readonly granted: boolean;
  /** `Waiting for <lock> lock. Lock status: <free>/<limit>`, or why the request can never be met. */
  readonly message: string;
  /** The lock that is waited for, first of the list that is not free. */
  readonly waitingFor?: string;
  /** The current holders of each lock that was asked for, by lock name. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
  readonly error?: string;
}

export interface CacheFacts {
  /** False: a ConfigMap of that name exists without the label configmap-type=Cache and must not be used. */
  readonly usable: boolean;
  /** The raw JSON text of each entry. */
  readonly entries: Readonly<Record<string, string>>;
}

/** How long an earlier run took, in seconds, as a whole and by node. */
export interface BaselineFacts {
  readonly workflow: string;
  readonly duration: number;
  readonly nodes: ReadonlyMap<NodeId, number>;
}

/** An action of an earlier decision that the API server refused. */
export interface ActionFailure {
  readonly message: string;
  /** True: keep the node Pending with this message and try again. False: the node is an Error. */
  readonly transient: boolean;
}

export interface EnginePolicy {
  readonly podNameFormat: 'v1' | 'v2';
  readonly maxRecursionDepth: number;
  /** Grace before a Running node whose pod is not in the cache is called deleted (RECENTLY_STARTED_POD_DURATION). */
  readonly recentlyStarted: Milliseconds;
  /** RFC 3339 layout aside: defaults that the controller ConfigMap sets for every workflow. */
  readonly workflowDefaults?: Partial<Workflow>;
  readonly templateReferencing?: 'Strict' | 'Secure';
  /** Fields of a spec that a workflow may say itself although `templateReferencing` is set (WORKFLOW_USER_OVERRIDE_ALLOWLIST). */
  readonly allowedOverrides?: readonly string[];
  readonly failedPodRestart: { readonly enabled: boolean; readonly maxRestarts: number };
  readonly transientErrorPattern?: string;
  /** Time between SIGTERM and SIGKILL of pods that are ended; 30 s where it is not set. */
  readonly terminationGrace?: Milliseconds;
  readonly retryHostNameLabelKey: string;
  /** False: nobody asks how long workflows will take (SKIP_WORKFLOW_DURATION_ESTIMATION). */
  readonly estimateDurations?: boolean;
  /** http and plugin templates need an agent; `external`: somebody else runs it. Absent: the controller runs it, without plugins. */
  readonly agent?: { readonly external: boolean; readonly plugins: boolean; readonly workflowPlugins: boolean };
  /** What pod-plan needs and only the controller's configuration knows. */
  readonly pods: PodPolicy;
  /** Repository that output artifacts without a location go to: resolved by the shell, `undefined` when there is none. */
  readonly artifactRepository?: ArtifactRepositoryRefStatus;
  /** Why no repository could be resolved although a reference was given. */
  readonly artifactRepositoryError?: string;
}
