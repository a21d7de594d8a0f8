import type { Workflow } from '@argosy/api';
import type { KubeClient, LogLine } from '@argosy/kube';

/**
 * Where workflows live, and all that verbs want of it. There are two: the Kubernetes API (`kube/`) and an Argo server
 * (`server/`); no verb knows which one it talks to.
 */
export interface Cluster {
  readonly client: ObjectClient;
  readonly namespace: string;
  /** The instance whose objects are meant, empty for those without one; `undefined`: whoever answers has chosen already. */
  readonly instanceId: string | undefined;
  readonly changes: WorkflowChanges;
  readonly archive: Archive;
  readonly limits: Limits;
  readonly artifacts: ArtifactSource;
  /** Reads the logs of a workflow's pods; resolves when they end, with `follow` when the workflow has ended. */
  logs(query: LogQuery, visit: (line: LogLine) => void): Promise<void>;
  /** What goes after `Bearer` for this user; `undefined`: there is no token. */
  token(): Promise<string | undefined>;
  /** The version of the Argo server; `undefined`: there is none. */
  serverVersion(): Promise<ServerVersion | undefined>;
  /** What is talked to, in words: its kind, address, user. */
  describe(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

export interface ServerVersion {
  readonly version: string;
  readonly buildDate: string;
  readonly gitCommit: string;
  readonly gitTag: string;
  readonly gitTreeState: string;
  readonly goVersion: string;
  readonly compiler: string;
  readonly platform: string;
}

/** Objects as they are stored. Failures carry the codes of `KubeClient`, whoever answers. */
export type ObjectClient = Pick<KubeClient, 'get' | 'list' | 'watch' | 'create' | 'update' | 'delete'>;

export interface WorkflowPlace {
  readonly name: string;
  readonly namespace: string;
}

/** What can be done to a workflow that is there. Selectors of nodes are text, empty for none. */
export interface WorkflowChanges {
  /** Ends a workflow, or with a selector the suspended nodes that match. */
  stop(place: WorkflowPlace, options: { readonly nodeSelector: string; readonly message: string }): Promise<void>;
  terminate(place: WorkflowPlace): Promise<void>;
  suspend(place: WorkflowPlace): Promise<void>;
  resume(place: WorkflowPlace, options: { readonly nodeSelector: string }): Promise<void>;
  set(place: WorkflowPlace, options: NodeValues): Promise<void>;
  retry(place: WorkflowPlace, options: RetryRequest): Promise<Workflow>;
  resubmit(place: WorkflowPlace, options: ResubmitRequest): Promise<Workflow>;
  /** `force` takes the finalizers away first. */
  remove(place: WorkflowPlace, options: { readonly force: boolean }): Promise<void>;
  suspendCron(place: WorkflowPlace, suspended: boolean): Promise<void>;
}

export interface NodeValues {
  readonly nodeSelector: string;
  readonly outputParameters: Readonly<Record<string, string>>;
  readonly message: string;
  readonly phase?: 'Succeeded' | 'Failed' | 'Error';
}

export interface RetryRequest {
  readonly restartSuccessful: boolean;
  readonly nodeSelector: string;
  /** `name=value`. */
  readonly parameters: readonly string[];
}

export interface ResubmitRequest {
  readonly memoized: boolean;
  /** `name=value`. */
  readonly parameters: readonly string[];
  readonly priority?: number;
}

export interface LogQuery {
  readonly workflow: string;
  readonly pod?: string;
  /** `undefined`: the user's container, or each of them where none is called main. */
  readonly container?: string;
  readonly follow: boolean;
  /** Further label selector for pods. */
  readonly selector: string;
  /** A regular expression; lines that do not match are left out. */
  readonly grep: string;
  readonly lines: LineOptions;
}

export interface LineOptions {
  readonly sinceSeconds?: number;
  readonly sinceTime?: string;
  readonly tailLines?: number;
  readonly previous?: boolean;
}

/** Workflows that ended and were put away. By uid, or by name in a namespace. */
export interface Archive {
  list(options: {
    readonly namespace: string;
    readonly labels: string;
    readonly fields?: string;
    readonly chunkSize?: number;
  }): Promise<readonly Workflow[]>;
  get(ref: ArchivedRef): Promise<Workflow>;
  remove(ref: ArchivedRef): Promise<void>;
  resubmit(ref: ArchivedRef, options: ResubmitRequest): Promise<Workflow>;
  retry(ref: ArchivedRef, options: RetryRequest): Promise<Workflow>;
  labelKeys(namespace: string): Promise<readonly string[]>;
  labelValues(selector: string, namespace: string): Promise<readonly string[]>;
}

export type ArchivedRef = { readonly uid: string; readonly name?: string; readonly namespace: string };

export type LimitType = 'configmap' | 'database';

export interface LimitRef {
  readonly type: LimitType;
  readonly namespace: string;
  readonly configMap: string;
  readonly key: string;
}

/** How many may hold a semaphore at once. */
export interface Limits {
  create(ref: LimitRef, limit: number): Promise<void>;
  get(ref: LimitRef): Promise<number>;
  update(ref: LimitRef, limit: number): Promise<void>;
  remove(ref: LimitRef): Promise<void>;
}

export interface ArtifactRef {
  readonly workflow: Workflow;
  readonly nodeId: string;
  readonly artifact: string;
}

/** Fetches output artifacts. */
export interface ArtifactSource {
  /** Writes an artifact to `file`, a directory if it is one that is stored without an archive; resolves to what was written. */
  fetch(ref: ArtifactRef, file: string): Promise<string>;
}
