import { type CronWorkflow, labels, annotations, type Workflow } from '@argosy/api';

/** What a workflow can be made of. */
export type SubmissionSource = 'cron' | 'template' | 'clusterTemplate';

const KINDS: Readonly<Record<string, SubmissionSource>> = {
  cronworkflow: 'cron',
  cronworkflows: 'cron',
  cronwf: 'cron',
  cwf: 'cron',
  workflowtemplate: 'template',
  workflowtemplates: 'template',
  wftmpl: 'template',
  clusterworkflowtemplate: 'clusterTemplate',
  clusterworkflowtemplates: 'clusterTemplate',
  clusterwftmpl: 'clusterTemplate',
  cwft: 'clusterTemplate',
};

/** The source that a kind, its plural or one of its short names stands for (acceptance 8-027); `undefined`: nothing can be made of it. */
export function submissionSource(kind: string): SubmissionSource | undefined {
  return KINDS[kind.toLowerCase()];
}

/** A workflow that runs a template. */
export function workflowOfTemplate(name: string, { clusterScope }: { readonly clusterScope: boolean }): Workflow {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { generateName: `${name}-`, labels: { [clusterScope ? labels.clusterWorkflowTemplate : labels.workflowTemplate]: name } },
    spec: { workflowTemplateRef: { name, ...(clusterScope && { clusterScope }) } },
  };
}

/** A run by hand is owned by its cron workflow and carries its metadata, like one that the schedule starts. `now` is RFC 3339. */
export function workflowOfCron(cron: CronWorkflow, now: string): Workflow {
  const { name = '', uid = '', labels: own } = cron.metadata;
  const instance = own?.[labels.instanceId];
  const { workflowMetadata } = cron.spec;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      generateName: `${name}-`,
      labels: {
        ...workflowMetadata?.labels,
        [labels.cronWorkflow]: name,
        ...(instance !== undefined && { [labels.instanceId]: instance }),
      },
      annotations: { ...workflowMetadata?.annotations, [annotations.scheduledTime]: now },
      ...(workflowMetadata?.finalizers && { finalizers: workflowMetadata.finalizers }),
      ownerReferences: [
        { apiVersion: 'argoproj.io/v1alpha1', kind: 'CronWorkflow', name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: cron.spec.workflowSpec,
  };
}
