import type { Container, EnvVar, PodSpec, Volume, VolumeMount, Workflow, WorkflowSpec } from '@argosy/api';
import { executorContainer, planEnv } from './executor.ts';
import type { AgentPlan, ExecutorPlan } from './executor-plan.ts';
import { type ExecutorPlugin, pluginAddress } from './executor-plugin.ts';
import { givenFields } from './fields.ts';
import { sharedPath, sharedVolume } from './paths.ts';
import type { PodPlan, PodPolicy } from './pod-plan.ts';

export interface PlanAgentInput {
  readonly workflow: Workflow;
  /** The merged spec that is executed. */
  readonly spec: WorkflowSpec;
  readonly podName: string;
  readonly plugins: readonly ExecutorPlugin[];
  readonly policy: PodPolicy;
}

/** Secret with further certificates that the agent trusts (acceptance 6-053), and where it sees them. */
const certificates = 'argo-workflows-agent-ca-certificates';
export const certificateFolder = '/argo/ca-certificates';
const tokenFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The pod that carries out the http and plugin templates of one workflow (acceptance 6-047). Pure: equal inputs give deep-equal pods. */
export function planAgent(input: PlanAgentInput): PodPlan {
  const { workflow, spec, podName, plugins, policy } = input;
  const { name = '', namespace, uid = '' } = workflow.metadata;
  const label = (key: string): string => `workflows.argoproj.io/${key}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podName,
      ...(namespace !== undefined && { namespace }),
      labels: {
        [label('workflow')]: name,
        [label('completed')]: 'false',
        [label('component')]: 'agent',
        ...(policy.instanceId && { [label('controller-instanceid')]: policy.instanceId }),
      },
      annotations: { 'kubectl.kubernetes.io/default-container': 'main' },
      ownerReferences: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: {
      ...(givenFields(spec, inherited) as Partial<PodSpec>),
      restartPolicy: 'OnFailure',
      // Plugins do not get the token of the workflow.
      ...(plugins.length > 0 && { automountServiceAccountToken: false }),
      ...(plugins.length > 0 && { initContainers: [initContainer(input)] }),
      containers: [mainContainer(input), ...plugins.map(sidecar)],
      volumes: volumesOf(plugins),
    },
  };
}

const inherited = [
  'serviceAccountName',
  'securityContext',
  'imagePullSecrets',
  'nodeSelector',
  'affinity',
  'tolerations',
  'schedulerName',
  'hostNetwork',
  'dnsPolicy',
  'dnsConfig',
  'hostAliases',
] as const;

function mainContainer(input: PlanAgentInput): Container {
  const { plugins, policy } = input;
  const mounts: VolumeMount[] = [{ name: 'ca-certificates', mountPath: certificateFolder, readOnly: true }];
  if (plugins.length > 0) mounts.push(sharedMount, { name: 'service-account-token', mountPath: tokenFolder, readOnly: true });
  return executorContainer(policy, {
    name: 'main',
    command: ['argoexec', 'agent', 'main'],
    env: [...environment(input), ...planEnv({ ...planOf(input), agent: agentPlan(plugins) })],
    resources: { requests: { cpu: '10m', memory: '64M' }, limits: policy.agentLimits ?? { cpu: '100m', memory: '256M' } },
    volumeMounts: mounts,
  });
}

/** Makes a token for each plugin, with which the agent shows who it is. */
function initContainer(input: PlanAgentInput): Container {
  return executorContainer(input.policy, {
    name: 'init',
    command: ['argoexec', 'agent', 'init'],
    env: [...environment(input), ...planEnv({ ...planOf(input), agent: agentPlan(input.plugins) })],
    volumeMounts: [sharedMount],
  });
}

const sharedMount: VolumeMount = { name: sharedVolume, mountPath: sharedPath };

function agentPlan(plugins: readonly ExecutorPlugin[]): AgentPlan {
  return { plugins: plugins.map((plugin) => ({ name: plugin.name, address: pluginAddress(plugin) })) };
}

function planOf({ workflow, podName }: PlanAgentInput): Pick<ExecutorPlan, 'node' | 'workflow'> {
  const { name = '', namespace = '', uid = '' } = workflow.metadata;
  return { node: { id: podName, name: podName }, workflow: { name, namespace, uid } };
}

function environment({ workflow, plugins, policy }: PlanAgentInput): EnvVar[] {
  return [
    { name: 'ARGO_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'ARGO_WORKFLOW_NAME', value: workflow.metadata.name ?? '' },
    { name: 'ARGO_WORKFLOW_UID', value: workflow.metadata.uid ?? '' },
    { name: 'ARGO_PLUGIN_NAMES', value: JSON.stringify(plugins.map(({ name }) => name)) },
    { name: 'ARGO_PLUGIN_ADDRESSES', value: JSON.stringify(plugins.map(pluginAddress)) },
    ...(policy.agentEnvironment ?? []),
  ];
}

/** Each plugin sees its own token at /var/run/argo/token, and nobody else's. */
function sidecar({ name, container, automountServiceAccountToken }: ExecutorPlugin): Container {
  const mounts: VolumeMount[] = [{ name: sharedVolume, mountPath: sharedPath, subPath: name, readOnly: true }];
  if (automountServiceAccountToken) mounts.push({ name: tokenVolume(name), mountPath: tokenFolder, readOnly: true });
  return { ...container, name: container.name || name, volumeMounts: [...(container.volumeMounts ?? []), ...mounts] };
}

function tokenVolume(plugin: string): string {
  return `token-${plugin}`;
}

function volumesOf(plugins: readonly ExecutorPlugin[]): Volume[] {
  const volumes: Volume[] = [{ name: 'ca-certificates', secret: { secretName: certificates, optional: true } }];
  if (plugins.length === 0) return volumes;
  const tokens = plugins
    .filter(({ automountServiceAccountToken }) => automountServiceAccountToken)
    .map(({ name }) => ({ name: tokenVolume(name), secret: { secretName: `${name}-executor-plugin.service-account-token` } }));
  return [...volumes, { name: sharedVolume, emptyDir: {} }, { name: 'service-account-token', projected: { sources: ownToken } }, ...tokens];
}

/** What the kubelet would mount by itself. */
const ownToken = [
  { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
  { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
];
