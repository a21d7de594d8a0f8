import type {
  Artifact,
  ArtifactLocation,
  Container,
  Metadata,
  PodSpec,
  VolumeMount,
  Workflow,
  WorkflowArtifactGCTask,
  WorkflowSpec,
} from '@argosy/api';
import { keyFieldOf, kindOf } from './artifact-location.ts';
import { pluginContainers, pluginPlan } from './artifact-plugins.ts';
import { accessTo } from './decorators/artifact-access.ts';
import { localStore } from './decorators/local-store.ts';
import { executorContainer, planEnv } from './executor.ts';
import type { DeletePlan } from './executor-plan.ts';
import { givenFields, textOf, withoutFields } from './fields.ts';
import { repositoryFolder } from './paths.ts';
import type { PlanRefusal, PodPlan, PodPolicy } from './pod-plan.ts';
import { patchWith } from './pod-spec-patch.ts';

export interface PlanArtifactGcInput {
  readonly workflow: Workflow;
  /** The merged spec that is executed. */
  readonly spec: WorkflowSpec;
  readonly podName: string;
  readonly strategy: string;
  /** Owner of the pod, which goes with it. */
  readonly task: WorkflowArtifactGCTask;
  readonly serviceAccountName: string | undefined;
  readonly podMetadata: Metadata | undefined;
  /** Located artifacts, in the order in which their deletion is reported. */
  readonly artifacts: readonly Artifact[];
  readonly policy: PodPolicy;
}

/** The hash by which Argo connects a pod with its tasks. */
export const podHashLabel = 'workflows.argoproj.io/artifact-gc-pod';

/** The pod that deletes artifacts of a workflow (acceptance 5-047, 5-052). Pure: equal inputs give deep-equal pods. */
export function planArtifactGc(input: PlanArtifactGcInput): { readonly ok: true; readonly pod: PodPlan } | PlanRefusal {
  const planned = podSpec(input);
  if (!planned.ok) return planned;
  const patched = patchWith(planned.spec, input.spec.artifactGC?.podSpecPatch);
  if (!patched.ok) return patched;
  return { ok: true, pod: { apiVersion: 'v1', kind: 'Pod', metadata: metadataOf(input), spec: patched.spec } };
}

function metadataOf({ workflow, podName, strategy, task, podMetadata, policy }: PlanArtifactGcInput): PodPlan['metadata'] {
  const { name = '', namespace } = workflow.metadata;
  const label = (key: string): string => `workflows.argoproj.io/${key}`;
  return {
    name: podName,
    ...(namespace !== undefined && { namespace }),
    labels: {
      ...podMetadata?.labels,
      [label('workflow')]: name,
      [label('completed')]: 'false',
      [label('component')]: 'artifact-gc',
      [podHashLabel]: task.metadata.labels?.[podHashLabel] ?? '',
      ...(policy.instanceId && { [label('controller-instanceid')]: policy.instanceId }),
    },
    annotations: { ...podMetadata?.annotations, [label('artifact-gc-strategy')]: strategy },
    ownerReferences: [
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'WorkflowArtifactGCTask',
        name: task.metadata.name ?? '',
        uid: task.metadata.uid ?? '',
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  };
}

const inherited = [
  'imagePullSecrets',
  'nodeSelector',
  'affinity',
  'tolerations',
  'schedulerName',
  'hostNetwork',
  'dnsPolicy',
  'dnsConfig',
] as const;

function podSpec(input: PlanArtifactGcInput): { readonly ok: true; readonly spec: PodSpec } | PlanRefusal {
  const { spec, serviceAccountName, artifacts, policy } = input;
  const account = serviceAccountName ?? spec.serviceAccountName;
  const { mounts, volumes } = accessTo(artifacts, localStoreOf(artifacts));
  const main = mainContainer(input, mounts);
  const plugins = pluginContainers({ volumes, askers: [main], policy, hasUser: false });
  if (!plugins.ok) return plugins;
  return {
    ok: true,
    spec: {
      ...(givenFields(spec, inherited) as Partial<PodSpec>),
      ...(account && { serviceAccountName: account }),
      restartPolicy: 'Never',
      ...(plugins.containers.length > 0 && { initContainers: plugins.containers }),
      containers: [main],
      ...(volumes.length > 0 && { volumes }),
    },
  };
}

function mainContainer(input: PlanArtifactGcInput, volumeMounts: readonly VolumeMount[]): Container {
  const { workflow, podName, task, artifacts, policy } = input;
  const { name = '', namespace = '', uid = '' } = workflow.metadata;
  return executorContainer(policy, {
    name: 'main',
    command: ['argoexec', 'artifact', 'delete'],
    env: [
      { name: 'ARGO_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'ARGO_WORKFLOW_NAME', value: name },
      { name: 'ARGO_ARTIFACT_POD_HASH', value: task.metadata.labels?.[podHashLabel] ?? '' },
      ...planEnv({
        node: { id: podName, name: podName },
        workflow: { name, namespace, uid },
        delete: deletePlan(artifacts),
        ...pluginPlan(policy, artifacts),
      }),
    ],
    // Files of a local repository belong to the users of the pods that made them.
    ...(localStoreOf(artifacts) === undefined && { securityContext: confined }),
    // Argo's own limits (100m, 64Mi) are too small for Node and the library of a store.
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
    ...(volumeMounts.length > 0 && { volumeMounts }),
  });
}

const confined = {
  capabilities: { drop: ['ALL'] },
  privileged: false,
  runAsNonRoot: true,
  runAsUser: 8737,
  readOnlyRootFilesystem: true,
  allowPrivilegeEscalation: false,
};

function localStoreOf(artifacts: readonly Artifact[]): ReturnType<typeof localStore> {
  const local = artifacts.find((artifact) => artifact.local !== undefined)?.local;
  return local && localStore({ hostPath: local.path, claimName: (local as { readonly claimName?: unknown }).claimName });
}

/** Artifacts that differ only in their keys share their location: thousands of them fit into the environment of a container. */
function deletePlan(artifacts: readonly Artifact[]): DeletePlan {
  const indexes = new Map<string, number>();
  const locations: ArtifactLocation[] = [];
  const keys = artifacts.map((artifact): readonly [number, string] => {
    const { location, key } = withoutKey(artifact);
    const text = JSON.stringify(location);
    const index = indexes.get(text) ?? locations.push(location) - 1;
    indexes.set(text, index);
    return [index, key];
  });
  return { locations, keys };
}

function withoutKey(artifact: Artifact): { readonly location: ArtifactLocation; readonly key: string } {
  const kind = kindOf(artifact);
  if (kind === undefined) return { location: {}, key: '' };
  const own = artifact[kind] as Readonly<Record<string, unknown>>;
  const field = keyFieldOf(kind);
  const fields = field === undefined ? own : withoutFields(own, [field]);
  const mounted = kind === 'local' ? { ...fields, path: repositoryFolder } : fields;
  return { location: { [kind]: mounted }, key: field === undefined ? '' : textOf(own[field]) };
}
