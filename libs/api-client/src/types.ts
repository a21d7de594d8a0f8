import type { ObjectMeta, Workflow, WorkflowEventBinding } from '@argosy/api';

/** Which objects, and how many. */
export interface ListOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
  readonly timeoutSeconds?: number;
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly orphanDependents?: boolean;
  readonly dryRun?: readonly string[];
}

export interface ListMeta {
  readonly resourceVersion?: string;
  readonly continue?: string;
  readonly remainingItemCount?: number | string;
}

export interface List<T> {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ListMeta;
  /** Null where there are none. */
  readonly items: readonly T[] | null;
}

export type NameFilter = 'Exact' | 'Contains' | 'Prefix' | 'NotEquals';

export interface WorkflowListOptions {
  readonly listOptions?: ListOptions;
  /** Comma-separated paths to answer with, `items.metadata.name,items.status.phase`; a leading `-` leaves them out instead. */
  readonly fields?: string;
  /** How `metadata.name=` in the field selector is meant. */
  readonly nameFilter?: NameFilter;
  /** RFC 3339. */
  readonly createdAfter?: string;
  /** RFC 3339. */
  readonly finishedBefore?: string;
}

export interface WatchOptions {
  readonly listOptions?: ListOptions;
  readonly fields?: string;
}

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

export interface WatchEvent<T> {
  readonly type: WatchEventType;
  readonly object: T;
}

export interface SubmitOptions {
  readonly name?: string;
  readonly generateName?: string;
  readonly entryPoint?: string;
  /** `name=value`. */
  readonly parameters?: readonly string[];
  /** `k1=v1,k2=v2`. */
  readonly labels?: string;
  readonly annotations?: string;
  readonly serviceAccount?: string;
  readonly priority?: number;
  readonly dryRun?: boolean;
  readonly serverDryRun?: boolean;
  readonly ownerReference?: object;
}

export interface SubmitRequest {
  /** `WorkflowTemplate`, `ClusterWorkflowTemplate` or `CronWorkflow`, or one of their short names. */
  readonly resourceKind: string;
  readonly resourceName: string;
  readonly submitOptions?: SubmitOptions;
}

export interface RetryRequest {
  readonly restartSuccessful?: boolean;
  readonly nodeFieldSelector?: string;
  /** `name=value`. */
  readonly parameters?: readonly string[];
}

export interface ResubmitRequest {
  readonly memoized?: boolean;
  /** `name=value`. */
  readonly parameters?: readonly string[];
}

export interface SetRequest {
  readonly nodeFieldSelector: string;
  readonly message?: string;
  readonly phase?: 'Succeeded' | 'Failed' | 'Error';
  /** JSON of a map of names to values. */
  readonly outputParameters?: string;
}

export interface LogOptions {
  readonly container?: string;
  readonly follow?: boolean;
  readonly previous?: boolean;
  readonly sinceSeconds?: number;
  readonly sinceTime?: string;
  readonly timestamps?: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
}

export interface WorkflowLogOptions {
  readonly podName?: string;
  /** Further label selector for the pods. */
  readonly selector?: string;
  /** Regular expression (RE2) that a line must match. */
  readonly grep?: string;
  readonly logOptions?: LogOptions;
}

export interface LogEntry {
  readonly content: string;
  readonly podName?: string;
}

export interface Link {
  readonly name: string;
  readonly scope: string;
  readonly url: string;
  readonly target?: string;
}

export interface Column {
  readonly name: string;
  readonly type: 'label' | 'annotation';
  readonly key: string;
}

export interface Info {
  readonly managedNamespace?: string;
  readonly links?: readonly Link[];
  readonly modals?: Readonly<Record<string, boolean>>;
  readonly navColor?: string;
  readonly columns?: readonly Column[];
}

export interface Version {
  readonly version: string;
  readonly buildDate: string;
  readonly gitCommit: string;
  readonly gitTag: string;
  readonly gitTreeState: string;
  readonly goVersion: string;
  readonly compiler: string;
  readonly platform: string;
}

export interface UserInfo {
  readonly issuer?: string;
  readonly subject?: string;
  readonly groups?: readonly string[];
  readonly name?: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly serviceAccountName?: string;
  readonly serviceAccountNamespace?: string;
}

/** A Kubernetes Event, as far as it is shown. */
export interface KubeEvent {
  readonly metadata: ObjectMeta;
  readonly involvedObject: { readonly kind?: string; readonly namespace?: string; readonly name?: string; readonly uid?: string };
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

export interface SyncLimit {
  readonly type?: 'CONFIGMAP' | 'DATABASE';
  readonly namespace?: string;
  readonly cmName?: string;
  readonly key?: string;
  readonly limit?: number;
}

export interface ArchiveListOptions {
  readonly listOptions?: ListOptions;
  readonly namePrefix?: string;
  readonly namespace?: string;
  readonly nameFilter?: NameFilter;
}

export type WorkflowList = List<Workflow>;
export type WorkflowEventBindingList = List<WorkflowEventBinding>;

/** A workflow as a list or a watch without nodes gives it. */
export type ListedWorkflow = Omit<Workflow, 'status'> & {
  readonly status?: Workflow['status'] & {
    /** A suspend step waits for somebody. Argo's own server does not say so. */
    readonly suspended?: boolean;
  };
};
