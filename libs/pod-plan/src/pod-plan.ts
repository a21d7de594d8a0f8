import type { ArtifactRepositoryRefStatus, Container, EnvVar, NodeStatus, Pod, Template, Workflow, WorkflowSpec } from '@argosy/api';
import type { Scope } from '@argosy/expressions';
import type { Instant } from '@argosy/std';
import type { ArtifactDriverPlugin } from './artifact-plugins.ts';

/** A Pod as it is sent to the API server, complete: name, namespace, labels, annotations, owner, finalizer, spec. */
export type PodPlan = Pod;

/** Which containers are put around the user's: see DESIGN §3 and docs/adr/0011. */
export type PodLayout = 'bare' | 'standard' | 'imageVolume';

/** The outcome of planning: a pod, or the message that the node ends with. */
export type PlanPodResult = { readonly ok: true; readonly pod: PodPlan; readonly layout: PodLayout } | PlanRefusal;

/** Why no pod can be made of a template, in words for the user. */
export interface PlanRefusal {
  readonly ok: false;
  readonly message: string;
}

export interface PlanPodInput {
  readonly workflow: Workflow;
  /** The merged spec that is executed (workflowTemplateRef and defaults applied). */
  readonly spec: WorkflowSpec;
  /** Resolved template: defaults merged, all tags substituted. */
  readonly template: Template;
  readonly node: Pick<NodeStatus, 'id' | 'name' | 'boundaryID'>;
  readonly podName: string;
  /** Scheduling fields are inherited from the enclosing steps/dag template. */
  readonly boundaryTemplate?: Template;
  /** stdout is read by someone: capture it as outputs.result. */
  readonly includeScriptOutput: boolean;
  readonly onExit: boolean;
  /** When the pod must end, by the workflow's or the template's deadline; absent: never. */
  readonly deadline?: Instant;
  readonly now: Instant;
  readonly failedHosts: readonly string[];
  readonly artifactRepository?: ArtifactRepositoryRefStatus;
  /** Variables of the workflow, for volumes, keys of artifacts and podSpecPatch. */
  readonly globals?: Scope;
  /** What the step or task of the pod may read, for volumes that are made of outputs of earlier steps. */
  readonly callerScope?: () => Scope;
  readonly policy: PodPolicy;
}

/** Configuration of pods that only the controller knows. */
export interface PodPolicy {
  readonly executorImage: string;
  readonly executorImagePullPolicy?: string;
  /** Merged into init and wait containers (`executor` of the controller's ConfigMap). */
  readonly executor?: Partial<Container>;
  /** Merged into main containers (`mainContainer` of the controller's ConfigMap). */
  readonly mainContainer?: Partial<Container>;
  /** Entrypoints of images whose manifests leave the command out. */
  readonly images: Readonly<Record<string, { readonly entrypoint?: readonly string[]; readonly cmd?: readonly string[] }>>;
  readonly instanceId?: string;
  /** `standard` puts init and wait into every pod, as Argo does. */
  readonly layout: 'auto' | 'standard';
  /** Nodes can mount images as volumes and run programs from them: the emissary need not be copied by an init container. */
  readonly imageVolumes: boolean;
  /** The emissary lies at this path in every container already (the embedded provider's host runtime): nothing is copied or mounted. */
  readonly emissaryPath?: string;
  /** Nodes end init containers of `restartPolicy: Always` after the main containers (Kubernetes >= 1.29); true where absent. */
  readonly nativeSidecars?: boolean;
  /** Drivers of artifacts in containers of their own. */
  readonly artifactDrivers?: readonly ArtifactDriverPlugin[];
  readonly retryHostNameLabelKey: string;
  /** Limits of the agent's own container, and variables that set it up (acceptance 6-047, 6-048). */
  readonly agentLimits?: { readonly cpu: string; readonly memory: string };
  readonly agentEnvironment?: readonly EnvVar[];
}
