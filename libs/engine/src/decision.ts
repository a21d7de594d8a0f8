import type { ObjectMeta, PersistentVolumeClaim, Template, WorkflowSpec, WorkflowStatus } from '@argosy/api';
import type { PodPlan } from '@argosy/pod-plan';
import type { Instant, Milliseconds } from '@argosy/std';
import type { NodeId } from './observation.ts';

/** What should be true next. Data only: the controller persists `status` first and then carries out `actions` in order. */
export interface Decision {
  /** The whole next status, structurally shared with the old one where nothing changed (`===` when unchanged). */
  readonly status: WorkflowStatus;
  /** Labels and annotations to set on the Workflow (null removes), absent when none changes. */
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string | null>>;
    readonly annotations?: Readonly<Record<string, string | null>>;
  };
  /**
   * `now`: actions or an outcome wait for this write. `soon`: only progress changed (Pending to Running, a message),
   * the shell may merge it with what follows within a fraction of a second. `none`: nothing to write.
   */
  readonly urgency: 'now' | 'soon' | 'none';
  readonly actions: readonly Action[];
  /** What becomes Kubernetes Events, after the status was persisted. */
  readonly notices: readonly Notice[];
  /** What the user's own metrics (`metrics.prometheus`) say of this step, to be exported after the status was persisted. */
  readonly metrics: readonly MetricSample[];
  /** Reconcile again at this time even if nothing happens. Timers are data. */
  readonly wakeAt?: Instant;
  /** Rule, node, reason: answers "why is it waiting?" in CLI, UI and events. */
  readonly trace: readonly RuleTrace[];
}

/** Every action is idempotent and has a deterministic key, so that repeating it after a crash does no harm. */
export type Action =
  | { readonly kind: 'CreatePod'; readonly nodeId: NodeId; readonly pod: PodPlan }
  /** SIGTERM, then SIGKILL after `grace`; a pod that has not started is deleted. Its exit is then observed as usual. */
  | { readonly kind: 'TerminatePod'; readonly nodeId: NodeId; readonly podName: string; readonly grace: Milliseconds }
  | { readonly kind: 'DeletePod'; readonly nodeId: NodeId; readonly podName: string; readonly uid?: string; readonly after: Milliseconds }
  /** Label completed=true and remove the finalizer in one patch: the pod was seen and may go. */
  | { readonly kind: 'ReleasePod'; readonly nodeId: NodeId; readonly podName: string }
  | { readonly kind: 'CreateClaim'; readonly claim: PersistentVolumeClaim }
  | { readonly kind: 'DeleteClaim'; readonly name: string }
  | {
      readonly kind: 'AcquireLocks';
      readonly holder: string;
      readonly locks: readonly LockRef[];
      readonly priority: number;
      readonly createdAt: Instant;
    }
  | { readonly kind: 'ReleaseLocks'; readonly holder: string }
  | { readonly kind: 'SaveCache'; readonly configMap: string; readonly key: string; readonly entry: string }
  | { readonly kind: 'CreatePodDisruptionBudget'; readonly spec: unknown }
  | { readonly kind: 'DeletePodDisruptionBudget' }
  /** The pod that carries out http and plugin templates; `nodeId` is where a refusal is noted. */
  | { readonly kind: 'CreateAgent'; readonly nodeId: NodeId; readonly podName: string; readonly spec: WorkflowSpec }
  /** Adds tasks for the agent, and removes those that are done. */
  | { readonly kind: 'WriteTasks'; readonly tasks: Readonly<Record<NodeId, Template>>; readonly done: readonly NodeId[] }
  /** Tells the agent that nothing more comes. */
  | { readonly kind: 'CompleteTaskSet' }
  | { readonly kind: 'DeleteTaskResults' };

export interface LockRef {
  /** `<ns>/Mutex/<name>` or `<ns>/ConfigMap/<configMap>/<key>`. */
  readonly name: string;
  readonly kind: 'mutex' | 'semaphore';
}

export interface Notice {
  readonly type: 'Normal' | 'Warning';
  /** `WorkflowRunning`, `WorkflowNodeSucceeded` … (acceptance 7-046, 7-047). */
  readonly reason: string;
  readonly message: string;
  readonly annotations?: ObjectMeta['annotations'];
}

/** One value of a metric that a user defined (acceptance 7-055, 7-056). */
export interface MetricSample {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: Readonly<Record<string, string>>;
  /** Counters add it, histograms observe it; a gauge is set to it unless `operation` says otherwise. */
  readonly value: number;
  readonly operation?: 'Set' | 'Add' | 'Sub';
  readonly buckets?: readonly number[];
  /** A gauge in real time: its value is the seconds since then, until a later sample sets it. */
  readonly since?: Instant;
}

export interface RuleTrace {
  readonly rule: string;
  readonly nodeId?: NodeId;
  readonly reason: string;
}
