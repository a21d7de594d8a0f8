import type { ResourceType } from './client.ts';

/** The kinds of Kubernetes itself that this project reads or writes, by kind. */
export const coreResources = {
  Pod: core('pods', 'Pod'),
  ConfigMap: core('configmaps', 'ConfigMap'),
  Secret: core('secrets', 'Secret'),
  ServiceAccount: core('serviceaccounts', 'ServiceAccount'),
  PersistentVolumeClaim: core('persistentvolumeclaims', 'PersistentVolumeClaim'),
  Service: core('services', 'Service'),
  Endpoints: core('endpoints', 'Endpoints'),
  Event: core('events', 'Event'),
  Namespace: { ...core('namespaces', 'Namespace'), namespaced: false },
  Node: { ...core('nodes', 'Node'), namespaced: false },
  Lease: grouped('coordination.k8s.io', 'leases', 'Lease'),
  PodDisruptionBudget: grouped('policy', 'poddisruptionbudgets', 'PodDisruptionBudget'),
  Role: grouped('rbac.authorization.k8s.io', 'roles', 'Role'),
  RoleBinding: grouped('rbac.authorization.k8s.io', 'rolebindings', 'RoleBinding'),
  SelfSubjectAccessReview: { ...grouped('authorization.k8s.io', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview'), namespaced: false },
  CustomResourceDefinition: {
    ...grouped('apiextensions.k8s.io', 'customresourcedefinitions', 'CustomResourceDefinition'),
    namespaced: false,
  },
} as const satisfies Readonly<Record<string, ResourceType>>;

/** The kinds of `argoproj.io/v1alpha1`, by kind. */
export const workflowResources = {
  Workflow: argo('workflows', 'Workflow'),
  WorkflowTemplate: argo('workflowtemplates', 'WorkflowTemplate'),
  ClusterWorkflowTemplate: { ...argo('clusterworkflowtemplates', 'ClusterWorkflowTemplate'), namespaced: false },
  CronWorkflow: argo('cronworkflows', 'CronWorkflow'),
  WorkflowEventBinding: argo('workfloweventbindings', 'WorkflowEventBinding'),
  WorkflowTaskResult: argo('workflowtaskresults', 'WorkflowTaskResult'),
  WorkflowTaskSet: argo('workflowtasksets', 'WorkflowTaskSet'),
  WorkflowArtifactGCTask: argo('workflowartifactgctasks', 'WorkflowArtifactGCTask'),
} as const satisfies Readonly<Record<string, ResourceType>>;

function core(plural: string, kind: string): ResourceType {
  return { group: '', version: 'v1', plural, kind, namespaced: true };
}

function grouped(group: string, plural: string, kind: string): ResourceType {
  return { group, version: 'v1', plural, kind, namespaced: true };
}

function argo(plural: string, kind: string): ResourceType {
  return { group: 'argoproj.io', version: 'v1alpha1', plural, kind, namespaced: true };
}
