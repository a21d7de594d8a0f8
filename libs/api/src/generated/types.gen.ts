// Made by hack/generate-api.mjs from libs/api/src/schema. Do not edit.

/** An object that is passed on without looking into it. */
export type Opaque = Readonly<Record<string, unknown>>;

/** Kubernetes' AWSElasticBlockStoreVolumeSource. */
export interface AWSElasticBlockStoreVolumeSource {
  readonly fsType?: string | undefined;
  readonly partition?: number | undefined;
  readonly readOnly?: boolean | undefined;
  readonly volumeID: string;
}

/** Kubernetes' Affinity. */
export interface Affinity {
  readonly nodeAffinity?: NodeAffinity | undefined;
  readonly podAffinity?: PodAffinity | undefined;
  readonly podAntiAffinity?: PodAntiAffinity | undefined;
}

/** Kubernetes' AppArmorProfile. */
export interface AppArmorProfile {
  readonly localhostProfile?: string | undefined;
  readonly type: string;
}

/** How an output artifact is packed. One of its fields. */
export interface ArchiveStrategy {
  /** A gzip-compressed tar archive. */
  readonly tar?: TarStrategy | undefined;
  /** As it is; a folder becomes many objects. */
  readonly none?: NoneStrategy | undefined;
  /** A zip archive. */
  readonly zip?: ZipStrategy | undefined;
}

/** What a workflow, step, task or hook passes on. */
export interface Arguments {
  /** Parameters by name. */
  readonly parameters?: readonly Parameter[] | undefined;
  /** Artifacts by name. */
  readonly artifacts?: readonly Artifact[] | undefined;
}

/** How far the deletion of artifacts has come. */
export interface ArtGCStatus {
  /** Strategies for which pods were started. */
  readonly strategiesProcessed?: Readonly<Record<string, boolean>> | undefined;
  /** Pods whose results were read. */
  readonly podsRecouped?: Readonly<Record<string, boolean>> | undefined;
  /** There is nothing to delete. */
  readonly notSpecified?: boolean | undefined;
}

/** A file or folder that goes into a template or comes out of one. */
export interface Artifact extends ArtifactLocation {
  /** Name by which tags refer to it; unique among its neighbours. */
  readonly name: string;
  /** Where it lies in the container. */
  readonly path?: string | undefined;
  /** Permission bits of an input after it was put there, 0 to 0777. */
  readonly mode?: number | undefined;
  /** `mode` applies to everything in the folder. */
  readonly recurseMode?: boolean | undefined;
  /** A reference to an artifact of a step, task or input. */
  readonly from?: string | undefined;
  /** An expression that gives such a reference. */
  readonly fromExpression?: string | undefined;
  /** Makes an output known to the whole workflow as `workflow.outputs.artifacts.<globalName>`. */
  readonly globalName?: string | undefined;
  /** How an output is packed; as a compressed tar if not given. */
  readonly archive?: ArchiveStrategy | undefined;
  /** That it is not there is no error. */
  readonly optional?: boolean | undefined;
  /** A path within the source, of which only this part is taken. */
  readonly subPath?: string | undefined;
  /** When and how it is deleted; wins over what the workflow says. */
  readonly artifactGC?: ArtifactGC | undefined;
  /** Set in the status when it was deleted. */
  readonly deleted?: boolean | undefined;
}

/** When and how artifacts are deleted. */
export interface ArtifactGC {
  /** One of OnWorkflowCompletion, OnWorkflowDeletion, Never. */
  readonly strategy?: string | undefined;
  /** Labels and annotations of the pods that delete. */
  readonly podMetadata?: Metadata | undefined;
  /** Account of the pods that delete. */
  readonly serviceAccountName?: string | undefined;
}

/** Artifacts that are to be deleted. */
export interface ArtifactGCSpec {
  /** Artifacts by id of their node. */
  readonly artifactsByNode?: Readonly<Record<string, ArtifactNodeSpec>> | undefined;
}

/** What became of artifacts that were to be deleted. */
export interface ArtifactGCStatus {
  /** Results by id of their node. */
  readonly artifactResultsByNode?: Readonly<Record<string, ArtifactResultNodeStatus>> | undefined;
}

/** Where an artifact, or everything of a template, is stored. One of the stores. */
export interface ArtifactLocation {
  /** The logs of the containers are stored as an artifact, too. */
  readonly archiveLogs?: boolean | undefined;
  /** An object in a store that speaks S3. */
  readonly s3?: S3Artifact | undefined;
  /** A git repository; as an input only. */
  readonly git?: GitArtifact | undefined;
  /** A URL. */
  readonly http?: HTTPArtifact | undefined;
  /** A file in JFrog Artifactory. */
  readonly artifactory?: ArtifactoryArtifact | undefined;
  /** A file in a Hadoop file system. */
  readonly hdfs?: HDFSArtifact | undefined;
  /** Text in the manifest itself; as an input only. */
  readonly raw?: RawArtifact | undefined;
  /** An object in Alibaba Cloud OSS. */
  readonly oss?: OSSArtifact | undefined;
  /** An object in Google Cloud Storage. */
  readonly gcs?: GCSArtifact | undefined;
  /** A blob in Azure Storage. */
  readonly azure?: AzureArtifact | undefined;
  /** Something that an artifact plugin knows how to read and write. */
  readonly plugin?: PluginArtifact | undefined;
  /** A file below a directory of the host; the store of the embedded provider. */
  readonly local?: LocalArtifact | undefined;
}

/** Artifacts of a node that are to be deleted. */
export interface ArtifactNodeSpec {
  /** What the locations of the artifacts are completed with. */
  readonly archiveLocation?: ArtifactLocation | undefined;
  /** The artifacts by name. */
  readonly artifacts?: Readonly<Record<string, Artifact>> | undefined;
}

/** A folder in a store whose files are listed. */
export type ArtifactPaths = Artifact;

/** Where artifacts go that do not say so themselves. One of the stores. */
export interface ArtifactRepository {
  /** The logs of all containers are stored, too. */
  readonly archiveLogs?: boolean | undefined;
  /** A store that speaks S3. */
  readonly s3?: S3ArtifactRepository | undefined;
  /** JFrog Artifactory. */
  readonly artifactory?: ArtifactoryArtifactRepository | undefined;
  /** A Hadoop file system. */
  readonly hdfs?: HDFSArtifactRepository | undefined;
  /** Alibaba Cloud OSS. */
  readonly oss?: OSSArtifactRepository | undefined;
  /** Google Cloud Storage. */
  readonly gcs?: GCSArtifactRepository | undefined;
  /** Azure Storage. */
  readonly azure?: AzureArtifactRepository | undefined;
  /** An artifact plugin. */
  readonly plugin?: PluginArtifactRepository | undefined;
  /** A directory of the host; an addition of Argosy. */
  readonly local?: LocalArtifactRepository | undefined;
  readonly [field: string]: unknown;
}

/** Names a repository in a ConfigMap. */
export interface ArtifactRepositoryRef {
  /** Name of the ConfigMap; `artifact-repositories` if not given. */
  readonly configMap?: string | undefined;
  /** Its key; the one that the ConfigMap names as default if not given. */
  readonly key?: string | undefined;
}

/** The repository that a workflow uses, looked up once. */
export interface ArtifactRepositoryRefStatus extends ArtifactRepositoryRef {
  /** Namespace of the ConfigMap. */
  readonly namespace?: string | undefined;
  /** It is the installation's default repository. */
  readonly default?: boolean | undefined;
  /** What was found there. */
  readonly artifactRepository?: ArtifactRepository | undefined;
}

/** What became of an artifact that was to be deleted. */
export interface ArtifactResult {
  /** Its name. */
  readonly name: string;
  /** It is gone. */
  readonly success?: boolean | undefined;
  /** Why it is not. */
  readonly error?: string | undefined;
}

/** What became of the artifacts of a node. */
export interface ArtifactResultNodeStatus {
  /** Results by name of the artifact. */
  readonly artifactResults?: Readonly<Record<string, ArtifactResult>> | undefined;
}

/** Which artifacts of a workflow are meant. */
export interface ArtifactSearchQuery {
  /** Strategies that are wanted. */
  readonly artifactGCStrategies?: Readonly<Record<string, boolean>> | undefined;
  /** Name of the artifact. */
  readonly artifactName?: string | undefined;
  /** Name of the template. */
  readonly templateName?: string | undefined;
  /** Id of the node. */
  readonly nodeId?: string | undefined;
  /** Deleted ones, or those that are left. */
  readonly deleted?: boolean | undefined;
  /** Types of nodes that are wanted. */
  readonly nodeTypes?: Readonly<Record<string, boolean>> | undefined;
}

/** A file in JFrog Artifactory. */
export interface ArtifactoryArtifact extends ArtifactoryAuth {
  /** URL of the file. */
  readonly url: string;
}

/** JFrog Artifactory. */
export interface ArtifactoryArtifactRepository extends ArtifactoryAuth {
  /** URL of the repository. */
  readonly repoURL?: string | undefined;
  /** How keys are made; may hold tags of the workflow and pod. */
  readonly keyFormat?: string | undefined;
}

/** User name and password for Artifactory. */
export interface ArtifactoryAuth {
  /** User name. */
  readonly usernameSecret?: SecretKeySelector | undefined;
  /** Password or API key. */
  readonly passwordSecret?: SecretKeySelector | undefined;
}

/** A blob in Azure Storage. */
export interface AzureArtifact extends AzureBlobContainer {
  /** Name of the blob. */
  readonly blob: string;
}

/** Azure Storage. */
export interface AzureArtifactRepository extends AzureBlobContainer {
  /** How names of blobs are made; may hold tags of the workflow and pod. */
  readonly blobNameFormat?: string | undefined;
}

/** A container of Azure Storage. */
export interface AzureBlobContainer {
  /** URL of the account, such as https://NAME.blob.core.windows.net. */
  readonly endpoint?: string | undefined;
  /** Name of the container. */
  readonly container?: string | undefined;
  /** Key of the account. */
  readonly accountKeySecret?: SecretKeySelector | undefined;
  /** Credentials come from the SDK's own places. */
  readonly useSDKCreds?: boolean | undefined;
}

/** Kubernetes' AzureDiskVolumeSource. */
export interface AzureDiskVolumeSource {
  readonly cachingMode?: string | undefined;
  readonly diskName: string;
  readonly diskURI: string;
  readonly fsType?: string | undefined;
  readonly kind?: string | undefined;
  readonly readOnly?: boolean | undefined;
}

/** Kubernetes' AzureFileVolumeSource. */
export interface AzureFileVolumeSource {
  readonly readOnly?: boolean | undefined;
  readonly secretName: string;
  readonly shareName: string;
}

/** Waits that grow from try to try. */
export interface Backoff {
  /** The first wait: seconds, or a duration such as `2m`. */
  readonly duration?: string | undefined;
  /** What each wait is multiplied with. */
  readonly factor?: number | string | undefined;
  /** Time after which there is no further try, counted from the first. */
  readonly maxDuration?: string | undefined;
  /** The longest wait. */
  readonly cap?: string | undefined;
}

/** User name and password. */
export interface BasicAuth {
  /** User name. */
  readonly usernameSecret?: SecretKeySelector | undefined;
  /** Password. */
  readonly passwordSecret?: SecretKeySelector | undefined;
}

/** Kubernetes' CSIVolumeSource. */
export interface CSIVolumeSource {
  readonly driver: string;
  readonly fsType?: string | undefined;
  readonly nodePublishSecretRef?: LocalObjectReference | undefined;
  readonly readOnly?: boolean | undefined;
  readonly volumeAttributes?: Readonly<Record<string, string>> | undefined;
}

/** Where memoized outputs are kept. */
export interface Cache {
  /** A ConfigMap. */
  readonly configMap: CacheConfigMap;
}

/** A ConfigMap that is a cache. */
export interface CacheConfigMap {
  /** Its name. */
  readonly name?: string | undefined;
  /** Has no effect; manifests of old have it. */
  readonly key?: string | undefined;
  /** Has no effect. */
  readonly optional?: boolean | undefined;
}

/** Kubernetes' Capabilities. */
export interface Capabilities {
  readonly add?: readonly string[] | undefined;
  readonly drop?: readonly string[] | undefined;
}

/** Kubernetes' CephFSVolumeSource. */
export interface CephFSVolumeSource {
  readonly monitors: readonly string[];
  readonly path?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretFile?: string | undefined;
  readonly secretRef?: LocalObjectReference | undefined;
  readonly user?: string | undefined;
}

/** Kubernetes' CinderVolumeSource. */
export interface CinderVolumeSource {
  readonly fsType?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: LocalObjectReference | undefined;
  readonly volumeID: string;
}

/** A client certificate. */
export interface ClientCertAuth {
  /** The certificate. */
  readonly clientCertSecret?: SecretKeySelector | undefined;
  /** Its private key. */
  readonly clientKeySecret?: SecretKeySelector | undefined;
}

/** Kubernetes' ClusterTrustBundleProjection. */
export interface ClusterTrustBundleProjection {
  readonly labelSelector?: LabelSelector | undefined;
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
  readonly path: string;
  readonly signerName?: string | undefined;
}

/** A workflow to be run, or templates to be called, from anywhere in the cluster. */
export interface ClusterWorkflowTemplate {
  /** argoproj.io/v1alpha1 */
  readonly apiVersion?: string | undefined;
  /** The kind. */
  readonly kind?: string | undefined;
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** What it does. */
  readonly spec: WorkflowSpec;
}

/** Something to be known about a workflow or cron workflow. */
export interface Condition {
  /** What it is about, such as Completed, PodRunning, SpecWarning. */
  readonly type: string;
  /** True, False or Unknown. */
  readonly status: string;
  /** In words. */
  readonly message?: string | undefined;
}

/** Kubernetes' ConfigMap. */
export interface ConfigMap {
  readonly apiVersion?: string | undefined;
  readonly binaryData?: Readonly<Record<string, string>> | undefined;
  readonly data?: Readonly<Record<string, string>> | undefined;
  readonly immutable?: boolean | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
}

/** Kubernetes' ConfigMapEnvSource. */
export interface ConfigMapEnvSource {
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Kubernetes' ConfigMapKeySelector. */
export interface ConfigMapKeySelector {
  readonly key: string;
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Kubernetes' ConfigMapProjection. */
export interface ConfigMapProjection {
  readonly items?: readonly KeyToPath[] | undefined;
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Kubernetes' ConfigMapVolumeSource. */
export interface ConfigMapVolumeSource {
  readonly defaultMode?: number | undefined;
  readonly items?: readonly KeyToPath[] | undefined;
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Kubernetes' Container. */
export interface Container {
  readonly args?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  readonly env?: readonly EnvVar[] | undefined;
  readonly envFrom?: readonly EnvFromSource[] | undefined;
  readonly image?: string | undefined;
  readonly imagePullPolicy?: string | undefined;
  readonly lifecycle?: Lifecycle | undefined;
  readonly livenessProbe?: Probe | undefined;
  readonly name: string;
  readonly ports?: readonly ContainerPort[] | undefined;
  readonly readinessProbe?: Probe | undefined;
  readonly resizePolicy?: readonly ContainerResizePolicy[] | undefined;
  readonly resources?: ResourceRequirements | undefined;
  readonly restartPolicy?: string | undefined;
  readonly restartPolicyRules?: readonly ContainerRestartRule[] | undefined;
  readonly securityContext?: SecurityContext | undefined;
  readonly startupProbe?: Probe | undefined;
  readonly stdin?: boolean | undefined;
  readonly stdinOnce?: boolean | undefined;
  readonly terminationMessagePath?: string | undefined;
  readonly terminationMessagePolicy?: string | undefined;
  readonly tty?: boolean | undefined;
  readonly volumeDevices?: readonly VolumeDevice[] | undefined;
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  readonly workingDir?: string | undefined;
}

/** Kubernetes' ContainerExtendedResourceRequest. */
export interface ContainerExtendedResourceRequest {
  readonly containerName: string;
  readonly requestName: string;
  readonly resourceName: string;
}

/** A container of a container set. */
export interface ContainerNode extends Container {
  /** Names of containers that must have succeeded before. */
  readonly dependencies?: readonly string[] | undefined;
}

/** Kubernetes' ContainerPort. */
export interface ContainerPort {
  readonly containerPort: number;
  readonly hostIP?: string | undefined;
  readonly hostPort?: number | undefined;
  readonly name?: string | undefined;
  readonly protocol?: string | undefined;
}

/** Kubernetes' ContainerResizePolicy. */
export interface ContainerResizePolicy {
  readonly resourceName: string;
  readonly restartPolicy: string;
}

/** Kubernetes' ContainerRestartRule. */
export interface ContainerRestartRule {
  readonly action: string;
  readonly exitCodes?: ContainerRestartRuleOnExitCodes | undefined;
}

/** Kubernetes' ContainerRestartRuleOnExitCodes. */
export interface ContainerRestartRuleOnExitCodes {
  readonly operator: string;
  readonly values?: readonly number[] | undefined;
}

/** When a container of a set is started again within its pod. */
export interface ContainerSetRetryStrategy {
  /** Time between two tries. */
  readonly duration?: string | undefined;
  /** How many times it is tried again. */
  readonly retries: number | string;
}

/** Several containers in one pod. */
export interface ContainerSetTemplate {
  /** The containers. */
  readonly containers: readonly ContainerNode[];
  /** What all of them mount. */
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  /** When a container is started again within the pod. */
  readonly retryStrategy?: ContainerSetRetryStrategy | undefined;
}

/** Kubernetes' ContainerState. */
export interface ContainerState {
  readonly running?: ContainerStateRunning | undefined;
  readonly terminated?: ContainerStateTerminated | undefined;
  readonly waiting?: ContainerStateWaiting | undefined;
}

/** Kubernetes' ContainerStateRunning. */
export interface ContainerStateRunning {
  readonly startedAt?: string | undefined;
}

/** Kubernetes' ContainerStateTerminated. */
export interface ContainerStateTerminated {
  readonly containerID?: string | undefined;
  readonly exitCode: number;
  readonly finishedAt?: string | undefined;
  readonly message?: string | undefined;
  readonly reason?: string | undefined;
  readonly signal?: number | undefined;
  readonly startedAt?: string | undefined;
}

/** Kubernetes' ContainerStateWaiting. */
export interface ContainerStateWaiting {
  readonly message?: string | undefined;
  readonly reason?: string | undefined;
}

/** Kubernetes' ContainerStatus. */
export interface ContainerStatus {
  readonly allocatedResources?: Readonly<Record<string, number | string>> | undefined;
  readonly allocatedResourcesStatus?: readonly ResourceStatus[] | undefined;
  readonly containerID?: string | undefined;
  readonly image?: string | undefined;
  readonly imageID?: string | undefined;
  readonly lastState?: ContainerState | undefined;
  readonly name: string;
  readonly ready: boolean;
  readonly resources?: ResourceRequirements | undefined;
  readonly restartCount: number;
  readonly started?: boolean | undefined;
  readonly state?: ContainerState | undefined;
  readonly stopSignal?: string | undefined;
  readonly user?: ContainerUser | undefined;
  readonly volumeMounts?: readonly VolumeMountStatus[] | undefined;
}

/** Kubernetes' ContainerUser. */
export interface ContainerUser {
  readonly linux?: LinuxContainerUser | undefined;
}

/** Outcomes after which the workflow goes on nevertheless. */
export interface ContinueOn {
  /** After errors. */
  readonly error?: boolean | undefined;
  /** After failures. */
  readonly failed?: boolean | undefined;
}

/** A value that only grows. */
export interface Counter {
  /** What is added. */
  readonly value: string;
}

/** How a bucket is made. */
export interface CreateS3BucketOptions {
  /** With object locking. */
  readonly objectLocking?: boolean | undefined;
}

/** A workflow that is started by the clock. */
export interface CronWorkflow {
  /** argoproj.io/v1alpha1 */
  readonly apiVersion?: string | undefined;
  /** The kind. */
  readonly kind?: string | undefined;
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** When, and what. */
  readonly spec: CronWorkflowSpec;
  /** What became of it. */
  readonly status?: CronWorkflowStatus | undefined;
}

/** A workflow that is started by the clock. */
export interface CronWorkflowSpec {
  /** The workflow. */
  readonly workflowSpec: WorkflowSpec;
  /** When it is started. */
  readonly schedules: readonly string[];
  /** Time zone of the schedules, such as `Asia/Tokyo`; the controller's own if not given. */
  readonly timezone?: string | undefined;
  /** What happens while one still runs: Allow (default), Forbid or Replace. */
  readonly concurrencyPolicy?: string | undefined;
  /** Nothing is started. */
  readonly suspend?: boolean | undefined;
  /** How late a missed start may be made up for. */
  readonly startingDeadlineSeconds?: number | undefined;
  /** How many succeeded workflows are kept; 3 if not given. */
  readonly successfulJobsHistoryLimit?: number | undefined;
  /** How many failed workflows are kept; 1 if not given. */
  readonly failedJobsHistoryLimit?: number | undefined;
  /** Labels, annotations and finalizers of the workflows. */
  readonly workflowMetadata?: ObjectMeta | undefined;
  /** When it stops for good. */
  readonly stopStrategy?: StopStrategy | undefined;
  /** An expression; if it does not hold, the start is left out. */
  readonly when?: string | undefined;
}

/** What became of a cron workflow. */
export interface CronWorkflowStatus {
  /** Workflows of it that run. */
  readonly active?: readonly ObjectReference[] | undefined;
  /** When it last started one. */
  readonly lastScheduledTime?: string | null | undefined;
  /** What else is to be known. */
  readonly conditions?: readonly Condition[] | undefined;
  /** How many of its workflows succeeded. */
  readonly succeeded?: number | undefined;
  /** How many of its workflows failed. */
  readonly failed?: number | undefined;
  /** Active or Stopped. */
  readonly phase?: string | undefined;
}

/** One call of a template within a dag template. */
export interface DAGTask extends WorkflowStep {
  /** Name of the task; unique within its template. */
  readonly name: string;
  /** Names of tasks that must have succeeded before; excludes `depends`. */
  readonly dependencies?: readonly string[] | undefined;
  /** A condition over tasks and their results, such as `(A.Succeeded || B.Failed) && C`. */
  readonly depends?: string | undefined;
}

/** Tasks that run as their dependencies allow. */
export interface DAGTemplate {
  /** The tasks. */
  readonly tasks: readonly DAGTask[];
  /** Names of the tasks that count, separated by spaces; all without followers if not given. */
  readonly target?: string | undefined;
  /** No further task is started after a failure; true if not given. */
  readonly failFast?: boolean | undefined;
}

/** Lists files of a store and works on the list. */
export interface Data {
  /** Where the list comes from. */
  readonly source: DataSource;
  /** What becomes of the list, one change after the other. */
  readonly transformation: readonly TransformationStep[];
}

/** Where a list comes from. */
export interface DataSource {
  /** Paths of the files in a store. */
  readonly artifactPaths?: ArtifactPaths | undefined;
}

/** Kubernetes' DownwardAPIProjection. */
export interface DownwardAPIProjection {
  readonly items?: readonly DownwardAPIVolumeFile[] | undefined;
}

/** Kubernetes' DownwardAPIVolumeFile. */
export interface DownwardAPIVolumeFile {
  readonly fieldRef?: ObjectFieldSelector | undefined;
  readonly mode?: number | undefined;
  readonly path: string;
  readonly resourceFieldRef?: ResourceFieldSelector | undefined;
}

/** Kubernetes' DownwardAPIVolumeSource. */
export interface DownwardAPIVolumeSource {
  readonly defaultMode?: number | undefined;
  readonly items?: readonly DownwardAPIVolumeFile[] | undefined;
}

/** Kubernetes' EmptyDirVolumeSource. */
export interface EmptyDirVolumeSource {
  readonly medium?: string | undefined;
  readonly sizeLimit?: number | string | undefined;
}

/** Kubernetes' EnvFromSource. */
export interface EnvFromSource {
  readonly configMapRef?: ConfigMapEnvSource | undefined;
  readonly prefix?: string | undefined;
  readonly secretRef?: SecretEnvSource | undefined;
}

/** Kubernetes' EnvVar. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string | undefined;
  readonly valueFrom?: EnvVarSource | undefined;
}

/** Kubernetes' EnvVarSource. */
export interface EnvVarSource {
  readonly configMapKeyRef?: ConfigMapKeySelector | undefined;
  readonly fieldRef?: ObjectFieldSelector | undefined;
  readonly fileKeyRef?: FileKeySelector | undefined;
  readonly resourceFieldRef?: ResourceFieldSelector | undefined;
  readonly secretKeyRef?: SecretKeySelector | undefined;
}

/** Kubernetes' EphemeralContainer. */
export interface EphemeralContainer {
  readonly args?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  readonly env?: readonly EnvVar[] | undefined;
  readonly envFrom?: readonly EnvFromSource[] | undefined;
  readonly image?: string | undefined;
  readonly imagePullPolicy?: string | undefined;
  readonly lifecycle?: Lifecycle | undefined;
  readonly livenessProbe?: Probe | undefined;
  readonly name: string;
  readonly ports?: readonly ContainerPort[] | undefined;
  readonly readinessProbe?: Probe | undefined;
  readonly resizePolicy?: readonly ContainerResizePolicy[] | undefined;
  readonly resources?: ResourceRequirements | undefined;
  readonly restartPolicy?: string | undefined;
  readonly restartPolicyRules?: readonly ContainerRestartRule[] | undefined;
  readonly securityContext?: SecurityContext | undefined;
  readonly startupProbe?: Probe | undefined;
  readonly stdin?: boolean | undefined;
  readonly stdinOnce?: boolean | undefined;
  readonly targetContainerName?: string | undefined;
  readonly terminationMessagePath?: string | undefined;
  readonly terminationMessagePolicy?: string | undefined;
  readonly tty?: boolean | undefined;
  readonly volumeDevices?: readonly VolumeDevice[] | undefined;
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  readonly workingDir?: string | undefined;
}

/** Kubernetes' EphemeralVolumeSource. */
export interface EphemeralVolumeSource {
  readonly volumeClaimTemplate?: PersistentVolumeClaimTemplate | undefined;
}

/** Which events are meant. */
export interface Event {
  /** An expression over `payload`, `metadata` and `discriminator`. */
  readonly selector: string;
}

/** Kubernetes' ExecAction. */
export interface ExecAction {
  readonly command?: readonly string[] | undefined;
}

/** The containers that Argosy adds to a pod. */
export interface ExecutorConfig {
  /** Account of these containers, where the pod's own token is not mounted. */
  readonly serviceAccountName?: string | undefined;
}

/** Kubernetes' FCVolumeSource. */
export interface FCVolumeSource {
  readonly fsType?: string | undefined;
  readonly lun?: number | undefined;
  readonly readOnly?: boolean | undefined;
  readonly targetWWNs?: readonly string[] | undefined;
  readonly wwids?: readonly string[] | undefined;
}

/** Kubernetes' FileKeySelector. */
export interface FileKeySelector {
  readonly key: string;
  readonly optional?: boolean | undefined;
  readonly path: string;
  readonly volumeName: string;
}

/** Kubernetes' FlexVolumeSource. */
export interface FlexVolumeSource {
  readonly driver: string;
  readonly fsType?: string | undefined;
  readonly options?: Readonly<Record<string, string>> | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: LocalObjectReference | undefined;
}

/** Kubernetes' FlockerVolumeSource. */
export interface FlockerVolumeSource {
  readonly datasetName?: string | undefined;
  readonly datasetUUID?: string | undefined;
}

/** Kubernetes' GCEPersistentDiskVolumeSource. */
export interface GCEPersistentDiskVolumeSource {
  readonly fsType?: string | undefined;
  readonly partition?: number | undefined;
  readonly pdName: string;
  readonly readOnly?: boolean | undefined;
}

/** An object in Google Cloud Storage. */
export interface GCSArtifact extends GCSBucket {
  /** Key of the object. */
  readonly key: string;
}

/** Google Cloud Storage. */
export interface GCSArtifactRepository extends GCSBucket {
  /** How keys are made; may hold tags of the workflow and pod. */
  readonly keyFormat?: string | undefined;
}

/** A bucket of Google Cloud Storage. */
export interface GCSBucket {
  /** Name of the bucket. */
  readonly bucket?: string | undefined;
  /** Key of a service account. */
  readonly serviceAccountKeySecret?: SecretKeySelector | undefined;
}

/** Kubernetes' GRPCAction. */
export interface GRPCAction {
  readonly port: number;
  readonly service?: string | undefined;
}

/** A value that goes up and down. */
export interface Gauge {
  /** The value. */
  readonly value: string;
  /** It is told while the step runs, and not only at its end. */
  readonly realtime?: boolean | undefined;
  /** One of Set (default), Add, Sub. */
  readonly operation?: string | undefined;
}

/** A git repository at some revision. */
export interface GitArtifact {
  /** URL of the repository. */
  readonly repo: string;
  /** Commit, tag or branch to check out. */
  readonly revision?: string | undefined;
  /** How many commits are fetched; all if not given. */
  readonly depth?: number | undefined;
  /** Refs that are fetched, too. */
  readonly fetch?: readonly string[] | undefined;
  /** User name. */
  readonly usernameSecret?: SecretKeySelector | undefined;
  /** Password or token. */
  readonly passwordSecret?: SecretKeySelector | undefined;
  /** Private SSH key. */
  readonly sshPrivateKeySecret?: SecretKeySelector | undefined;
  /** The host key of the server is not checked. */
  readonly insecureIgnoreHostKey?: boolean | undefined;
  /** Submodules are left out. */
  readonly disableSubmodules?: boolean | undefined;
  /** Only `branch` is fetched. */
  readonly singleBranch?: boolean | undefined;
  /** The branch for `singleBranch`. */
  readonly branch?: string | undefined;
  /** The certificate of the server is not checked. */
  readonly insecureSkipTLS?: boolean | undefined;
}

/** Kubernetes' GitRepoVolumeSource. */
export interface GitRepoVolumeSource {
  readonly directory?: string | undefined;
  readonly repository: string;
  readonly revision?: string | undefined;
}

/** Kubernetes' GlusterfsVolumeSource. */
export interface GlusterfsVolumeSource {
  readonly endpoints: string;
  readonly path: string;
  readonly readOnly?: boolean | undefined;
}

/** A file in a Hadoop file system. */
export interface HDFSArtifact extends HDFSConfig {
  /** Path of the file. */
  readonly path: string;
  /** A file that is already there is replaced. */
  readonly force?: boolean | undefined;
}

/** A Hadoop file system. */
export interface HDFSArtifactRepository extends HDFSConfig {
  /** How paths are made; may hold tags of the workflow and pod. */
  readonly pathFormat?: string | undefined;
  /** Files that are already there are replaced. */
  readonly force?: boolean | undefined;
}

/** How to get into a Hadoop file system. */
export interface HDFSConfig {
  /** Addresses of the name nodes. */
  readonly addresses?: readonly string[] | undefined;
  /** User, where Kerberos is not used. */
  readonly hdfsUser?: string | undefined;
  /** Protection of transfers, as `dfs.data.transfer.protection` has it. */
  readonly dataTransferProtection?: string | undefined;
  /** Kerberos credential cache. */
  readonly krbCCacheSecret?: SecretKeySelector | undefined;
  /** Kerberos keytab. */
  readonly krbKeytabSecret?: SecretKeySelector | undefined;
  /** Kerberos user of the keytab. */
  readonly krbUsername?: string | undefined;
  /** Kerberos realm of the keytab. */
  readonly krbRealm?: string | undefined;
  /** Kerberos configuration. */
  readonly krbConfigConfigMap?: ConfigMapKeySelector | undefined;
  /** Principal of the Kerberos service. */
  readonly krbServicePrincipalName?: string | undefined;
}

/** Sends an HTTP request. */
export interface HTTP {
  /** GET (default), POST, … */
  readonly method?: string | undefined;
  /** Where it goes. */
  readonly url: string;
  /** Headers that are sent along. */
  readonly headers?: readonly HTTPHeader[] | undefined;
  /** How long to wait for the answer; 30 if not given. */
  readonly timeoutSeconds?: number | undefined;
  /** A condition on the answer; a status of 2xx if not given. */
  readonly successCondition?: string | undefined;
  /** What is sent. */
  readonly body?: string | undefined;
  /** What is sent, as bytes. */
  readonly bodyFrom?: HTTPBodySource | undefined;
  /** The certificate of the server is not checked. */
  readonly insecureSkipVerify?: boolean | undefined;
}

/** A URL: read with GET, written with PUT. */
export interface HTTPArtifact {
  /** The URL. */
  readonly url: string;
  /** Headers that are sent along. */
  readonly headers?: readonly Header[] | undefined;
  /** How to prove who asks. */
  readonly auth?: HTTPAuth | undefined;
}

/** How to prove to an HTTP server who asks. */
export interface HTTPAuth {
  /** A client certificate. */
  readonly clientCert?: ClientCertAuth | undefined;
  /** A token that is asked for. */
  readonly oauth2?: OAuth2Auth | undefined;
  /** User name and password. */
  readonly basicAuth?: BasicAuth | undefined;
}

/** The body of a request. */
export interface HTTPBodySource {
  /** The bytes, in base64. */
  readonly bytes?: string | undefined;
}

/** Kubernetes' HTTPGetAction. */
export interface HTTPGetAction {
  readonly host?: string | undefined;
  readonly httpHeaders?: readonly ProbeHTTPHeader[] | undefined;
  readonly path?: string | undefined;
  readonly port: number | string;
  readonly scheme?: string | undefined;
}

/** A header of a request. */
export interface HTTPHeader {
  /** Its name. */
  readonly name: string;
  /** Its value. */
  readonly value?: string | undefined;
  /** Where its value is taken from. */
  readonly valueFrom?: HTTPHeaderSource | undefined;
}

/** Where the value of a header is taken from. */
export interface HTTPHeaderSource {
  /** A key of a Secret. */
  readonly secretKeyRef?: SecretKeySelector | undefined;
}

/** A header of a request. */
export interface Header {
  /** Its name. */
  readonly name: string;
  /** Its value. */
  readonly value: string;
}

/** Values that are counted by size. */
export interface Histogram {
  /** The value. */
  readonly value: string;
  /** Upper bounds. */
  readonly buckets: readonly number[];
}

/** Kubernetes' HostAlias. */
export interface HostAlias {
  readonly hostnames?: readonly string[] | undefined;
  readonly ip: string;
}

/** Kubernetes' HostIP. */
export interface HostIP {
  readonly ip: string;
}

/** Kubernetes' HostPathVolumeSource. */
export interface HostPathVolumeSource {
  readonly path: string;
  readonly type?: string | undefined;
}

/** Kubernetes' ISCSIVolumeSource. */
export interface ISCSIVolumeSource {
  readonly chapAuthDiscovery?: boolean | undefined;
  readonly chapAuthSession?: boolean | undefined;
  readonly fsType?: string | undefined;
  readonly initiatorName?: string | undefined;
  readonly iqn: string;
  readonly iscsiInterface?: string | undefined;
  readonly lun: number;
  readonly portals?: readonly string[] | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: LocalObjectReference | undefined;
  readonly targetPortal: string;
}

/** Kubernetes' ImageVolumeSource. */
export interface ImageVolumeSource {
  readonly pullPolicy?: string | undefined;
  readonly reference?: string | undefined;
}

/** Kubernetes' ImageVolumeStatus. */
export interface ImageVolumeStatus {
  readonly imageRef: string;
}

/** What a template takes. */
export interface Inputs {
  /** Parameters by name. */
  readonly parameters?: readonly Parameter[] | undefined;
  /** Artifacts by name, with the place where each is to be put. */
  readonly artifacts?: readonly Artifact[] | undefined;
  /** The repository that key-only input artifacts are taken from. */
  readonly artifactRepositoryRef?: ArtifactRepositoryRef | undefined;
  /** The location that key-only input artifacts are completed with. */
  readonly artifactLocation?: ArtifactLocation | undefined;
}

/** One round of a loop: any JSON value. */
export type Item = unknown;

/** Kubernetes' KeyToPath. */
export interface KeyToPath {
  readonly key: string;
  readonly mode?: number | undefined;
  readonly path: string;
}

/** Kubernetes' LabelSelector. */
export interface LabelSelector {
  readonly matchExpressions?: readonly LabelSelectorRequirement[] | undefined;
  readonly matchLabels?: Readonly<Record<string, string>> | undefined;
}

/** Kubernetes' LabelSelectorRequirement. */
export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** The value of a label. */
export interface LabelValueFrom {
  /** An expression. */
  readonly expression: string;
}

/** Kubernetes' Lifecycle. */
export interface Lifecycle {
  readonly postStart?: LifecycleHandler | undefined;
  readonly preStop?: LifecycleHandler | undefined;
  readonly stopSignal?: string | undefined;
}

/** Kubernetes' LifecycleHandler. */
export interface LifecycleHandler {
  readonly exec?: ExecAction | undefined;
  readonly httpGet?: HTTPGetAction | undefined;
  readonly sleep?: SleepAction | undefined;
  readonly tcpSocket?: TCPSocketAction | undefined;
}

/** A template that runs when something happens to a workflow, step or task. */
export interface LifecycleHook {
  /** Name of the template. */
  readonly template?: string | undefined;
  /** The template, if it is in another object. */
  readonly templateRef?: TemplateRef | undefined;
  /** What the template gets. */
  readonly arguments?: Arguments | undefined;
  /** When it runs. The hook `exit` needs none: it runs at the end. */
  readonly expression?: string | undefined;
}

/** Kubernetes' LinuxContainerUser. */
export interface LinuxContainerUser {
  readonly gid: number;
  readonly supplementalGroups?: readonly number[] | undefined;
  readonly uid: number;
}

/** A file below a directory of the host; an addition of Argosy. */
export interface LocalArtifact {
  /** The directory. */
  readonly path?: string | undefined;
  /** Key of the object: its path below the directory. */
  readonly key?: string | undefined;
}

/** A directory of the host; an addition of Argosy. */
export interface LocalArtifactRepository {
  /** The directory; on the node, where pods mount it. */
  readonly path?: string | undefined;
  /** A volume claim that holds the directory instead. */
  readonly claimName?: string | undefined;
  /** How keys are made; may hold tags of the workflow and pod. */
  readonly keyFormat?: string | undefined;
  /** Kinds of locations whose objects are looked up here by their key. */
  readonly substituteFor?: readonly string[] | undefined;
}

/** Kubernetes' LocalObjectReference. */
export interface LocalObjectReference {
  readonly name?: string | undefined;
}

/** Kubernetes' ManagedFieldsEntry. */
export interface ManagedFieldsEntry {
  readonly apiVersion?: string | undefined;
  readonly fieldsType?: string | undefined;
  readonly fieldsV1?: unknown | undefined;
  readonly manager?: string | undefined;
  readonly operation?: string | undefined;
  readonly subresource?: string | undefined;
  readonly time?: string | undefined;
}

/** A manifest in an artifact. */
export interface ManifestFrom {
  /** The artifact; only its name counts. */
  readonly artifact: Artifact;
}

/** What a cache knew of a node. */
export interface MemoizationStatus {
  /** Its outputs came from the cache. */
  readonly hit: boolean;
  /** Key of the entry. */
  readonly key: string;
  /** Name of the cache. */
  readonly cacheName: string;
}

/** Outputs of earlier runs are taken instead of running again. */
export interface Memoize {
  /** What tells runs apart. */
  readonly key: string;
  /** Where outputs are kept. */
  readonly cache?: Cache | undefined;
  /** How old an entry may be, such as `180s` or `24h`. */
  readonly maxAge?: string | undefined;
}

/** Labels and annotations of a pod. */
export interface Metadata {
  /** Labels. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Annotations. */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** A label of a metric. */
export interface MetricLabel {
  /** Its name. */
  readonly key: string;
  /** Its value. */
  readonly value: string;
}

/** Metrics of the user that the controller exposes. */
export interface Metrics {
  /** The metrics. */
  readonly prometheus: readonly Prometheus[];
}

/** Kubernetes' ModifyVolumeStatus. */
export interface ModifyVolumeStatus {
  readonly status: string;
  readonly targetVolumeAttributesClassName?: string | undefined;
}

/** A lock with one holder. */
export interface Mutex {
  /** Name of the lock. */
  readonly name?: string | undefined;
  /** Namespace of the lock; the workflow's own if not given. */
  readonly namespace?: string | undefined;
  /** The lock is kept in a database. */
  readonly database?: boolean | undefined;
}

/** A mutex and its holder. */
export interface MutexHolding {
  /** Name of the lock. */
  readonly mutex?: string | undefined;
  /** Id of the node that holds it. */
  readonly holder?: string | undefined;
}

/** Mutexes that a workflow holds or waits for. */
export interface MutexStatus {
  /** Those that it holds. */
  readonly holding?: readonly MutexHolding[] | undefined;
  /** Those that it waits for. */
  readonly waiting?: readonly MutexHolding[] | undefined;
}

/** Kubernetes' NFSVolumeSource. */
export interface NFSVolumeSource {
  readonly path: string;
  readonly readOnly?: boolean | undefined;
  readonly server: string;
}

/** Kubernetes' NodeAffinity. */
export interface NodeAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly PreferredSchedulingTerm[] | undefined;
  readonly requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector | undefined;
}

/** Kubernetes' NodeAllocatableResourceClaimStatus. */
export interface NodeAllocatableResourceClaimStatus {
  readonly containers?: readonly string[] | undefined;
  readonly resourceClaimName: string;
  readonly resources: Readonly<Record<string, string>>;
}

/** How a node came to be. */
export interface NodeFlag {
  /** By a hook. */
  readonly hooked?: boolean | undefined;
  /** By a retry. */
  readonly retried?: boolean | undefined;
}

/** How far a node has come. */
export type NodePhase = 'Pending' | 'Running' | 'Succeeded' | 'Skipped' | 'Failed' | 'Error' | 'Omitted';

/** What became of a node, as its executor tells. */
export interface NodeResult {
  /** Its phase. */
  readonly phase?: NodePhase | undefined;
  /** Why it is in its phase, for people. */
  readonly message?: string | undefined;
  /** What it gave. */
  readonly outputs?: Outputs | undefined;
  /** Done and all units of work, as `N/M`. */
  readonly progress?: string | undefined;
}

/** Kubernetes' NodeSelector. */
export interface NodeSelector {
  readonly nodeSelectorTerms: readonly NodeSelectorTerm[];
}

/** Kubernetes' NodeSelectorRequirement. */
export interface NodeSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** Kubernetes' NodeSelectorTerm. */
export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly NodeSelectorRequirement[] | undefined;
  readonly matchFields?: readonly NodeSelectorRequirement[] | undefined;
}

/** How far one node of a workflow has come. */
export interface NodeStatus {
  /** Id, made from the name. */
  readonly id: string;
  /** Name, made from the path to the node. */
  readonly name: string;
  /** Name for people. */
  readonly displayName?: string | undefined;
  /** What it stands for. */
  readonly type: NodeType;
  /** Template that it runs. */
  readonly templateName?: string | undefined;
  /** Template that it runs, if that is in another object. */
  readonly templateRef?: TemplateRef | undefined;
  /** Object in which its template was looked up, such as `local/my-workflow`. */
  readonly templateScope?: string | undefined;
  /** Its phase. */
  readonly phase?: NodePhase | undefined;
  /** Id of the node whose steps or tasks it belongs to. */
  readonly boundaryID?: string | undefined;
  /** Why it is in its phase, for people. */
  readonly message?: string | undefined;
  /** When it started. */
  readonly startedAt?: string | null | undefined;
  /** When it ended. */
  readonly finishedAt?: string | null | undefined;
  /** Seconds that it is expected to take. */
  readonly estimatedDuration?: number | undefined;
  /** Done and all units of work, as `N/M`. */
  readonly progress?: string | undefined;
  /** Seconds by resource, in units of the resource. */
  readonly resourcesDuration?: Readonly<Record<string, number>> | undefined;
  /** Address of its pod, for daemons. */
  readonly podIP?: string | undefined;
  /** It is a daemon that runs. */
  readonly daemoned?: boolean | undefined;
  /** How it came to be. */
  readonly nodeFlag?: NodeFlag | undefined;
  /** What it got. */
  readonly inputs?: Inputs | undefined;
  /** What it gave. */
  readonly outputs?: Outputs | undefined;
  /** Ids of the nodes after it. */
  readonly children?: readonly string[] | undefined;
  /** Ids of its last nodes, to which the next ones are attached. */
  readonly outboundNodes?: readonly string[] | undefined;
  /** Node of the cluster on which its pod runs. */
  readonly hostNodeName?: string | undefined;
  /** What its cache knew. */
  readonly memoizationStatus?: MemoizationStatus | undefined;
  /** The lock that it waits for. */
  readonly synchronizationStatus?: NodeSynchronizationStatus | undefined;
  /** Its results are complete. */
  readonly taskResultSynced?: boolean | undefined;
  /** How many times its pod was made anew because it had failed before it began. */
  readonly failedPodRestarts?: number | undefined;
  /** Uid of the failed pod that is being replaced. */
  readonly restartingPodUID?: string | undefined;
}

/** The lock that a node waits for. */
export interface NodeSynchronizationStatus {
  /** Name of the lock. */
  readonly waiting?: string | undefined;
}

/** What a node stands for. */
export type NodeType = 'Pod' | 'Container' | 'Steps' | 'StepGroup' | 'DAG' | 'TaskGroup' | 'Retry' | 'Skipped' | 'Suspend' | 'HTTP' | 'Plugin';

/** Does not pack. */
export type NoneStrategy = Opaque;

/** OAuth2 client credentials. */
export interface OAuth2Auth {
  /** Id of the client. */
  readonly clientIDSecret?: SecretKeySelector | undefined;
  /** Secret of the client. */
  readonly clientSecretSecret?: SecretKeySelector | undefined;
  /** URL that gives tokens. */
  readonly tokenURLSecret?: SecretKeySelector | undefined;
  /** Scopes that are asked for. */
  readonly scopes?: readonly string[] | undefined;
  /** Further parameters of the request. */
  readonly endpointParams?: readonly OAuth2EndpointParam[] | undefined;
}

/** A parameter of a token request. */
export interface OAuth2EndpointParam {
  /** Its name. */
  readonly key: string;
  /** Its value. */
  readonly value?: string | undefined;
}

/** An object in Alibaba Cloud OSS. */
export interface OSSArtifact extends OSSBucket {
  /** Key of the object. */
  readonly key: string;
}

/** Alibaba Cloud OSS. */
export interface OSSArtifactRepository extends OSSBucket {
  /** How keys are made; may hold tags of the workflow and pod. */
  readonly keyFormat?: string | undefined;
}

/** A bucket of Alibaba Cloud OSS. */
export interface OSSBucket {
  /** Host of the store. */
  readonly endpoint?: string | undefined;
  /** Name of the bucket. */
  readonly bucket?: string | undefined;
  /** The access key. */
  readonly accessKeySecret?: SecretKeySelector | undefined;
  /** The secret key. */
  readonly secretKeySecret?: SecretKeySelector | undefined;
  /** The bucket is made when something is stored and it is not there. */
  readonly createBucketIfNotPresent?: boolean | undefined;
  /** Token of passing credentials. */
  readonly securityToken?: string | undefined;
  /** What becomes of objects as they age. */
  readonly lifecycleRule?: OSSLifecycleRule | undefined;
  /** Credentials come from the SDK's own places. */
  readonly useSDKCreds?: boolean | undefined;
}

/** What becomes of objects as they age. */
export interface OSSLifecycleRule {
  /** Days until they move to cheaper storage. */
  readonly markInfrequentAccessAfterDays?: number | undefined;
  /** Days until they are deleted. */
  readonly markDeletionAfterDays?: number | undefined;
}

/** Kubernetes' ObjectFieldSelector. */
export interface ObjectFieldSelector {
  readonly apiVersion?: string | undefined;
  readonly fieldPath: string;
}

/** Kubernetes' ObjectMeta. */
export interface ObjectMeta {
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly creationTimestamp?: string | undefined;
  readonly deletionGracePeriodSeconds?: number | undefined;
  readonly deletionTimestamp?: string | undefined;
  readonly finalizers?: readonly string[] | undefined;
  readonly generateName?: string | undefined;
  readonly generation?: number | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly managedFields?: readonly ManagedFieldsEntry[] | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly ownerReferences?: readonly OwnerReference[] | undefined;
  readonly resourceVersion?: string | undefined;
  readonly selfLink?: string | undefined;
  readonly uid?: string | undefined;
  readonly [field: string]: unknown;
}

/** Kubernetes' ObjectReference. */
export interface ObjectReference {
  readonly apiVersion?: string | undefined;
  readonly fieldPath?: string | undefined;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly uid?: string | undefined;
}

/** What a template gives, and what a node gave. */
export interface Outputs {
  /** Parameters by name, with the source of each. */
  readonly parameters?: readonly Parameter[] | undefined;
  /** Artifacts by name, with the place where each is found. */
  readonly artifacts?: readonly Artifact[] | undefined;
  /** What the main container wrote to its standard output, or the body of an HTTP answer. */
  readonly result?: string | undefined;
  /** The exit code of the main container, as text. */
  readonly exitCode?: string | undefined;
  /** The repository that output artifacts go to. */
  readonly artifactRepositoryRef?: ArtifactRepositoryRef | undefined;
  /** The location that output artifacts are completed with. */
  readonly artifactLocation?: ArtifactLocation | undefined;
}

/** Kubernetes' OwnerReference. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly blockOwnerDeletion?: boolean | undefined;
  readonly controller?: boolean | undefined;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** A named text value that goes into a workflow, template or step, or comes out of one. */
export interface Parameter {
  /** Name by which tags refer to it; unique among its neighbours. */
  readonly name: string;
  /** The value itself. Of an input it is what the caller may replace. */
  readonly value?: string | undefined;
  /** What an input is worth if the caller gives nothing. */
  readonly default?: string | undefined;
  /** Where the value is taken from. */
  readonly valueFrom?: ValueFrom | undefined;
  /** Makes an output known to the whole workflow as `workflow.outputs.parameters.<globalName>`. */
  readonly globalName?: string | undefined;
  /** Values that it may take; the UI offers them as a choice. */
  readonly enum?: readonly string[] | undefined;
  /** What it is for, in words for people. */
  readonly description?: string | undefined;
}

/** Kubernetes' PersistentVolumeClaim. */
export interface PersistentVolumeClaim {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
  readonly spec?: PersistentVolumeClaimSpec | undefined;
  readonly status?: PersistentVolumeClaimStatus | undefined;
}

/** Kubernetes' PersistentVolumeClaimCondition. */
export interface PersistentVolumeClaimCondition {
  readonly lastProbeTime?: string | null | undefined;
  readonly lastTransitionTime?: string | undefined;
  readonly message?: string | undefined;
  readonly reason?: string | undefined;
  readonly status: string;
  readonly type: string;
}

/** Kubernetes' PersistentVolumeClaimSpec. */
export interface PersistentVolumeClaimSpec {
  readonly accessModes?: readonly string[] | undefined;
  readonly dataSource?: TypedLocalObjectReference | undefined;
  readonly dataSourceRef?: TypedObjectReference | undefined;
  readonly resources?: VolumeResourceRequirements | undefined;
  readonly selector?: LabelSelector | undefined;
  readonly storageClassName?: string | undefined;
  readonly volumeAttributesClassName?: string | undefined;
  readonly volumeMode?: string | undefined;
  readonly volumeName?: string | undefined;
}

/** Kubernetes' PersistentVolumeClaimStatus. */
export interface PersistentVolumeClaimStatus {
  readonly accessModes?: readonly string[] | undefined;
  readonly allocatedResourceStatuses?: Readonly<Record<string, string>> | undefined;
  readonly allocatedResources?: Readonly<Record<string, number | string>> | undefined;
  readonly capacity?: Readonly<Record<string, number | string>> | undefined;
  readonly conditions?: readonly PersistentVolumeClaimCondition[] | undefined;
  readonly currentVolumeAttributesClassName?: string | undefined;
  readonly modifyVolumeStatus?: ModifyVolumeStatus | undefined;
  readonly phase?: string | undefined;
}

/** Kubernetes' PersistentVolumeClaimTemplate. */
export interface PersistentVolumeClaimTemplate {
  readonly metadata?: ObjectMeta | undefined;
  readonly spec: PersistentVolumeClaimSpec;
}

/** Kubernetes' PersistentVolumeClaimVolumeSource. */
export interface PersistentVolumeClaimVolumeSource {
  readonly claimName: string;
  readonly readOnly?: boolean | undefined;
}

/** Kubernetes' PhotonPersistentDiskVolumeSource. */
export interface PhotonPersistentDiskVolumeSource {
  readonly fsType?: string | undefined;
  readonly pdID: string;
}

/** Something that an executor plugin knows how to do: exactly one field, the name of the plugin. */
export interface Plugin {
  readonly [field: string]: unknown;
}

/** Something that an artifact plugin knows how to read and write. */
export interface PluginArtifact {
  /** Name of the plugin, as the installation has it configured. */
  readonly name?: string | undefined;
  /** What the plugin needs to know; its own language. */
  readonly configuration?: string | undefined;
  /** How long to wait for the plugin to answer. */
  readonly connectionTimeoutSeconds?: number | undefined;
  /** Key of the object. */
  readonly key?: string | undefined;
}

/** An artifact plugin. */
export interface PluginArtifactRepository {
  /** Name of the plugin. */
  readonly name?: string | undefined;
  /** How keys are made; may hold tags of the workflow and pod. */
  readonly keyFormat?: string | undefined;
  /** What the plugin needs to know; its own language. */
  readonly configuration?: string | undefined;
}

/** Kubernetes' Pod. */
export interface Pod {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  readonly status?: PodStatus | undefined;
}

/** Kubernetes' PodAffinity. */
export interface PodAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[] | undefined;
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[] | undefined;
}

/** Kubernetes' PodAffinityTerm. */
export interface PodAffinityTerm {
  readonly labelSelector?: LabelSelector | undefined;
  readonly matchLabelKeys?: readonly string[] | undefined;
  readonly mismatchLabelKeys?: readonly string[] | undefined;
  readonly namespaceSelector?: LabelSelector | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly topologyKey: string;
}

/** Kubernetes' PodAntiAffinity. */
export interface PodAntiAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[] | undefined;
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[] | undefined;
}

/** Kubernetes' PodCertificateProjection. */
export interface PodCertificateProjection {
  readonly certificateChainPath?: string | undefined;
  readonly credentialBundlePath?: string | undefined;
  readonly keyPath?: string | undefined;
  readonly keyType: string;
  readonly maxExpirationSeconds?: number | undefined;
  readonly signerName: string;
  readonly userAnnotations?: Readonly<Record<string, string>> | undefined;
}

/** Kubernetes' PodCondition. */
export interface PodCondition {
  readonly lastProbeTime?: string | null | undefined;
  readonly lastTransitionTime?: string | undefined;
  readonly message?: string | undefined;
  readonly observedGeneration?: number | undefined;
  readonly reason?: string | undefined;
  readonly status: string;
  readonly type: string;
}

/** Kubernetes' PodDNSConfig. */
export interface PodDNSConfig {
  readonly nameservers?: readonly string[] | undefined;
  readonly options?: readonly PodDNSConfigOption[] | undefined;
  readonly searches?: readonly string[] | undefined;
}

/** Kubernetes' PodDNSConfigOption. */
export interface PodDNSConfigOption {
  readonly name?: string | undefined;
  readonly value?: string | undefined;
}

/** Kubernetes' PodDisruptionBudgetSpec. */
export interface PodDisruptionBudgetSpec {
  readonly maxUnavailable?: number | string | undefined;
  readonly minAvailable?: number | string | undefined;
  readonly selector?: LabelSelector | undefined;
  readonly unhealthyPodEvictionPolicy?: string | undefined;
}

/** Kubernetes' PodExtendedResourceClaimStatus. */
export interface PodExtendedResourceClaimStatus {
  readonly requestMappings: readonly ContainerExtendedResourceRequest[];
  readonly resourceClaimName: string;
}

/** When the pods of a workflow are deleted. */
export interface PodGC {
  /** One of OnPodCompletion, OnPodSuccess, OnWorkflowCompletion, OnWorkflowSuccess; never if not given. */
  readonly strategy?: string | undefined;
  /** Only pods with these labels. */
  readonly labelSelector?: LabelSelector | undefined;
  /** How long to wait before, as a duration. */
  readonly deleteDelayDuration?: string | undefined;
}

/** Kubernetes' PodIP. */
export interface PodIP {
  readonly ip: string;
}

/** Kubernetes' PodOS. */
export interface PodOS {
  readonly name: string;
}

/** Kubernetes' PodReadinessGate. */
export interface PodReadinessGate {
  readonly conditionType: string;
}

/** Kubernetes' PodResourceClaim. */
export interface PodResourceClaim {
  readonly name: string;
  readonly resourceClaimName?: string | undefined;
  readonly resourceClaimTemplateName?: string | undefined;
}

/** Kubernetes' PodResourceClaimStatus. */
export interface PodResourceClaimStatus {
  readonly name: string;
  readonly resourceClaimName?: string | undefined;
}

/** Kubernetes' PodSchedulingGate. */
export interface PodSchedulingGate {
  readonly name: string;
}

/** Kubernetes' PodSchedulingGroup. */
export interface PodSchedulingGroup {
  readonly podGroupName?: string | undefined;
}

/** Kubernetes' PodSecurityContext. */
export interface PodSecurityContext {
  readonly appArmorProfile?: AppArmorProfile | undefined;
  readonly fsGroup?: number | undefined;
  readonly fsGroupChangePolicy?: string | undefined;
  readonly runAsGroup?: number | undefined;
  readonly runAsNonRoot?: boolean | undefined;
  readonly runAsUser?: number | undefined;
  readonly seLinuxChangePolicy?: string | undefined;
  readonly seLinuxOptions?: SELinuxOptions | undefined;
  readonly seccompProfile?: SeccompProfile | undefined;
  readonly supplementalGroups?: readonly number[] | undefined;
  readonly supplementalGroupsPolicy?: string | undefined;
  readonly sysctls?: readonly Sysctl[] | undefined;
  readonly windowsOptions?: WindowsSecurityContextOptions | undefined;
}

/** Kubernetes' PodSpec. */
export interface PodSpec {
  readonly activeDeadlineSeconds?: number | undefined;
  readonly affinity?: Affinity | undefined;
  readonly automountServiceAccountToken?: boolean | undefined;
  readonly containers: readonly Container[];
  readonly dnsConfig?: PodDNSConfig | undefined;
  readonly dnsPolicy?: string | undefined;
  readonly enableServiceLinks?: boolean | undefined;
  readonly ephemeralContainers?: readonly EphemeralContainer[] | undefined;
  readonly hostAliases?: readonly HostAlias[] | undefined;
  readonly hostIPC?: boolean | undefined;
  readonly hostNetwork?: boolean | undefined;
  readonly hostPID?: boolean | undefined;
  readonly hostUsers?: boolean | undefined;
  readonly hostname?: string | undefined;
  readonly hostnameOverride?: string | undefined;
  readonly imagePullSecrets?: readonly LocalObjectReference[] | undefined;
  readonly initContainers?: readonly Container[] | undefined;
  readonly nodeName?: string | undefined;
  readonly nodeSelector?: Readonly<Record<string, string>> | undefined;
  readonly os?: PodOS | undefined;
  readonly overhead?: Readonly<Record<string, string>> | undefined;
  readonly preemptionPolicy?: string | undefined;
  readonly priority?: number | undefined;
  readonly priorityClassName?: string | undefined;
  readonly readinessGates?: readonly PodReadinessGate[] | undefined;
  readonly resourceClaims?: readonly PodResourceClaim[] | undefined;
  readonly resources?: ResourceRequirements | undefined;
  readonly restartPolicy?: string | undefined;
  readonly runtimeClassName?: string | undefined;
  readonly schedulerName?: string | undefined;
  readonly schedulingGates?: readonly PodSchedulingGate[] | undefined;
  readonly schedulingGroup?: PodSchedulingGroup | undefined;
  readonly securityContext?: PodSecurityContext | undefined;
  readonly serviceAccount?: string | undefined;
  readonly serviceAccountName?: string | undefined;
  readonly setHostnameAsFQDN?: boolean | undefined;
  readonly shareProcessNamespace?: boolean | undefined;
  readonly subdomain?: string | undefined;
  readonly terminationGracePeriodSeconds?: number | undefined;
  readonly tolerations?: readonly Toleration[] | undefined;
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[] | undefined;
  readonly volumes?: readonly Volume[] | undefined;
}

/** Kubernetes' PodStatus. */
export interface PodStatus {
  readonly allocatedResources?: Readonly<Record<string, string>> | undefined;
  readonly conditions?: readonly PodCondition[] | undefined;
  readonly containerStatuses?: readonly ContainerStatus[] | undefined;
  readonly ephemeralContainerStatuses?: readonly ContainerStatus[] | undefined;
  readonly extendedResourceClaimStatus?: PodExtendedResourceClaimStatus | undefined;
  readonly hostIP?: string | undefined;
  readonly hostIPs?: readonly HostIP[] | undefined;
  readonly initContainerStatuses?: readonly ContainerStatus[] | undefined;
  readonly message?: string | undefined;
  readonly nodeAllocatableResourceClaimStatuses?: readonly NodeAllocatableResourceClaimStatus[] | undefined;
  readonly nominatedNodeName?: string | undefined;
  readonly observedGeneration?: number | undefined;
  readonly phase?: string | undefined;
  readonly podIP?: string | undefined;
  readonly podIPs?: readonly PodIP[] | undefined;
  readonly qosClass?: string | undefined;
  readonly reason?: string | undefined;
  readonly resize?: string | undefined;
  readonly resourceClaimStatuses?: readonly PodResourceClaimStatus[] | undefined;
  readonly resources?: ResourceRequirements | undefined;
  readonly startTime?: string | undefined;
}

/** Kubernetes' PortworxVolumeSource. */
export interface PortworxVolumeSource {
  readonly fsType?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly volumeID: string;
}

/** Kubernetes' PreferredSchedulingTerm. */
export interface PreferredSchedulingTerm {
  readonly preference: NodeSelectorTerm;
  readonly weight: number;
}

/** Kubernetes' Probe. */
export interface Probe {
  readonly exec?: ExecAction | undefined;
  readonly failureThreshold?: number | undefined;
  readonly grpc?: GRPCAction | undefined;
  readonly httpGet?: HTTPGetAction | undefined;
  readonly initialDelaySeconds?: number | undefined;
  readonly periodSeconds?: number | undefined;
  readonly successThreshold?: number | undefined;
  readonly tcpSocket?: TCPSocketAction | undefined;
  readonly terminationGracePeriodSeconds?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
}

/** Kubernetes' ProbeHTTPHeader. */
export interface ProbeHTTPHeader {
  readonly name: string;
  readonly value: string;
}

/** Kubernetes' ProjectedVolumeSource. */
export interface ProjectedVolumeSource {
  readonly defaultMode?: number | undefined;
  readonly sources?: readonly VolumeProjection[] | undefined;
}

/** A metric of the user. One of gauge, histogram, counter. */
export interface Prometheus {
  /** Name of the metric. */
  readonly name: string;
  /** What it tells. */
  readonly help: string;
  /** A condition; if it does not hold, nothing is counted. */
  readonly when?: string | undefined;
  /** Labels of the metric. */
  readonly labels?: readonly MetricLabel[] | undefined;
  /** A value that goes up and down. */
  readonly gauge?: Gauge | undefined;
  /** Values that are counted by size. */
  readonly histogram?: Histogram | undefined;
  /** A value that only grows. */
  readonly counter?: Counter | undefined;
}

/** Kubernetes' QuobyteVolumeSource. */
export interface QuobyteVolumeSource {
  readonly group?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly registry: string;
  readonly tenant?: string | undefined;
  readonly user?: string | undefined;
  readonly volume: string;
}

/** Kubernetes' RBDVolumeSource. */
export interface RBDVolumeSource {
  readonly fsType?: string | undefined;
  readonly image: string;
  readonly keyring?: string | undefined;
  readonly monitors: readonly string[];
  readonly pool?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: LocalObjectReference | undefined;
  readonly user?: string | undefined;
}

/** Text in the manifest itself. */
export interface RawArtifact {
  /** The text. */
  readonly data: string;
}

/** Kubernetes' ResourceClaim. */
export interface ResourceClaim {
  readonly name: string;
  readonly request?: string | undefined;
}

/** Kubernetes' ResourceFieldSelector. */
export interface ResourceFieldSelector {
  readonly containerName?: string | undefined;
  readonly divisor?: number | string | undefined;
  readonly resource: string;
}

/** Kubernetes' ResourceHealth. */
export interface ResourceHealth {
  readonly health?: string | undefined;
  readonly message?: string | undefined;
  readonly resourceID: string;
}

/** Kubernetes' ResourceRequirements. */
export interface ResourceRequirements {
  readonly claims?: readonly ResourceClaim[] | undefined;
  readonly limits?: Readonly<Record<string, number | string>> | undefined;
  readonly requests?: Readonly<Record<string, number | string>> | undefined;
}

/** Kubernetes' ResourceStatus. */
export interface ResourceStatus {
  readonly name: string;
  readonly resources?: readonly ResourceHealth[] | undefined;
}

/** Makes, changes, deletes or awaits an object of the cluster. */
export interface ResourceTemplate {
  /** One of get, create, apply, delete, replace, patch. */
  readonly action: string;
  /** How a patch is merged: strategic (default), merge or json. */
  readonly mergeStrategy?: string | undefined;
  /** The object, as YAML or JSON; may hold tags. */
  readonly manifest?: string | undefined;
  /** The object, taken from an artifact. */
  readonly manifestFrom?: ManifestFrom | undefined;
  /** The workflow becomes the owner of the object. */
  readonly setOwnerReference?: boolean | undefined;
  /** Conditions on the object under which the step has succeeded. */
  readonly successCondition?: string | undefined;
  /** Conditions on the object under which the step has failed. */
  readonly failureCondition?: string | undefined;
  /** Flags of kubectl, such as --validate=false. */
  readonly flags?: readonly string[] | undefined;
}

/** Where a pod is tried again. */
export interface RetryAffinity {
  /** Not on nodes on which it failed. */
  readonly nodeAntiAffinity?: RetryNodeAntiAffinity | undefined;
}

/** Not on nodes on which it failed, by `kubernetes.io/hostname`. */
export type RetryNodeAntiAffinity = Opaque;

/** When and how often a template is tried again. */
export interface RetryStrategy {
  /** How many times it is tried again; without end if not given. */
  readonly limit?: number | string | undefined;
  /** One of OnFailure (default), OnError, Always, OnTransientError. */
  readonly retryPolicy?: string | undefined;
  /** How long to wait in between. */
  readonly backoff?: Backoff | undefined;
  /** Where it is tried again. */
  readonly affinity?: RetryAffinity | undefined;
  /** Must hold for another try. */
  readonly expression?: string | undefined;
}

/** An object in a store that speaks S3. */
export interface S3Artifact extends S3Bucket {
  /** Key of the object. */
  readonly key?: string | undefined;
}

/** A store that speaks S3. */
export interface S3ArtifactRepository extends S3Bucket {
  /** How keys are made; may hold tags of the workflow and pod. */
  readonly keyFormat?: string | undefined;
  /** Prefix of all keys. Deprecated: use `keyFormat`. */
  readonly keyPrefix?: string | undefined;
}

/** A bucket of a store that speaks S3. */
export interface S3Bucket {
  /** Host, and port if need be, of the store. */
  readonly endpoint?: string | undefined;
  /** Name of the bucket. */
  readonly bucket?: string | undefined;
  /** Region of the bucket. */
  readonly region?: string | undefined;
  /** How the bucket is named in a URL: `auto` (the default), `path` or `virtual-hosted`. */
  readonly addressingStyle?: string | undefined;
  /** Plain HTTP instead of HTTPS. */
  readonly insecure?: boolean | undefined;
  /** The access key. */
  readonly accessKeySecret?: SecretKeySelector | undefined;
  /** The secret key. */
  readonly secretKeySecret?: SecretKeySelector | undefined;
  /** The session token of passing credentials. */
  readonly sessionTokenSecret?: SecretKeySelector | undefined;
  /** A role to assume. */
  readonly roleARN?: string | undefined;
  /** Credentials come from the SDK's own places: environment, files, instance. */
  readonly useSDKCreds?: boolean | undefined;
  /** The bucket is made when something is stored and it is not there. */
  readonly createBucketIfNotPresent?: CreateS3BucketOptions | undefined;
  /** How objects are encrypted. */
  readonly encryptionOptions?: S3EncryptionOptions | undefined;
  /** The certificate authority of the store's certificate. */
  readonly caSecret?: SecretKeySelector | undefined;
}

/** How objects are encrypted. */
export interface S3EncryptionOptions {
  /** Key of the key service. */
  readonly kmsKeyId?: string | undefined;
  /** Encryption context, as JSON. */
  readonly kmsEncryptionContext?: string | undefined;
  /** Objects are encrypted; with the store's own key unless one is given. */
  readonly enableEncryption?: boolean | undefined;
  /** A key of your own that the store encrypts with. */
  readonly serverSideCustomerKeySecret?: SecretKeySelector | undefined;
}

/** Kubernetes' SELinuxOptions. */
export interface SELinuxOptions {
  readonly level?: string | undefined;
  readonly role?: string | undefined;
  readonly type?: string | undefined;
  readonly user?: string | undefined;
}

/** Kubernetes' ScaleIOVolumeSource. */
export interface ScaleIOVolumeSource {
  readonly fsType?: string | undefined;
  readonly gateway: string;
  readonly protectionDomain?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef: LocalObjectReference;
  readonly sslEnabled?: boolean | undefined;
  readonly storageMode?: string | undefined;
  readonly storagePool?: string | undefined;
  readonly system: string;
  readonly volumeName?: string | undefined;
}

/** A container that runs a script. */
export interface ScriptTemplate extends Container {
  /** The script; the command gets it as a file. */
  readonly source: string;
}

/** Kubernetes' SeccompProfile. */
export interface SeccompProfile {
  readonly localhostProfile?: string | undefined;
  readonly type: string;
}

/** Kubernetes' Secret. */
export interface Secret {
  readonly apiVersion?: string | undefined;
  readonly data?: Readonly<Record<string, string>> | undefined;
  readonly immutable?: boolean | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
  readonly stringData?: Readonly<Record<string, string>> | undefined;
  readonly type?: string | undefined;
}

/** Kubernetes' SecretEnvSource. */
export interface SecretEnvSource {
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Kubernetes' SecretKeySelector. */
export interface SecretKeySelector {
  readonly key: string;
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Kubernetes' SecretProjection. */
export interface SecretProjection {
  readonly items?: readonly KeyToPath[] | undefined;
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Kubernetes' SecretVolumeSource. */
export interface SecretVolumeSource {
  readonly defaultMode?: number | undefined;
  readonly items?: readonly KeyToPath[] | undefined;
  readonly optional?: boolean | undefined;
  readonly secretName?: string | undefined;
}

/** Kubernetes' SecurityContext. */
export interface SecurityContext {
  readonly allowPrivilegeEscalation?: boolean | undefined;
  readonly appArmorProfile?: AppArmorProfile | undefined;
  readonly capabilities?: Capabilities | undefined;
  readonly privileged?: boolean | undefined;
  readonly procMount?: string | undefined;
  readonly readOnlyRootFilesystem?: boolean | undefined;
  readonly runAsGroup?: number | undefined;
  readonly runAsNonRoot?: boolean | undefined;
  readonly runAsUser?: number | undefined;
  readonly seLinuxOptions?: SELinuxOptions | undefined;
  readonly seccompProfile?: SeccompProfile | undefined;
  readonly windowsOptions?: WindowsSecurityContextOptions | undefined;
}

/** A semaphore and its holders. */
export interface SemaphoreHolding {
  /** Name of the lock. */
  readonly semaphore?: string | undefined;
  /** Ids of the nodes that hold it. */
  readonly holders?: readonly string[] | undefined;
}

/** A lock with as many holders as a ConfigMap or database says. */
export interface SemaphoreRef {
  /** Key of a ConfigMap that holds the number. */
  readonly configMapKeyRef?: ConfigMapKeySelector | undefined;
  /** Namespace of the ConfigMap; the workflow's own if not given. */
  readonly namespace?: string | undefined;
  /** Row of a database that holds the number. */
  readonly database?: SyncDatabaseRef | undefined;
}

/** Semaphores that a workflow holds or waits for. */
export interface SemaphoreStatus {
  /** Those that it holds. */
  readonly holding?: readonly SemaphoreHolding[] | undefined;
  /** Those that it waits for. */
  readonly waiting?: readonly SemaphoreHolding[] | undefined;
}

/** A loop over numbers. */
export interface Sequence {
  /** How many numbers there are; excludes `end`. */
  readonly count?: number | string | undefined;
  /** The first number; 0 if not given. */
  readonly start?: number | string | undefined;
  /** The last number, which may be smaller than the first; excludes `count`. */
  readonly end?: number | string | undefined;
  /** How each number is written, as a printf format such as `testuser%02X`. */
  readonly format?: string | undefined;
}

/** Kubernetes' ServiceAccountTokenProjection. */
export interface ServiceAccountTokenProjection {
  readonly audience?: string | undefined;
  readonly expirationSeconds?: number | undefined;
  readonly path: string;
}

/** Kubernetes' SleepAction. */
export interface SleepAction {
  readonly seconds: number;
}

/** When a cron workflow stops for good. */
export interface StopStrategy {
  /** An expression over `cronworkflow.failed` and `cronworkflow.succeeded`. */
  readonly expression: string;
}

/** Kubernetes' StorageOSVolumeSource. */
export interface StorageOSVolumeSource {
  readonly fsType?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: LocalObjectReference | undefined;
  readonly volumeName?: string | undefined;
  readonly volumeNamespace?: string | undefined;
}

/** What an event starts. */
export interface Submit {
  /** What is run. */
  readonly workflowTemplateRef: WorkflowTemplateRef;
  /** Name, labels and annotations of the workflow; may hold expressions over the event. */
  readonly metadata?: ObjectMeta | undefined;
  /** What it gets, taken from the event. */
  readonly arguments?: Arguments | undefined;
}

/** What a submission changes in the workflow that it submits. */
export interface SubmitOpts {
  /** Its name. */
  readonly name?: string | undefined;
  /** Start of its name. */
  readonly generateName?: string | undefined;
  /** Template that runs first. */
  readonly entryPoint?: string | undefined;
  /** Parameters. */
  readonly parameters?: readonly string[] | undefined;
  /** Artifacts. */
  readonly artifacts?: readonly string[] | undefined;
  /** Account of all pods. */
  readonly serviceAccount?: string | undefined;
  /** Nothing is sent. */
  readonly dryRun?: boolean | undefined;
  /** The server checks it and makes nothing. */
  readonly serverDryRun?: boolean | undefined;
  /** KEY=VALUE, separated by commas. */
  readonly labels?: string | undefined;
  /** KEY=VALUE, separated by commas. */
  readonly annotations?: string | undefined;
  /** Its owner. */
  readonly ownerReference?: OwnerReference | undefined;
  /** Priority of its pods. */
  readonly podPriorityClassName?: string | undefined;
  /** Its own priority. */
  readonly priority?: number | undefined;
}

/** Stands for a value that a person or program enters later. */
export type SuppliedValueFrom = Opaque;

/** Waits for a time or a person. */
export interface SuspendTemplate {
  /** Seconds, or a duration such as `2m`, after which it goes on by itself. */
  readonly duration?: string | undefined;
}

/** A lock that is kept in a database. */
export interface SyncDatabaseRef {
  /** Name of the lock. */
  readonly key: string;
}

/** Locks that are held while a workflow or template runs. */
export interface Synchronization {
  /** Locks with several holders. */
  readonly semaphores?: readonly SemaphoreRef[] | undefined;
  /** Locks with one holder. */
  readonly mutexes?: readonly Mutex[] | undefined;
}

/** Locks that a workflow holds or waits for. */
export interface SynchronizationStatus {
  /** Locks with several holders. */
  readonly semaphore?: SemaphoreStatus | undefined;
  /** Locks with one holder. */
  readonly mutex?: MutexStatus | undefined;
}

/** Kubernetes' Sysctl. */
export interface Sysctl {
  readonly name: string;
  readonly value: string;
}

/** Kubernetes' TCPSocketAction. */
export interface TCPSocketAction {
  readonly host?: string | undefined;
  readonly port: number | string;
}

/** When an ended workflow is deleted. */
export interface TTLStrategy {
  /** Seconds after it ended. */
  readonly secondsAfterCompletion?: number | undefined;
  /** Seconds after it succeeded. */
  readonly secondsAfterSuccess?: number | undefined;
  /** Seconds after it failed. */
  readonly secondsAfterFailure?: number | undefined;
}

/** Packs as a tar archive. */
export interface TarStrategy {
  /** Level of gzip, 0 (none) to 9; gzip chooses if not given. */
  readonly compressionLevel?: number | undefined;
}

/** Something that a workflow can run. One of its kinds: container, containerSet, steps, dag, script, resource, data, suspend, http, plugin. */
export interface Template {
  /** Name by which steps, tasks and hooks call it. */
  readonly name?: string | undefined;
  /** What it takes. */
  readonly inputs?: Inputs | undefined;
  /** What it gives. */
  readonly outputs?: Outputs | undefined;
  /** Runs a container. */
  readonly container?: Container | undefined;
  /** Runs several containers in one pod, as their dependencies allow. */
  readonly containerSet?: ContainerSetTemplate | undefined;
  /** Groups of steps that run one after the other. */
  readonly steps?: readonly (readonly WorkflowStep[])[] | undefined;
  /** Runs tasks as their dependencies allow. */
  readonly dag?: DAGTemplate | undefined;
  /** Runs a container with a script. */
  readonly script?: ScriptTemplate | undefined;
  /** Makes, changes, deletes or awaits an object of the cluster. */
  readonly resource?: ResourceTemplate | undefined;
  /** Lists files of a store and works on the list. */
  readonly data?: Data | undefined;
  /** Waits for a time or a person. */
  readonly suspend?: SuspendTemplate | undefined;
  /** Sends an HTTP request. */
  readonly http?: HTTP | undefined;
  /** Runs something that an executor plugin knows how to do. */
  readonly plugin?: Plugin | undefined;
  /** Labels and annotations of the pod. */
  readonly metadata?: Metadata | undefined;
  /** Annotations of the template; `workflows.argoproj.io/display-name` names its nodes for people. */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** The workflow goes on once the container is ready; it is stopped when its caller ends. */
  readonly daemon?: boolean | undefined;
  /** Volumes that the containers can mount. */
  readonly volumes?: readonly Volume[] | undefined;
  /** Containers that run before the main one. */
  readonly initContainers?: readonly UserContainer[] | undefined;
  /** Containers that run beside the main one and are stopped when it ends. */
  readonly sidecars?: readonly UserContainer[] | undefined;
  /** Labels that the node must have. */
  readonly nodeSelector?: Readonly<Record<string, string>> | undefined;
  /** Where the pod may or should run. */
  readonly affinity?: Affinity | undefined;
  /** Taints of nodes that the pod puts up with. */
  readonly tolerations?: readonly Toleration[] | undefined;
  /** Scheduler that places the pod. */
  readonly schedulerName?: string | undefined;
  /** Priority of the pod. */
  readonly priorityClassName?: string | undefined;
  /** Entries for the hosts file of the pod. */
  readonly hostAliases?: readonly HostAlias[] | undefined;
  /** Security settings of the pod. */
  readonly securityContext?: PodSecurityContext | undefined;
  /** Account of the pod. */
  readonly serviceAccountName?: string | undefined;
  /** The token of the account is mounted. */
  readonly automountServiceAccountToken?: boolean | undefined;
  /** The containers that Argosy adds. */
  readonly executor?: ExecutorConfig | undefined;
  /** A strategic merge patch on the pod, as YAML or JSON; may hold tags. */
  readonly podSpecPatch?: string | undefined;
  /** Resources of the pod as a whole. */
  readonly podResources?: ResourceRequirements | undefined;
  /** Devices that the pod claims. */
  readonly resourceClaims?: readonly PodResourceClaim[] | undefined;
  /** Seconds that the pod may be active; a number or a tag. */
  readonly activeDeadlineSeconds?: number | string | undefined;
  /** Time that the node may take, waiting included, as a duration. */
  readonly timeout?: string | undefined;
  /** Time that the pod may be pending, as a duration. */
  readonly pendingTimeout?: string | undefined;
  /** When and how often it is tried again. */
  readonly retryStrategy?: RetryStrategy | undefined;
  /** How many pods may run at once below a steps or dag template. */
  readonly parallelism?: number | undefined;
  /** No further step or task is started after a failure. */
  readonly failFast?: boolean | undefined;
  /** Where artifacts and logs go that do not say so themselves. */
  readonly archiveLocation?: ArtifactLocation | undefined;
  /** Locks that are held while it runs. */
  readonly synchronization?: Synchronization | undefined;
  /** Takes outputs of earlier runs. */
  readonly memoize?: Memoize | undefined;
  /** Metrics of the user. */
  readonly metrics?: Metrics | undefined;
}

/** Names a template of a WorkflowTemplate or ClusterWorkflowTemplate. */
export interface TemplateRef {
  /** Name of the WorkflowTemplate or ClusterWorkflowTemplate. */
  readonly name?: string | undefined;
  /** Name of the template in it. */
  readonly template?: string | undefined;
  /** It is a ClusterWorkflowTemplate. */
  readonly clusterScope?: boolean | undefined;
}

/** Kubernetes' Toleration. */
export interface Toleration {
  readonly effect?: string | undefined;
  readonly key?: string | undefined;
  readonly operator?: string | undefined;
  readonly tolerationSeconds?: number | undefined;
  readonly value?: string | undefined;
}

/** Kubernetes' TopologySpreadConstraint. */
export interface TopologySpreadConstraint {
  readonly labelSelector?: LabelSelector | undefined;
  readonly matchLabelKeys?: readonly string[] | undefined;
  readonly maxSkew: number;
  readonly minDomains?: number | undefined;
  readonly nodeAffinityPolicy?: string | undefined;
  readonly nodeTaintsPolicy?: string | undefined;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: string;
}

/** A change of a list. */
export interface TransformationStep {
  /** An expression over `data`. */
  readonly expression: string;
}

/** Kubernetes' TypedLocalObjectReference. */
export interface TypedLocalObjectReference {
  readonly apiGroup?: string | undefined;
  readonly kind: string;
  readonly name: string;
}

/** Kubernetes' TypedObjectReference. */
export interface TypedObjectReference {
  readonly apiGroup?: string | undefined;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** A container next to the main one. */
export interface UserContainer extends Container {
  /** Mounts what the main container mounts, artifacts included. */
  readonly mirrorVolumeMounts?: boolean | undefined;
}

/** Where the value of a parameter is taken from. All but `default` exclude each other. */
export interface ValueFrom {
  /** A file in the main container whose content becomes the value. */
  readonly path?: string | undefined;
  /** A kubectl JSONPath into the object of a resource template. */
  readonly jsonPath?: string | undefined;
  /** A jq filter over the object of a resource template. */
  readonly jqFilter?: string | undefined;
  /** An expression over the event that submits the workflow. */
  readonly event?: string | undefined;
  /** A reference to an output of a step or task, for outputs of steps and dag templates. */
  readonly parameter?: string | undefined;
  /** The value is entered while the workflow is suspended. */
  readonly supplied?: SuppliedValueFrom | undefined;
  /** A key of a ConfigMap. */
  readonly configMapKeyRef?: ConfigMapKeySelector | undefined;
  /** The value if the source gives none. */
  readonly default?: string | undefined;
  /** An expression that gives the value, for outputs of steps and dag templates. */
  readonly expression?: string | undefined;
}

/** Kubernetes' Volume. */
export interface Volume {
  readonly awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource | undefined;
  readonly azureDisk?: AzureDiskVolumeSource | undefined;
  readonly azureFile?: AzureFileVolumeSource | undefined;
  readonly cephfs?: CephFSVolumeSource | undefined;
  readonly cinder?: CinderVolumeSource | undefined;
  readonly configMap?: ConfigMapVolumeSource | undefined;
  readonly csi?: CSIVolumeSource | undefined;
  readonly downwardAPI?: DownwardAPIVolumeSource | undefined;
  readonly emptyDir?: EmptyDirVolumeSource | undefined;
  readonly ephemeral?: EphemeralVolumeSource | undefined;
  readonly fc?: FCVolumeSource | undefined;
  readonly flexVolume?: FlexVolumeSource | undefined;
  readonly flocker?: FlockerVolumeSource | undefined;
  readonly gcePersistentDisk?: GCEPersistentDiskVolumeSource | undefined;
  readonly gitRepo?: GitRepoVolumeSource | undefined;
  readonly glusterfs?: GlusterfsVolumeSource | undefined;
  readonly hostPath?: HostPathVolumeSource | undefined;
  readonly image?: ImageVolumeSource | undefined;
  readonly iscsi?: ISCSIVolumeSource | undefined;
  readonly name: string;
  readonly nfs?: NFSVolumeSource | undefined;
  readonly persistentVolumeClaim?: PersistentVolumeClaimVolumeSource | undefined;
  readonly photonPersistentDisk?: PhotonPersistentDiskVolumeSource | undefined;
  readonly portworxVolume?: PortworxVolumeSource | undefined;
  readonly projected?: ProjectedVolumeSource | undefined;
  readonly quobyte?: QuobyteVolumeSource | undefined;
  readonly rbd?: RBDVolumeSource | undefined;
  readonly scaleIO?: ScaleIOVolumeSource | undefined;
  readonly secret?: SecretVolumeSource | undefined;
  readonly storageos?: StorageOSVolumeSource | undefined;
  readonly vsphereVolume?: VsphereVirtualDiskVolumeSource | undefined;
}

/** When the volume claims of a workflow are deleted. */
export interface VolumeClaimGC {
  /** One of OnWorkflowSuccess (default), OnWorkflowCompletion. */
  readonly strategy?: string | undefined;
}

/** Kubernetes' VolumeDevice. */
export interface VolumeDevice {
  readonly devicePath: string;
  readonly name: string;
}

/** Kubernetes' VolumeMount. */
export interface VolumeMount {
  readonly mountPath: string;
  readonly mountPropagation?: string | undefined;
  readonly name: string;
  readonly readOnly?: boolean | undefined;
  readonly recursiveReadOnly?: string | undefined;
  readonly subPath?: string | undefined;
  readonly subPathExpr?: string | undefined;
}

/** Kubernetes' VolumeMountStatus. */
export interface VolumeMountStatus {
  readonly mountPath: string;
  readonly name: string;
  readonly readOnly?: boolean | undefined;
  readonly recursiveReadOnly?: string | undefined;
  readonly volumeStatus?: VolumeStatus | undefined;
}

/** Kubernetes' VolumeProjection. */
export interface VolumeProjection {
  readonly clusterTrustBundle?: ClusterTrustBundleProjection | undefined;
  readonly configMap?: ConfigMapProjection | undefined;
  readonly downwardAPI?: DownwardAPIProjection | undefined;
  readonly podCertificate?: PodCertificateProjection | undefined;
  readonly secret?: SecretProjection | undefined;
  readonly serviceAccountToken?: ServiceAccountTokenProjection | undefined;
}

/** Kubernetes' VolumeResourceRequirements. */
export interface VolumeResourceRequirements {
  readonly limits?: Readonly<Record<string, number | string>> | undefined;
  readonly requests?: Readonly<Record<string, number | string>> | undefined;
}

/** Kubernetes' VolumeStatus. */
export interface VolumeStatus {
  readonly image?: ImageVolumeStatus | undefined;
}

/** Kubernetes' VsphereVirtualDiskVolumeSource. */
export interface VsphereVirtualDiskVolumeSource {
  readonly fsType?: string | undefined;
  readonly storagePolicyID?: string | undefined;
  readonly storagePolicyName?: string | undefined;
  readonly volumePath: string;
}

/** Kubernetes' WeightedPodAffinityTerm. */
export interface WeightedPodAffinityTerm {
  readonly podAffinityTerm: PodAffinityTerm;
  readonly weight: number;
}

/** Kubernetes' WindowsSecurityContextOptions. */
export interface WindowsSecurityContextOptions {
  readonly gmsaCredentialSpec?: string | undefined;
  readonly gmsaCredentialSpecName?: string | undefined;
  readonly hostProcess?: boolean | undefined;
  readonly runAsUserName?: string | undefined;
}

/** Steps that run once, and how far they have come. */
export interface Workflow {
  /** argoproj.io/v1alpha1 */
  readonly apiVersion?: string | undefined;
  /** The kind. */
  readonly kind?: string | undefined;
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** What it does. */
  readonly spec: WorkflowSpec;
  /** How far it has come. */
  readonly status?: WorkflowStatus | undefined;
}

/** Artifacts that are to be deleted. Made by the controller. */
export interface WorkflowArtifactGCTask {
  /** argoproj.io/v1alpha1 */
  readonly apiVersion?: string | undefined;
  /** The kind. */
  readonly kind?: string | undefined;
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** The artifacts. */
  readonly spec: ArtifactGCSpec;
  /** What became of them. */
  readonly status?: ArtifactGCStatus | undefined;
}

/** Which events start which workflow. */
export interface WorkflowEventBinding {
  /** argoproj.io/v1alpha1 */
  readonly apiVersion?: string | undefined;
  /** The kind. */
  readonly kind?: string | undefined;
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** Which events, and what they start. */
  readonly spec: WorkflowEventBindingSpec;
}

/** Which events start which workflow. */
export interface WorkflowEventBindingSpec {
  /** The events. */
  readonly event: Event;
  /** The workflow. */
  readonly submit?: Submit | undefined;
}

/** When and how the artifacts of a workflow are deleted. */
export interface WorkflowLevelArtifactGC extends ArtifactGC {
  /** The workflow can go even if deleting its artifacts failed. */
  readonly forceFinalizerRemoval?: boolean | undefined;
  /** A patch on the pods that delete. */
  readonly podSpecPatch?: string | undefined;
}

/** Labels and annotations that a workflow gets when it starts. */
export interface WorkflowMetadata {
  /** Labels. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Annotations. */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** Labels whose values are expressions. */
  readonly labelsFrom?: Readonly<Record<string, LabelValueFrom>> | undefined;
}

/** How far a workflow has come; empty before the controller has seen it. */
export type WorkflowPhase = '' | 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Error';

/** What a workflow does, and how. */
export interface WorkflowSpec {
  /** What can be run. */
  readonly templates?: readonly Template[] | undefined;
  /** Name of the template that runs first. */
  readonly entrypoint?: string | undefined;
  /** Parameters and artifacts of the workflow, known everywhere in it as `workflow.parameters.…`. */
  readonly arguments?: Arguments | undefined;
  /** Account of all pods; `default` if not given. */
  readonly serviceAccountName?: string | undefined;
  /** The token of the account is mounted into pods; if not, `executor.serviceAccountName` must be set. */
  readonly automountServiceAccountToken?: boolean | undefined;
  /** The containers that Argosy adds to pods. */
  readonly executor?: ExecutorConfig | undefined;
  /** Volumes that all containers can mount. */
  readonly volumes?: readonly Volume[] | undefined;
  /** Volume claims that are made with the workflow. */
  readonly volumeClaimTemplates?: readonly PersistentVolumeClaim[] | undefined;
  /** When these claims are deleted. */
  readonly volumeClaimGC?: VolumeClaimGC | undefined;
  /** How many pods may run at once. */
  readonly parallelism?: number | undefined;
  /** The repository of artifacts that do not say so themselves. */
  readonly artifactRepositoryRef?: ArtifactRepositoryRef | undefined;
  /** No further step is started. */
  readonly suspend?: boolean | undefined;
  /** Labels that nodes must have. */
  readonly nodeSelector?: Readonly<Record<string, string>> | undefined;
  /** Where pods may or should run. */
  readonly affinity?: Affinity | undefined;
  /** Taints of nodes that pods put up with. */
  readonly tolerations?: readonly Toleration[] | undefined;
  /** Scheduler that places the pods. */
  readonly schedulerName?: string | undefined;
  /** Secrets with which images are pulled. */
  readonly imagePullSecrets?: readonly LocalObjectReference[] | undefined;
  /** Pods use the node's network. */
  readonly hostNetwork?: boolean | undefined;
  /** How names are looked up: ClusterFirst (default), ClusterFirstWithHostNet, Default or None. */
  readonly dnsPolicy?: string | undefined;
  /** Settings on top of the policy. */
  readonly dnsConfig?: PodDNSConfig | undefined;
  /** Entries for the hosts files of pods. */
  readonly hostAliases?: readonly HostAlias[] | undefined;
  /** Security settings of pods. */
  readonly securityContext?: PodSecurityContext | undefined;
  /** Priority of pods. */
  readonly podPriorityClassName?: string | undefined;
  /** Template that runs when the workflow has ended, however it ended. */
  readonly onExit?: string | undefined;
  /** Templates that run when something happens to the workflow, by name. */
  readonly hooks?: Readonly<Record<string, LifecycleHook>> | undefined;
  /** When the workflow is deleted. */
  readonly ttlStrategy?: TTLStrategy | undefined;
  /** Seconds that the workflow may take; 0 ends it at once. */
  readonly activeDeadlineSeconds?: number | undefined;
  /** Higher ones go first where workflows wait for each other. */
  readonly priority?: number | undefined;
  /** When its pods are deleted. */
  readonly podGC?: PodGC | undefined;
  /** A strategic merge patch on all pods, as YAML or JSON; may hold tags. */
  readonly podSpecPatch?: string | undefined;
  /** How many of its pods may be evicted at once. */
  readonly podDisruptionBudget?: PodDisruptionBudgetSpec | undefined;
  /** Metrics of the user. */
  readonly metrics?: Metrics | undefined;
  /** Ends the workflow: Stop (exit handlers run) or Terminate (they do not). */
  readonly shutdown?: '' | 'Stop' | 'Terminate' | undefined;
  /** A WorkflowTemplate or ClusterWorkflowTemplate whose spec is run. */
  readonly workflowTemplateRef?: WorkflowTemplateRef | undefined;
  /** Locks that are held while the workflow runs. */
  readonly synchronization?: Synchronization | undefined;
  /** For all templates with pods that have none. */
  readonly retryStrategy?: RetryStrategy | undefined;
  /** Labels and annotations of all pods. */
  readonly podMetadata?: Metadata | undefined;
  /** What templates get that do not say so themselves. */
  readonly templateDefaults?: Template | undefined;
  /** The logs of all containers are stored as artifacts. */
  readonly archiveLogs?: boolean | undefined;
  /** Labels and annotations that the workflow gets when it starts. */
  readonly workflowMetadata?: WorkflowMetadata | undefined;
  /** When and how its artifacts are deleted. */
  readonly artifactGC?: WorkflowLevelArtifactGC | undefined;
  /** Executor plugins of this workflow. */
  readonly executorPlugins?: readonly Opaque[] | undefined;
  /** Resources of each pod as a whole. */
  readonly podResources?: ResourceRequirements | undefined;
  /** Devices that pods claim. */
  readonly resourceClaims?: readonly PodResourceClaim[] | undefined;
}

/** How far a workflow has come. */
export interface WorkflowStatus {
  /** Its phase. */
  readonly phase?: WorkflowPhase | undefined;
  /** When it started. */
  readonly startedAt?: string | null | undefined;
  /** When it ended. */
  readonly finishedAt?: string | null | undefined;
  /** Seconds that it is expected to take. */
  readonly estimatedDuration?: number | undefined;
  /** Done and all units of work, as `N/M`. */
  readonly progress?: string | undefined;
  /** Why it is in its phase, for people. */
  readonly message?: string | undefined;
  /** The nodes, compressed and in base64, when there are many. */
  readonly compressedNodes?: string | undefined;
  /** The nodes by id. */
  readonly nodes?: Readonly<Record<string, NodeStatus>> | undefined;
  /** The nodes are in a database; this is the version. */
  readonly offloadNodeStatusVersion?: string | undefined;
  /** Templates of other objects, as they were when they were first used. */
  readonly storedTemplates?: Readonly<Record<string, Template>> | undefined;
  /** Volumes of the claims that were made with the workflow. */
  readonly persistentVolumeClaims?: readonly Volume[] | undefined;
  /** Outputs with a global name. */
  readonly outputs?: Outputs | undefined;
  /** What else is to be known. */
  readonly conditions?: readonly Condition[] | undefined;
  /** Seconds by resource, in units of the resource. */
  readonly resourcesDuration?: Readonly<Record<string, number>> | undefined;
  /** The spec that is run, when it came from a template. */
  readonly storedWorkflowTemplateSpec?: WorkflowSpec | undefined;
  /** Locks that are held or waited for. */
  readonly synchronization?: SynchronizationStatus | undefined;
  /** The repository that is used. */
  readonly artifactRepositoryRef?: ArtifactRepositoryRefStatus | undefined;
  /** How far the deletion of artifacts has come. */
  readonly artifactGCStatus?: ArtGCStatus | undefined;
  /** Nodes whose results are complete, by id. */
  readonly taskResultsCompletionStatus?: Readonly<Record<string, boolean>> | undefined;
}

/** One call of a template within a steps template. */
export interface WorkflowStep {
  /** Name of the step; unique within its template. */
  readonly name?: string | undefined;
  /** Name of the template to run. */
  readonly template?: string | undefined;
  /** The template, if it is in another object. */
  readonly templateRef?: TemplateRef | undefined;
  /** The template itself. */
  readonly inline?: Template | undefined;
  /** What the template gets. */
  readonly arguments?: Arguments | undefined;
  /** Runs the template once for each item. */
  readonly withItems?: readonly Item[] | undefined;
  /** A JSON list, mostly an output of an earlier step; runs the template once for each of its items. */
  readonly withParam?: string | undefined;
  /** Runs the template once for each number. */
  readonly withSequence?: Sequence | undefined;
  /** A condition; if it does not hold, the step is skipped. */
  readonly when?: string | undefined;
  /** Outcomes after which the workflow goes on nevertheless. */
  readonly continueOn?: ContinueOn | undefined;
  /** Template that runs when the step has ended. Deprecated: use the hook `exit`. */
  readonly onExit?: string | undefined;
  /** Templates that run when something happens to the step, by name. */
  readonly hooks?: Readonly<Record<string, LifecycleHook>> | undefined;
}

/** What became of a node, as its executor tells. Made by the executor, for the controller. */
export interface WorkflowTaskResult {
  /** argoproj.io/v1alpha1 */
  readonly apiVersion?: string | undefined;
  /** The kind. */
  readonly kind?: string | undefined;
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** Its phase. */
  readonly phase?: NodePhase | undefined;
  /** Why it is in its phase, for people. */
  readonly message?: string | undefined;
  /** What it gave. */
  readonly outputs?: Outputs | undefined;
  /** Done and all units of work, as `N/M`. */
  readonly progress?: string | undefined;
}

/** Work for the agent of a workflow. Made by the controller. */
export interface WorkflowTaskSet {
  /** argoproj.io/v1alpha1 */
  readonly apiVersion?: string | undefined;
  /** The kind. */
  readonly kind?: string | undefined;
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** The work. */
  readonly spec: WorkflowTaskSetSpec;
  /** What became of it. */
  readonly status?: WorkflowTaskSetStatus | undefined;
}

/** Work for the agent of a workflow. */
export interface WorkflowTaskSetSpec {
  /** Templates by id of their node. */
  readonly tasks?: Readonly<Record<string, Template>> | undefined;
}

/** What became of the work of an agent. */
export interface WorkflowTaskSetStatus {
  /** Results by id of their node. */
  readonly nodes?: Readonly<Record<string, NodeResult>> | undefined;
}

/** A workflow to be run, or templates to be called, from a namespace. */
export interface WorkflowTemplate {
  /** argoproj.io/v1alpha1 */
  readonly apiVersion?: string | undefined;
  /** The kind. */
  readonly kind?: string | undefined;
  /** Name, namespace, labels and annotations. */
  readonly metadata: ObjectMeta;
  /** What it does. */
  readonly spec: WorkflowSpec;
}

/** Names a whole WorkflowTemplate or ClusterWorkflowTemplate. */
export interface WorkflowTemplateRef {
  /** Its name. */
  readonly name?: string | undefined;
  /** It is a ClusterWorkflowTemplate. */
  readonly clusterScope?: boolean | undefined;
}

/** Packs as a zip archive. */
export type ZipStrategy = Opaque;
