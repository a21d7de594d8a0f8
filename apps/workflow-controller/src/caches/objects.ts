import type {
  ConfigMap,
  CronWorkflow,
  PersistentVolumeClaim,
  Pod,
  Workflow,
  WorkflowArtifactGCTask,
  WorkflowTaskResult,
  WorkflowTaskSet,
  WorkflowTemplate,
} from '@argosy/api';
import type { KubeObject } from '@argosy/kube';

export type WorkflowObject = KubeObject & Workflow;
export type PodObject = KubeObject & Pod;
export type TaskResultObject = KubeObject & WorkflowTaskResult;
export type TaskSetObject = KubeObject & WorkflowTaskSet;
export type GcTaskObject = KubeObject & WorkflowArtifactGCTask;
export type TemplateObject = KubeObject & WorkflowTemplate;
export type ConfigMapObject = KubeObject & ConfigMap;
export type ClaimObject = KubeObject & PersistentVolumeClaim;
export type CronWorkflowObject = KubeObject & CronWorkflow;

/** Names of the labels and annotations the controller reads or writes: `workflows.argoproj.io/<name>`. */
export const label = {
  workflow: 'workflows.argoproj.io/workflow',
  completed: 'workflows.argoproj.io/completed',
  component: 'workflows.argoproj.io/component',
  phase: 'workflows.argoproj.io/phase',
  instanceId: 'workflows.argoproj.io/controller-instanceid',
  archiving: 'workflows.argoproj.io/workflow-archiving-status',
  cronWorkflow: 'workflows.argoproj.io/cron-workflow',
  workflowTemplate: 'workflows.argoproj.io/workflow-template',
  clusterWorkflowTemplate: 'workflows.argoproj.io/cluster-workflow-template',
  configMapType: 'workflows.argoproj.io/configmap-type',
  cronCompleted: 'cronworkflows.argoproj.io/completed',
  reportCompleted: 'workflows.argoproj.io/report-outputs-completed',
} as const;

export const annotation = {
  nodeId: 'workflows.argoproj.io/node-id',
  podGcStrategy: 'workflows.argoproj.io/pod-gc-strategy',
  defaultRepository: 'workflows.argoproj.io/default-artifact-repository',
} as const;

/** On pods, until the controller has seen how they ended. */
export const POD_FINALIZER = 'workflows.argoproj.io/status';

/** The label of what belongs to this instance. */
export function instanceLabel(instanceId: string | undefined): Readonly<Record<string, string>> {
  return instanceId ? { [label.instanceId]: instanceId } : {};
}

/** Selects what this instance is responsible for. */
export function instanceSelector(instanceId: string | undefined): string {
  return instanceId ? `${label.instanceId}=${instanceId}` : `!${label.instanceId}`;
}
