import type { ResourceType } from '@argosy/kube';

const GROUP = { group: 'argoproj.io', version: 'v1alpha1' } as const;

export const WORKFLOWS: ResourceType = { ...GROUP, plural: 'workflows', kind: 'Workflow', namespaced: true };
export const WORKFLOW_TEMPLATES: ResourceType = { ...GROUP, plural: 'workflowtemplates', kind: 'WorkflowTemplate', namespaced: true };
export const CLUSTER_WORKFLOW_TEMPLATES: ResourceType = {
  ...GROUP,
  plural: 'clusterworkflowtemplates',
  kind: 'ClusterWorkflowTemplate',
  namespaced: false,
};
export const CRON_WORKFLOWS: ResourceType = { ...GROUP, plural: 'cronworkflows', kind: 'CronWorkflow', namespaced: true };
export const PODS: ResourceType = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };
export const CONFIG_MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true };
export const SECRETS: ResourceType = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret', namespaced: true };
export const SERVICE_ACCOUNTS: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'serviceaccounts',
  kind: 'ServiceAccount',
  namespaced: true,
};
export const PERSISTENT_VOLUME_CLAIMS: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'persistentvolumeclaims',
  kind: 'PersistentVolumeClaim',
  namespaced: true,
};
