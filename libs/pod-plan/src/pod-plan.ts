import type { ArtifactRepositoryRefStatus, Container, NodeStatus, Pod, Template, Workflow, WorkflowSpec } from '@argosy/api';
import type { Scope } from '@argosy/expressions';
import type { Instant } from '@argosy/std';

/** A Pod as it is sent to the API server, complete: name, namespace, labels, annotations, owner, finalizer, spec. */
export type PodPlan = Pod;

/** Which containers are put around the user's: see DESIGN §3. */
export type PodLayout = 'bare' | 'standard' | 'imageVolume';

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
  /** Variables of the workflow, for volumes and podSpecPatch. */
  readonly globals?: Scope;
  readonly policy: PodPolicy;
}

/** Configuration of pods that only the controller knows. */
export interface PodPolicy {
  readonly executorImage: string;
  readonly executorImagePullPolicy?: string;
  readonly executor?: Partial<Container>;
  readonly mainContainer?: Partial<Container>;
  /** Entrypoints of images whose manifests leave the command out. */
  readonly images: Readonly<Record<string, { readonly entrypoint?: readonly string[]; readonly cmd?: readonly string[] }>>;
  readonly instanceId?: string;
  readonly layout: 'auto' | 'standard';
  /** Set where the provider finds an image's entrypoint itself, so that `bare` pods need no command (always true for a kubelet). */
  readonly imageVolumes: boolean;
  readonly retryHostNameLabelKey: string;
}
