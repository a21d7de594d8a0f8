/** A kind of object as the API server serves it. `plural` is the path segment. */
export interface ResourceType {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
    readonly [field: string]: unknown;
  };
}

export interface KubeList<T> {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string; readonly remainingItemCount?: number };
  readonly items: readonly T[];
}

export interface ListOptions {
  /** Absent: all namespaces (or a cluster-scoped kind). */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
}

export interface WatchOptions extends ListOptions {
  readonly allowWatchBookmarks?: boolean;
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
}

export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: T }
  | { readonly type: 'ERROR'; readonly object: { readonly code?: number; readonly reason?: string; readonly message?: string } };

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

export interface ObjectRef {
  readonly name: string;
  readonly namespace?: string;
}

export interface PatchOptions {
  readonly type: PatchType;
  /** Answer with the metadata alone: for large objects whose content is known. */
  readonly metadataOnly?: boolean;
  readonly subresource?: 'status' | 'scale';
  readonly fieldManager?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly uid?: string;
  readonly resourceVersion?: string;
}

export interface LogOptions {
  readonly container?: string;
  readonly follow?: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  readonly sinceTime?: string;
  readonly timestamps?: boolean;
  readonly previous?: boolean;
  readonly limitBytes?: number;
  readonly signal?: AbortSignal;
}

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Typed access to one API server. Failures are `OperationalError`s whose `code` is `KUBE_<reason>` in capitals
 * (`KUBE_NOTFOUND`, `KUBE_CONFLICT`, `KUBE_ALREADYEXISTS`, `KUBE_FORBIDDEN`, `KUBE_GONE`, `KUBE_TOOMANYREQUESTS`, `KUBE_UNREACHABLE` …)
 * and which carry the server's Status as `status`.
 */
export interface KubeClient {
  readonly serverUrl: string;
  get<T extends KubeObject>(type: ResourceType, ref: ObjectRef): Promise<T>;
  list<T extends KubeObject>(type: ResourceType, options?: ListOptions): Promise<KubeList<T>>;
  watch<T extends KubeObject>(type: ResourceType, options?: WatchOptions): AsyncIterable<WatchEvent<T>>;
  create<T extends KubeObject>(
    type: ResourceType,
    object: T,
    options?: { readonly dryRun?: boolean; readonly fieldManager?: string },
  ): Promise<T>;
  update<T extends KubeObject>(type: ResourceType, object: T, options?: { readonly subresource?: 'status' }): Promise<T>;
  patch<T extends KubeObject>(type: ResourceType, ref: ObjectRef & { readonly body: unknown }, options: PatchOptions): Promise<T>;
  delete(type: ResourceType, ref: ObjectRef, options?: DeleteOptions): Promise<void>;
  deleteCollection(type: ResourceType, options: ListOptions & DeleteOptions): Promise<void>;
  /** Log lines as bytes, as the kubelet wrote them; ends when the container ends (follow) or the log is read. */
  logs(pod: Required<ObjectRef>, options?: LogOptions): AsyncIterable<Uint8Array>;
  /** Runs a command in a running container over WebSocket (`v5.channel.k8s.io`) and waits for its end. */
  exec(
    pod: Required<ObjectRef>,
    options: {
      readonly container: string;
      readonly command: readonly string[];
      readonly stdin?: Uint8Array;
      readonly signal?: AbortSignal;
    },
  ): Promise<ExecResult>;
  /** Any path, for discovery and raw reads: the parsed JSON body. */
  raw(method: string, path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}
