import type { ConfigMap, NodeResult, NodeStatus, Pod, Workflow, WorkflowSpec, WorkflowStatus, WorkflowTemplate } from '@argosy/api';
import type { PodEnd, WorldOptions } from '@argosy/testing';
import type { ActionFailure, ContainerFacts, EnginePolicy, PodPhase, TaskResultFacts } from '../observation.ts';

/** A workflow, what happens to it, and what must be true after each step; one file of testdata/scenarios. */
export interface Scenario {
  readonly about: string;
  /** Ids of acceptance.md that this shows; docs/compatibility.md is made from them. */
  readonly covers: readonly string[];
  readonly workflow: Workflow;
  readonly templates?: readonly WorkflowTemplate[];
  readonly configMaps?: readonly ConfigMap[];
  readonly policy?: Partial<EnginePolicy>;
  readonly limits?: Record<string, number>;
  /** Memoization caches: ConfigMap, key, entry. */
  readonly caches?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly baseline?: NonNullable<WorldOptions['baseline']>;
  readonly unusableCaches?: readonly string[];
  /** Claims that belong to somebody else. */
  readonly claims?: readonly string[];
  /** Requests of other workflows for locks, in the order in which they are made. */
  readonly others?: readonly OtherRequest[];
  readonly postponed?: string;
  readonly invalid?: string;
  /** Refused from the very beginning. */
  readonly refuse?: Refusals;
  readonly steps: readonly Step[];
}

export interface OtherRequest {
  readonly holder: string;
  readonly locks: readonly string[];
  readonly priority?: number;
  /** Seconds after (or before) the creation of the workflow of the scenario. */
  readonly after?: number;
}

/** What the API server refuses, by node id or name of a claim; null: no longer. */
export type Refusals = Readonly<Record<string, ActionFailure | null>>;

export interface Step {
  readonly pods?: Readonly<Record<string, PodEnd>>;
  readonly allPods?: PodEnd;
  readonly run?: readonly string[];
  /** What executors report in WorkflowTaskResults, by display name. */
  readonly results?: Readonly<Record<string, Omit<TaskResultFacts, 'nodeId'>>>;
  /** What the agent reports, by display name. */
  readonly agent?: Readonly<Record<string, NodeResult>>;
  readonly agentPod?: { readonly phase: PodPhase; readonly message?: string; readonly containers?: readonly ContainerFacts[] };
  /** The API server refuses the agent's pod. */
  readonly refuseAgent?: ActionFailure;
  readonly refuse?: Refusals;
  readonly deletePods?: readonly string[];
  readonly advance?: number;
  readonly spec?: Partial<WorkflowSpec>;
  readonly operation?: Operation;
  /** Other workflows give these locks back. */
  readonly releaseOthers?: readonly string[];
  readonly limits?: Readonly<Record<string, number>>;
  /** null: there is room again. */
  readonly postponed?: string | null;
  /** Templates by name are replaced by these. */
  readonly templates?: readonly WorkflowTemplate[];
  readonly expect: Expectation;
}

/** What a user does by the CLI or the API. */
export interface Operation {
  readonly retry?: { readonly restart?: string; readonly parameters?: Readonly<Record<string, string>> };
  readonly resubmit?: { readonly memoized?: boolean; readonly parameters?: Readonly<Record<string, string>> };
  /** `true`: everything that waits; a display name: that node. */
  readonly resume?: true | string;
  readonly suspend?: true;
  readonly shutdown?: 'Stop' | 'Terminate';
  readonly set?: {
    readonly node: string;
    readonly phase?: 'Succeeded' | 'Failed' | 'Error';
    readonly message?: string;
    readonly outputParameters?: Readonly<Record<string, string>>;
  };
  readonly fail?: { readonly node: string; readonly message: string };
  /** It is refused in these words. */
  readonly refusal?: string;
}

export interface Expectation {
  readonly phase?: string;
  readonly message?: string | null;
  readonly progress?: string;
  /** Phases by display name. */
  readonly nodes?: Readonly<Record<string, string>>;
  /** All display names and no others. */
  readonly exactly?: readonly string[];
  /** null: none. */
  readonly messages?: Readonly<Record<string, string | null>>;
  readonly inputs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly outputs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly args?: Readonly<Record<string, readonly string[]>>;
  readonly absent?: readonly string[];
  readonly pods?: number;
  /** Display names of the nodes that the agent was asked to run. */
  readonly tasks?: readonly string[];
  /** Pods of the agent that were created so far. */
  readonly agents?: number;
  readonly agentIsThere?: boolean;
  readonly result?: Readonly<Record<string, string>>;
  /** Seconds until the engine wants to be woken. */
  readonly wakes?: number;
  /** Fields that a node has, among others; null: it has none of that name. */
  readonly node?: Readonly<Record<string, Partial<NodeStatus> | Readonly<Record<string, null>>>>;
  /** Display names of a node's children, in order. */
  readonly children?: Readonly<Record<string, readonly string[]>>;
  readonly outbound?: Readonly<Record<string, readonly string[]>>;
  readonly boundary?: Readonly<Record<string, string | null>>;
  readonly status?: Partial<WorkflowStatus>;
  /** Message, or status, by type; null: there is none. */
  readonly conditions?: Readonly<Record<string, string | null>>;
  readonly labels?: Readonly<Record<string, string | null>>;
  readonly annotations?: Readonly<Record<string, string | null>>;
  /** Kinds of the actions of this step, repetitions left out, with what they are about: `DeletePod a`. */
  readonly actions?: readonly string[];
  /** Some of them. */
  readonly does?: readonly string[];
  readonly doesNot?: readonly string[];
  readonly metrics?: readonly Readonly<Record<string, unknown>>[];
  readonly notices?: readonly string[];
  /** Why something waits, by display name (`-`: the workflow): a part of the reason that the last decision gives. */
  readonly reasons?: Readonly<Record<string, string>>;
  /** Fields of a pod, among others. */
  readonly pod?: Readonly<Record<string, Partial<Pod>>>;
  /** Parts of main's environment or arguments are compared by `args`; of the pod's annotations and labels by this. */
  readonly podMetadata?: Readonly<Record<string, Pod['metadata']>>;
  readonly podNames?: Readonly<Record<string, string>>;
  readonly claims?: readonly string[];
  readonly cached?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export type { WorldOptions };
