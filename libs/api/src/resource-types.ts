/** How the API server calls a kind of object. */
export interface KindDescriptor {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** The group of all kinds. */
export const apiGroup = 'argoproj.io';
/** The version of all kinds. */
export const apiVersion = 'argoproj.io/v1alpha1';

/** All kinds of `argoproj.io/v1alpha1` (acceptance 1-001 to 1-008). */
export const resourceTypes: readonly KindDescriptor[] = [
  kind('Workflow', 'workflows'),
  kind('WorkflowTemplate', 'workflowtemplates'),
  { ...kind('ClusterWorkflowTemplate', 'clusterworkflowtemplates'), namespaced: false },
  kind('CronWorkflow', 'cronworkflows'),
  kind('WorkflowEventBinding', 'workfloweventbindings'),
  kind('WorkflowTaskResult', 'workflowtaskresults'),
  kind('WorkflowTaskSet', 'workflowtasksets'),
  kind('WorkflowArtifactGCTask', 'workflowartifactgctasks'),
];

function kind(name: string, plural: string): KindDescriptor {
  return { group: 'argoproj.io', version: 'v1alpha1', plural, kind: name, namespaced: true };
}
