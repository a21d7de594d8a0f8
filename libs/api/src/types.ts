// Kubernetes types: what Argosy reads and writes of them.
export interface ObjectMeta {
  readonly name?: string | undefined;
  readonly generateName?: string | undefined;
  readonly namespace?: string | undefined;
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly generation?: number | undefined;
  readonly creationTimestamp?: string | undefined;
  readonly deletionTimestamp?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly finalizers?: readonly string[] | undefined;
  readonly ownerReferences?: readonly OwnerReference[] | undefined;
  readonly [field: string]: unknown;
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean | undefined;
  readonly blockOwnerDeletion?: boolean | undefined;
}

type Strings = Readonly<Record<string, string>>;
type IntOrString = number | string;
/** A Kubernetes object or fragment that Argosy passes on without looking into it. */
export type Opaque = Readonly<Record<string, unknown>>;

export interface ContainerResources {
  readonly requests?: Readonly<Record<string, string | number>> | undefined;
  readonly limits?: Readonly<Record<string, string | number>> | undefined;
}
export type ResourceRequirements = ContainerResources;

export interface KeySelector {
  readonly name?: string | undefined;
  readonly key: string;
  readonly optional?: boolean | undefined;
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string | undefined;
  readonly valueFrom?:
    | {
        readonly configMapKeyRef?: KeySelector | undefined;
        readonly secretKeyRef?: KeySelector | undefined;
        readonly fieldRef?: { readonly apiVersion?: string | undefined; readonly fieldPath: string } | undefined;
        readonly resourceFieldRef?:
          | { readonly containerName?: string | undefined; readonly resource: string; readonly divisor?: string | undefined }
          | undefined;
      }
    | undefined;
}

export interface EnvFromSource {
  readonly prefix?: string | undefined;
  readonly configMapRef?: { readonly name?: string | undefined; readonly optional?: boolean | undefined } | undefined;
  readonly secretRef?: { readonly name?: string | undefined; readonly optional?: boolean | undefined } | undefined;
}

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string | undefined;
  readonly subPathExpr?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly mountPropagation?: string | undefined;
}

export interface Probe {
  readonly exec?: { readonly command?: readonly string[] | undefined } | undefined;
  readonly httpGet?:
    | {
        readonly path?: string | undefined;
        readonly port: IntOrString;
        readonly host?: string | undefined;
        readonly scheme?: string | undefined;
        readonly httpHeaders?: readonly { readonly name: string; readonly value: string }[] | undefined;
      }
    | undefined;
  readonly tcpSocket?: { readonly port: IntOrString; readonly host?: string | undefined } | undefined;
  readonly initialDelaySeconds?: number | undefined;
  readonly periodSeconds?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly successThreshold?: number | undefined;
  readonly failureThreshold?: number | undefined;
}

export interface ContainerPort {
  readonly name?: string | undefined;
  readonly containerPort: number;
  readonly hostPort?: number | undefined;
  readonly protocol?: string | undefined;
}

export interface Container {
  readonly name: string;
  readonly image?: string | undefined;
  readonly command?: readonly string[] | undefined;
  readonly args?: readonly string[] | undefined;
  readonly workingDir?: string | undefined;
  readonly env?: readonly EnvVar[] | undefined;
  readonly envFrom?: readonly EnvFromSource[] | undefined;
  readonly ports?: readonly ContainerPort[] | undefined;
  readonly resources?: ContainerResources | undefined;
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  readonly volumeDevices?: readonly Opaque[] | undefined;
  readonly livenessProbe?: Probe | undefined;
  readonly readinessProbe?: Probe | undefined;
  readonly startupProbe?: Probe | undefined;
  readonly lifecycle?: { readonly postStart?: Opaque | undefined; readonly preStop?: Opaque | undefined } | undefined;
  readonly imagePullPolicy?: string | undefined;
  readonly securityContext?: Opaque | undefined;
  readonly terminationMessagePath?: string | undefined;
  readonly terminationMessagePolicy?: string | undefined;
  readonly restartPolicy?: string | undefined;
  readonly stdin?: boolean | undefined;
  readonly stdinOnce?: boolean | undefined;
  readonly tty?: boolean | undefined;
}

export interface UserContainer extends Container {
  readonly mirrorVolumeMounts?: boolean | undefined;
}

export interface KeyToPath {
  readonly key: string;
  readonly path: string;
  readonly mode?: number | undefined;
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: { readonly medium?: string | undefined; readonly sizeLimit?: string | undefined } | undefined;
  readonly hostPath?: { readonly path: string; readonly type?: string | undefined } | undefined;
  readonly configMap?:
    | {
        readonly name?: string | undefined;
        readonly items?: readonly KeyToPath[] | undefined;
        readonly defaultMode?: number | undefined;
        readonly optional?: boolean | undefined;
      }
    | undefined;
  readonly secret?:
    | {
        readonly secretName?: string | undefined;
        readonly items?: readonly KeyToPath[] | undefined;
        readonly defaultMode?: number | undefined;
        readonly optional?: boolean | undefined;
      }
    | undefined;
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly?: boolean | undefined } | undefined;
  readonly projected?: { readonly sources?: readonly Opaque[] | undefined; readonly defaultMode?: number | undefined } | undefined;
  readonly downwardAPI?: { readonly items?: readonly Opaque[] | undefined; readonly defaultMode?: number | undefined } | undefined;
  readonly image?: { readonly reference?: string | undefined; readonly pullPolicy?: string | undefined } | undefined;
  readonly [source: string]: unknown;
}

export interface Toleration {
  readonly key?: string | undefined;
  readonly operator?: string | undefined;
  readonly value?: string | undefined;
  readonly effect?: string | undefined;
  readonly tolerationSeconds?: number | undefined;
}

export interface HostAlias {
  readonly ip: string;
  readonly hostnames?: readonly string[] | undefined;
}

export interface LocalObjectReference {
  readonly name?: string | undefined;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[] | undefined;
  readonly volumes?: readonly Volume[] | undefined;
  readonly restartPolicy?: string | undefined;
  readonly terminationGracePeriodSeconds?: number | undefined;
  readonly activeDeadlineSeconds?: number | undefined;
  readonly dnsPolicy?: string | undefined;
  readonly dnsConfig?: Opaque | undefined;
  readonly nodeSelector?: Strings | undefined;
  readonly serviceAccountName?: string | undefined;
  readonly automountServiceAccountToken?: boolean | undefined;
  readonly nodeName?: string | undefined;
  readonly hostNetwork?: boolean | undefined;
  readonly hostPID?: boolean | undefined;
  readonly shareProcessNamespace?: boolean | undefined;
  readonly securityContext?: Opaque | undefined;
  readonly imagePullSecrets?: readonly LocalObjectReference[] | undefined;
  readonly hostname?: string | undefined;
  readonly subdomain?: string | undefined;
  readonly affinity?: Opaque | undefined;
  readonly schedulerName?: string | undefined;
  readonly tolerations?: readonly Toleration[] | undefined;
  readonly hostAliases?: readonly HostAlias[] | undefined;
  readonly priorityClassName?: string | undefined;
  readonly priority?: number | undefined;
  readonly resources?: ContainerResources | undefined;
  readonly resourceClaims?: readonly Opaque[] | undefined;
  readonly [field: string]: unknown;
}

export interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly started?: boolean | undefined;
  readonly restartCount: number;
  readonly image?: string | undefined;
  readonly imageID?: string | undefined;
  readonly containerID?: string | undefined;
  readonly state?: ContainerStateStatus | undefined;
  readonly lastState?: ContainerStateStatus | undefined;
}

export interface ContainerStateStatus {
  readonly waiting?: { readonly reason?: string | undefined; readonly message?: string | undefined } | undefined;
  readonly running?: { readonly startedAt?: string | undefined } | undefined;
  readonly terminated?:
    | {
        readonly exitCode: number;
        readonly signal?: number | undefined;
        readonly reason?: string | undefined;
        readonly message?: string | undefined;
        readonly startedAt?: string | undefined;
        readonly finishedAt?: string | undefined;
        readonly containerID?: string | undefined;
      }
    | undefined;
}

export interface PodCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly lastTransitionTime?: string | undefined;
  readonly lastProbeTime?: string | null | undefined;
}

export interface PodStatus {
  readonly phase?: string | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly podIP?: string | undefined;
  readonly podIPs?: readonly { readonly ip: string }[] | undefined;
  readonly hostIP?: string | undefined;
  readonly startTime?: string | undefined;
  readonly conditions?: readonly PodCondition[] | undefined;
  readonly initContainerStatuses?: readonly ContainerStatus[] | undefined;
  readonly containerStatuses?: readonly ContainerStatus[] | undefined;
  readonly qosClass?: string | undefined;
}

export interface Pod {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  readonly status?: PodStatus | undefined;
}

export interface PersistentVolumeClaim {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
  readonly spec?: Opaque | undefined;
  readonly status?: Opaque | undefined;
}

export interface ConfigMap {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
  readonly data?: Strings | undefined;
  readonly binaryData?: Strings | undefined;
}

// Argo's types, by Argo's names.
export type NodePhase = 'Pending' | 'Running' | 'Succeeded' | 'Skipped' | 'Failed' | 'Error' | 'Omitted';
export type WorkflowPhase = '' | 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Error';
export type NodeType =
  | 'Pod'
  | 'Container'
  | 'Steps'
  | 'StepGroup'
  | 'DAG'
  | 'TaskGroup'
  | 'Retry'
  | 'Skipped'
  | 'Suspend'
  | 'HTTP'
  | 'Plugin';
/** A loop item: any JSON value. */
export type Item = unknown;

export interface ValueFrom {
  readonly path?: string | undefined;
  readonly jsonPath?: string | undefined;
  readonly jqFilter?: string | undefined;
  readonly event?: string | undefined;
  readonly parameter?: string | undefined;
  readonly supplied?: Opaque | undefined;
  readonly configMapKeyRef?: KeySelector | undefined;
  readonly default?: string | undefined;
  readonly expression?: string | undefined;
}

export interface Parameter {
  readonly name: string;
  readonly value?: string | undefined;
  readonly default?: string | undefined;
  readonly valueFrom?: ValueFrom | undefined;
  readonly globalName?: string | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly description?: string | undefined;
}

export interface ArchiveStrategy {
  readonly tar?: { readonly compressionLevel?: number | undefined } | undefined;
  readonly none?: Opaque | undefined;
  readonly zip?: Opaque | undefined;
}

export interface ArtifactLocation {
  readonly archiveLogs?: boolean | undefined;
  readonly s3?: Opaque | undefined;
  readonly git?: Opaque | undefined;
  readonly http?: Opaque | undefined;
  readonly artifactory?: Opaque | undefined;
  readonly hdfs?: Opaque | undefined;
  readonly raw?: { readonly data: string } | undefined;
  readonly oss?: Opaque | undefined;
  readonly gcs?: Opaque | undefined;
  readonly azure?: Opaque | undefined;
  readonly plugin?: Opaque | undefined;
  /** A directory on disk, the default repository of the embedded provider (Argosy's own). */
  readonly local?: { readonly key?: string | undefined; readonly path?: string | undefined } | undefined;
}

export interface ArtifactGC {
  readonly strategy?: string | undefined;
  readonly podMetadata?: Metadata | undefined;
  readonly serviceAccountName?: string | undefined;
}

export interface Artifact extends ArtifactLocation {
  readonly name: string;
  readonly path?: string | undefined;
  readonly mode?: number | undefined;
  readonly from?: string | undefined;
  readonly fromExpression?: string | undefined;
  readonly archive?: ArchiveStrategy | undefined;
  readonly optional?: boolean | undefined;
  readonly subPath?: string | undefined;
  readonly recurseMode?: boolean | undefined;
  readonly globalName?: string | undefined;
  readonly artifactGC?: ArtifactGC | undefined;
  readonly deleted?: boolean | undefined;
}

export interface Arguments {
  readonly parameters?: readonly Parameter[] | undefined;
  readonly artifacts?: readonly Artifact[] | undefined;
}

export type Inputs = Arguments;

export interface NodeOutputs {
  readonly parameters?: readonly Parameter[] | undefined;
  readonly artifacts?: readonly Artifact[] | undefined;
  readonly result?: string | undefined;
  readonly exitCode?: string | undefined;
}
export type Outputs = NodeOutputs;

export interface Metadata {
  readonly labels?: Strings | undefined;
  readonly annotations?: Strings | undefined;
}

export interface TemplateRef {
  readonly name?: string | undefined;
  readonly template?: string | undefined;
  readonly clusterScope?: boolean | undefined;
}

export interface ContinueOn {
  readonly error?: boolean | undefined;
  readonly failed?: boolean | undefined;
}

export interface Sequence {
  readonly count?: IntOrString | undefined;
  readonly start?: IntOrString | undefined;
  readonly end?: IntOrString | undefined;
  readonly format?: string | undefined;
}

export interface LifecycleHook {
  readonly template?: string | undefined;
  readonly templateRef?: TemplateRef | undefined;
  readonly arguments?: Arguments | undefined;
  readonly expression?: string | undefined;
}
export type LifecycleHooks = Readonly<Record<string, LifecycleHook>>;

export interface WorkflowStep {
  readonly name?: string | undefined;
  readonly template?: string | undefined;
  readonly templateRef?: TemplateRef | undefined;
  readonly inline?: Template | undefined;
  readonly arguments?: Arguments | undefined;
  readonly withItems?: readonly Item[] | undefined;
  readonly withParam?: string | undefined;
  readonly withSequence?: Sequence | undefined;
  readonly when?: string | undefined;
  readonly continueOn?: ContinueOn | undefined;
  readonly onExit?: string | undefined;
  readonly hooks?: LifecycleHooks | undefined;
}

export interface DAGTask extends WorkflowStep {
  readonly name: string;
  readonly dependencies?: readonly string[] | undefined;
  readonly depends?: string | undefined;
}

export interface DAGTemplate {
  readonly tasks: readonly DAGTask[];
  readonly target?: string | undefined;
  readonly failFast?: boolean | undefined;
}

export interface Backoff {
  readonly duration?: string | undefined;
  readonly factor?: IntOrString | undefined;
  readonly maxDuration?: string | undefined;
  readonly cap?: string | undefined;
}

export interface RetryStrategy {
  readonly limit?: IntOrString | undefined;
  readonly retryPolicy?: string | undefined;
  readonly backoff?: Backoff | undefined;
  readonly affinity?: { readonly nodeAntiAffinity?: Opaque | undefined } | undefined;
  readonly expression?: string | undefined;
}

export interface ScriptTemplate extends Container {
  readonly source: string;
}

export interface ContainerNode extends Container {
  readonly dependencies?: readonly string[] | undefined;
}

export interface ContainerSetTemplate {
  readonly containers: readonly ContainerNode[];
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  readonly retryStrategy?: { readonly duration?: string | undefined; readonly retries?: IntOrString | undefined } | undefined;
}

export interface ResourceTemplate {
  readonly action: string;
  readonly mergeStrategy?: string | undefined;
  readonly manifest?: string | undefined;
  readonly manifestFrom?: { readonly artifact?: Artifact | undefined } | undefined;
  readonly setOwnerReference?: boolean | undefined;
  readonly successCondition?: string | undefined;
  readonly failureCondition?: string | undefined;
  readonly flags?: readonly string[] | undefined;
}

export interface HTTP {
  readonly method?: string | undefined;
  readonly url: string;
  readonly headers?:
    | readonly {
        readonly name: string;
        readonly value?: string | undefined;
        readonly valueFrom?: { readonly secretKeyRef?: KeySelector | undefined } | undefined;
      }[]
    | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly successCondition?: string | undefined;
  readonly body?: string | undefined;
  readonly bodyFrom?: { readonly bytes?: string | undefined } | undefined;
  readonly insecureSkipVerify?: boolean | undefined;
}

export interface Data {
  readonly source: { readonly artifactPaths?: Artifact | undefined };
  readonly transformation: readonly { readonly expression: string }[];
}

export interface SuspendTemplate {
  readonly duration?: string | undefined;
}

export interface Memoize {
  readonly key: string;
  readonly maxAge?: string | undefined;
  readonly cache?: { readonly configMap: KeySelector | LocalObjectReference } | undefined;
}

export interface SyncDatabaseRef {
  readonly key: string;
}

export interface SemaphoreRef {
  readonly configMapKeyRef?: KeySelector | undefined;
  readonly namespace?: string | undefined;
  readonly database?: SyncDatabaseRef | undefined;
}

export interface Mutex {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly database?: boolean | undefined;
}

export interface Synchronization {
  readonly semaphores?: readonly SemaphoreRef[] | undefined;
  readonly mutexes?: readonly Mutex[] | undefined;
}

export interface Prometheus {
  readonly name: string;
  readonly help: string;
  readonly when?: string | undefined;
  readonly labels?: readonly { readonly key: string; readonly value: string }[] | undefined;
  readonly gauge?: { readonly value: string; readonly realtime?: boolean | undefined; readonly operation?: string | undefined } | undefined;
  readonly histogram?: { readonly value: string; readonly buckets: readonly number[] } | undefined;
  readonly counter?: { readonly value: string } | undefined;
}

export interface Metrics {
  readonly prometheus?: readonly Prometheus[] | undefined;
}

export interface ExecutorConfig {
  readonly serviceAccountName?: string | undefined;
}

export interface Template {
  readonly name?: string | undefined;
  readonly inputs?: Inputs | undefined;
  readonly outputs?: NodeOutputs | undefined;
  readonly container?: Container | undefined;
  readonly containerSet?: ContainerSetTemplate | undefined;
  readonly steps?: readonly (readonly WorkflowStep[])[] | undefined;
  readonly dag?: DAGTemplate | undefined;
  readonly script?: ScriptTemplate | undefined;
  readonly resource?: ResourceTemplate | undefined;
  readonly data?: Data | undefined;
  readonly suspend?: SuspendTemplate | undefined;
  readonly http?: HTTP | undefined;
  readonly plugin?: Opaque | undefined;
  readonly metadata?: Metadata | undefined;
  readonly annotations?: Strings | undefined;
  readonly daemon?: boolean | undefined;
  readonly volumes?: readonly Volume[] | undefined;
  readonly initContainers?: readonly UserContainer[] | undefined;
  readonly sidecars?: readonly UserContainer[] | undefined;
  readonly nodeSelector?: Strings | undefined;
  readonly affinity?: Opaque | undefined;
  readonly tolerations?: readonly Toleration[] | undefined;
  readonly schedulerName?: string | undefined;
  readonly priorityClassName?: string | undefined;
  readonly hostAliases?: readonly HostAlias[] | undefined;
  readonly securityContext?: Opaque | undefined;
  readonly serviceAccountName?: string | undefined;
  readonly automountServiceAccountToken?: boolean | undefined;
  readonly executor?: ExecutorConfig | undefined;
  readonly podSpecPatch?: string | undefined;
  readonly podResources?: ContainerResources | undefined;
  readonly resourceClaims?: readonly Opaque[] | undefined;
  readonly activeDeadlineSeconds?: IntOrString | undefined;
  readonly timeout?: string | undefined;
  readonly pendingTimeout?: string | undefined;
  readonly retryStrategy?: RetryStrategy | undefined;
  readonly parallelism?: number | undefined;
  readonly failFast?: boolean | undefined;
  readonly archiveLocation?: ArtifactLocation | undefined;
  readonly synchronization?: Synchronization | undefined;
  readonly memoize?: Memoize | undefined;
  readonly metrics?: Metrics | undefined;
}

export interface WorkflowSpec {
  readonly templates?: readonly Template[] | undefined;
  readonly entrypoint?: string | undefined;
  readonly arguments?: Arguments | undefined;
  readonly serviceAccountName?: string | undefined;
  readonly automountServiceAccountToken?: boolean | undefined;
  readonly executor?: ExecutorConfig | undefined;
  readonly volumes?: readonly Volume[] | undefined;
  readonly volumeClaimTemplates?: readonly PersistentVolumeClaim[] | undefined;
  readonly volumeClaimGC?: { readonly strategy?: string | undefined } | undefined;
  readonly parallelism?: number | undefined;
  readonly artifactRepositoryRef?: { readonly configMap?: string | undefined; readonly key?: string | undefined } | undefined;
  readonly suspend?: boolean | undefined;
  readonly nodeSelector?: Strings | undefined;
  readonly affinity?: Opaque | undefined;
  readonly tolerations?: readonly Toleration[] | undefined;
  readonly schedulerName?: string | undefined;
  readonly imagePullSecrets?: readonly LocalObjectReference[] | undefined;
  readonly hostNetwork?: boolean | undefined;
  readonly dnsPolicy?: string | undefined;
  readonly dnsConfig?: Opaque | undefined;
  readonly hostAliases?: readonly HostAlias[] | undefined;
  readonly securityContext?: Opaque | undefined;
  readonly podPriorityClassName?: string | undefined;
  readonly onExit?: string | undefined;
  readonly hooks?: LifecycleHooks | undefined;
  readonly ttlStrategy?:
    | {
        readonly secondsAfterCompletion?: number | undefined;
        readonly secondsAfterSuccess?: number | undefined;
        readonly secondsAfterFailure?: number | undefined;
      }
    | undefined;
  readonly activeDeadlineSeconds?: number | undefined;
  readonly priority?: number | undefined;
  readonly podGC?:
    | {
        readonly strategy?: string | undefined;
        readonly labelSelector?: LabelSelector | undefined;
        readonly deleteDelayDuration?: string | undefined;
      }
    | undefined;
  readonly podSpecPatch?: string | undefined;
  readonly podDisruptionBudget?: Opaque | undefined;
  readonly metrics?: Metrics | undefined;
  readonly shutdown?: '' | 'Stop' | 'Terminate' | undefined;
  readonly workflowTemplateRef?: { readonly name?: string | undefined; readonly clusterScope?: boolean | undefined } | undefined;
  readonly synchronization?: Synchronization | undefined;
  readonly retryStrategy?: RetryStrategy | undefined;
  readonly podMetadata?: Metadata | undefined;
  readonly templateDefaults?: Template | undefined;
  readonly archiveLogs?: boolean | undefined;
  readonly workflowMetadata?:
    | {
        readonly labels?: Strings | undefined;
        readonly annotations?: Strings | undefined;
        readonly labelsFrom?: Readonly<Record<string, { readonly expression: string }>> | undefined;
      }
    | undefined;
  readonly artifactGC?:
    | (ArtifactGC & { readonly forceFinalizerRemoval?: boolean | undefined; readonly podSpecPatch?: string | undefined })
    | undefined;
  readonly executorPlugins?: readonly Opaque[] | undefined;
  readonly podResources?: ContainerResources | undefined;
  readonly resourceClaims?: readonly Opaque[] | undefined;
}

export interface LabelSelector {
  readonly matchLabels?: Strings | undefined;
  readonly matchExpressions?:
    | readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] | undefined }[]
    | undefined;
}

export interface NodeFlag {
  readonly hooked?: boolean | undefined;
  readonly retried?: boolean | undefined;
}

export interface NodeStatus {
  readonly id: string;
  readonly name: string;
  readonly displayName?: string | undefined;
  readonly type: NodeType;
  readonly templateName?: string | undefined;
  readonly templateRef?: TemplateRef | undefined;
  readonly templateScope?: string | undefined;
  readonly phase?: NodePhase | undefined;
  readonly boundaryID?: string | undefined;
  readonly message?: string | undefined;
  readonly startedAt?: string | null | undefined;
  readonly finishedAt?: string | null | undefined;
  readonly estimatedDuration?: number | undefined;
  readonly progress?: string | undefined;
  readonly resourcesDuration?: Readonly<Record<string, number>> | undefined;
  readonly podIP?: string | undefined;
  readonly daemoned?: boolean | undefined;
  readonly nodeFlag?: NodeFlag | undefined;
  readonly inputs?: Inputs | undefined;
  readonly outputs?: NodeOutputs | undefined;
  readonly children?: readonly string[] | undefined;
  readonly outboundNodes?: readonly string[] | undefined;
  readonly hostNodeName?: string | undefined;
  readonly memoizationStatus?: { readonly hit: boolean; readonly key: string; readonly cacheName: string } | undefined;
  readonly synchronizationStatus?: { readonly waiting?: string | undefined } | undefined;
  readonly taskResultSynced?: boolean | undefined;
  readonly failedPodRestarts?: number | undefined;
  readonly restartingPodUID?: string | undefined;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string | undefined;
}

export interface SemaphoreHolding {
  readonly semaphore?: string | undefined;
  readonly holders?: readonly string[] | undefined;
}

export interface MutexHolding {
  readonly mutex?: string | undefined;
  readonly holder?: string | undefined;
}

export interface SynchronizationStatus {
  readonly semaphore?:
    | { readonly holding?: readonly SemaphoreHolding[] | undefined; readonly waiting?: readonly SemaphoreHolding[] | undefined }
    | undefined;
  readonly mutex?:
    | { readonly holding?: readonly MutexHolding[] | undefined; readonly waiting?: readonly MutexHolding[] | undefined }
    | undefined;
}

export interface ArtifactRepositoryRefStatus {
  readonly configMap?: string | undefined;
  readonly key?: string | undefined;
  readonly namespace?: string | undefined;
  readonly default?: boolean | undefined;
  readonly artifactRepository?: Opaque | undefined;
}

export interface WorkflowStatus {
  readonly phase?: WorkflowPhase | undefined;
  readonly startedAt?: string | null | undefined;
  readonly finishedAt?: string | null | undefined;
  readonly estimatedDuration?: number | undefined;
  readonly progress?: string | undefined;
  readonly message?: string | undefined;
  readonly compressedNodes?: string | undefined;
  readonly nodes?: Readonly<Record<string, NodeStatus>> | undefined;
  readonly offloadNodeStatusVersion?: string | undefined;
  readonly storedTemplates?: Readonly<Record<string, Template>> | undefined;
  readonly persistentVolumeClaims?: readonly Volume[] | undefined;
  readonly outputs?: NodeOutputs | undefined;
  readonly conditions?: readonly Condition[] | undefined;
  readonly resourcesDuration?: Readonly<Record<string, number>> | undefined;
  readonly storedWorkflowTemplateSpec?: WorkflowSpec | undefined;
  readonly synchronization?: SynchronizationStatus | undefined;
  readonly artifactRepositoryRef?: ArtifactRepositoryRefStatus | undefined;
  readonly artifactGCStatus?: Opaque | undefined;
  readonly taskResultsCompletionStatus?: Readonly<Record<string, boolean>> | undefined;
}

export interface Workflow {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
  readonly spec: WorkflowSpec;
  readonly status?: WorkflowStatus | undefined;
}

export interface WorkflowTemplate {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
  readonly spec: WorkflowSpec;
}
export type ClusterWorkflowTemplate = WorkflowTemplate;

export interface CronWorkflowSpec {
  readonly workflowSpec: WorkflowSpec;
  readonly schedules: readonly string[];
  readonly timezone?: string | undefined;
  readonly concurrencyPolicy?: string | undefined;
  readonly suspend?: boolean | undefined;
  readonly startingDeadlineSeconds?: number | undefined;
  readonly successfulJobsHistoryLimit?: number | undefined;
  readonly failedJobsHistoryLimit?: number | undefined;
  readonly workflowMetadata?: ObjectMeta | undefined;
  readonly stopStrategy?: { readonly expression: string } | undefined;
  readonly when?: string | undefined;
}

export interface CronWorkflowStatus {
  readonly active?: readonly Opaque[] | undefined;
  readonly lastScheduledTime?: string | null | undefined;
  readonly conditions?: readonly Condition[] | undefined;
  readonly succeeded?: number | undefined;
  readonly failed?: number | undefined;
  readonly phase?: string | undefined;
}

export interface CronWorkflow {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
  readonly spec: CronWorkflowSpec;
  readonly status?: CronWorkflowStatus | undefined;
}

export interface WorkflowTaskResult {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
  readonly phase?: NodePhase | undefined;
  readonly message?: string | undefined;
  readonly outputs?: NodeOutputs | undefined;
  readonly progress?: string | undefined;
}
