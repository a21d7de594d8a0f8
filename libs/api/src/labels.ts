const own = <Name extends string>(name: Name): `workflows.argoproj.io/${Name}` => `workflows.argoproj.io/${name}`;

/** Labels that Argosy reads or writes (acceptance §1.9). */
export const labels = {
  /** On pods and what else belongs to a workflow: its name. */
  workflow: own('workflow'),
  /** `true` once a workflow, or a pod, is done with. */
  completed: own('completed'),
  phase: own('phase'),
  /** On pods of exit handlers. */
  onExit: own('on-exit'),
  instanceId: own('controller-instanceid'),
  /** Pending, Archived or Persisted. */
  archivingStatus: own('workflow-archiving-status'),
  component: own('component'),
  cronWorkflow: own('cron-workflow'),
  cronWorkflowCompleted: 'cronworkflows.argoproj.io/completed',
  workflowTemplate: own('workflow-template'),
  clusterWorkflowTemplate: own('cluster-workflow-template'),
  workflowEventBinding: own('workflow-event-binding'),
  resubmittedFrom: own('resubmitted-from-workflow'),
  previousWorkflowName: own('previous-workflow-name'),
  backfill: own('backfill'),
  creator: own('creator'),
  creatorEmail: own('creator-email'),
  creatorPreferredUsername: own('creator-preferred-username'),
  actor: own('actor'),
  actorEmail: own('actor-email'),
  actorPreferredUsername: own('actor-preferred-username'),
  /** Update, Suspend, Stop, Terminate, Resume or Retry. */
  action: own('action'),
  /** On ConfigMaps: Parameter, Cache or ExecutorPlugin. */
  configMapType: own('configmap-type'),
  /** On namespaces: how many workflows may run in each. */
  parallelismLimit: own('parallelism-limit'),
  /** On task results: everything was reported. */
  reportOutputsCompleted: own('report-outputs-completed'),
} as const;

/** Annotations that Argosy reads or writes (acceptance §1.9). */
export const annotations = {
  nodeName: own('node-name'),
  nodeId: own('node-id'),
  nodeType: own('node-type'),
  nodeStartTime: own('node-start-time'),
  workflowName: own('workflow-name'),
  workflowUid: own('workflow-uid'),
  /** The container that `kubectl logs` shows. */
  defaultContainer: 'kubectl.kubernetes.io/default-container',
  /** `<strategy>/<delay>`. */
  podGcStrategy: own('pod-gc-strategy'),
  /** v1 or v2. */
  podNameFormat: own('pod-name-format'),
  scheduledTime: own('scheduled-time'),
  progress: own('progress'),
  artifactGcStrategy: own('artifact-gc-strategy'),
  /** On ConfigMaps of repositories: the key that is used if none is named. */
  defaultArtifactRepository: own('default-artifact-repository'),
  title: own('title'),
  description: own('description'),
  displayName: own('display-name'),
  /** Ends with the name of an injected sidecar: the command, as JSON, that stops it. */
  killCommandPrefix: own('kill-cmd-'),
  serviceAccountTokenName: own('service-account-token.name'),
  rbacRule: own('rbac-rule'),
  rbacRulePrecedence: own('rbac-rule-precedence'),
  cronLastUsedSchedule: 'cronworkflows.argoproj.io/last-used-schedule',
  traceId: own('trace-id'),
  spanId: own('span-id'),
} as const;

/** Finalizers: who holds an object back, and why. */
export const finalizers = {
  /** On workflows, until their artifacts are deleted. */
  artifactGc: own('artifact-gc'),
  /** On pods, until the controller has seen how they ended. */
  podStatus: own('status'),
} as const;

const longestValue = 63;

/** Makes a value fit for a label, as Argo does with names of users: its last 63 characters, with `-` for what labels cannot hold. */
export function labelSafe(value: string): string {
  return value
    .replaceAll(/[^-A-Za-z0-9_.]/g, '-')
    .slice(-longestValue)
    .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}
