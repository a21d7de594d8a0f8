import type { TSchema } from 'typebox';
import { boolean, type Definitions, map, object, ref, string } from './shorthand.ts';

/** A kind of object, and how the API server shows it. */
export interface KindDefinition {
  readonly kind: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** The status is written on its own. */
  readonly statusSubresource: boolean;
  readonly columns?: readonly { readonly name: string; readonly type: string; readonly jsonPath: string; readonly description: string }[];
}

/** All kinds of the group `argoproj.io`, version `v1alpha1` (acceptance 1-001 to 1-008). */
export const kindDefinitions: readonly KindDefinition[] = [
  {
    kind: 'Workflow',
    plural: 'workflows',
    shortNames: ['wf'],
    namespaced: true,
    statusSubresource: false,
    columns: [
      { name: 'Status', type: 'string', jsonPath: '.status.phase', description: 'Phase of the workflow' },
      { name: 'Age', type: 'date', jsonPath: '.status.startedAt', description: 'When the workflow started' },
      { name: 'Message', type: 'string', jsonPath: '.status.message', description: 'Why the workflow is in its phase' },
    ],
  },
  { kind: 'WorkflowTemplate', plural: 'workflowtemplates', shortNames: ['wftmpl'], namespaced: true, statusSubresource: false },
  {
    kind: 'ClusterWorkflowTemplate',
    plural: 'clusterworkflowtemplates',
    shortNames: ['clusterwftmpl', 'cwft'],
    namespaced: false,
    statusSubresource: false,
  },
  { kind: 'CronWorkflow', plural: 'cronworkflows', shortNames: ['cwf', 'cronwf'], namespaced: true, statusSubresource: false },
  { kind: 'WorkflowEventBinding', plural: 'workfloweventbindings', shortNames: ['wfeb'], namespaced: true, statusSubresource: false },
  { kind: 'WorkflowTaskResult', plural: 'workflowtaskresults', shortNames: [], namespaced: true, statusSubresource: false },
  { kind: 'WorkflowTaskSet', plural: 'workflowtasksets', shortNames: ['wfts'], namespaced: true, statusSubresource: true },
  { kind: 'WorkflowArtifactGCTask', plural: 'workflowartifactgctasks', shortNames: ['wfat'], namespaced: true, statusSubresource: true },
];

/** An object of the API: its own fields after apiVersion, kind and metadata. */
function kind(description: string, fields: Readonly<Record<string, TSchema>>, required: readonly string[] = ['spec']): TSchema {
  return object(
    description,
    {
      apiVersion: string('argoproj.io/v1alpha1'),
      kind: string('The kind.'),
      metadata: ref('ObjectMeta', 'Name, namespace, labels and annotations.'),
      ...fields,
    },
    { required: ['metadata', ...required] },
  );
}

/** The objects that users and the parts of Argosy write. */
export const objectDefinitions: Definitions = {
  Workflow: kind('Steps that run once, and how far they have come.', {
    spec: ref('WorkflowSpec', 'What it does.'),
    status: ref('WorkflowStatus', 'How far it has come.'),
  }),
  WorkflowTemplate: kind('A workflow to be run, or templates to be called, from a namespace.', {
    spec: ref('WorkflowSpec', 'What it does.'),
  }),
  ClusterWorkflowTemplate: kind('A workflow to be run, or templates to be called, from anywhere in the cluster.', {
    spec: ref('WorkflowSpec', 'What it does.'),
  }),
  CronWorkflow: kind('A workflow that is started by the clock.', {
    spec: ref('CronWorkflowSpec', 'When, and what.'),
    status: ref('CronWorkflowStatus', 'What became of it.'),
  }),
  WorkflowEventBinding: kind('Which events start which workflow.', {
    spec: ref('WorkflowEventBindingSpec', 'Which events, and what they start.'),
  }),
  WorkflowTaskResult: kind(
    'What became of a node, as its executor tells. Made by the executor, for the controller.',
    {
      phase: ref('NodePhase', 'Its phase.'),
      message: string('Why it is in its phase, for people.'),
      outputs: ref('Outputs', 'What it gave.'),
      progress: string('Done and all units of work, as `N/M`.'),
    },
    [],
  ),
  WorkflowTaskSet: kind('Work for the agent of a workflow. Made by the controller.', {
    spec: ref('WorkflowTaskSetSpec', 'The work.'),
    status: ref('WorkflowTaskSetStatus', 'What became of it.'),
  }),
  WorkflowTaskSetSpec: object('Work for the agent of a workflow.', {
    tasks: map(ref('Template', 'One task.'), 'Templates by id of their node.'),
  }),
  WorkflowTaskSetStatus: object('What became of the work of an agent.', {
    nodes: map(ref('NodeResult', 'One result.'), 'Results by id of their node.'),
  }),
  WorkflowArtifactGCTask: kind('Artifacts that are to be deleted. Made by the controller.', {
    spec: ref('ArtifactGCSpec', 'The artifacts.'),
    status: ref('ArtifactGCStatus', 'What became of them.'),
  }),
  ArtifactGCSpec: object('Artifacts that are to be deleted.', {
    artifactsByNode: map(ref('ArtifactNodeSpec', 'One node.'), 'Artifacts by id of their node.'),
  }),
  ArtifactNodeSpec: object('Artifacts of a node that are to be deleted.', {
    archiveLocation: ref('ArtifactLocation', 'What the locations of the artifacts are completed with.'),
    artifacts: map(ref('Artifact', 'One artifact.'), 'The artifacts by name.'),
  }),
  ArtifactGCStatus: object('What became of artifacts that were to be deleted.', {
    artifactResultsByNode: map(ref('ArtifactResultNodeStatus', 'One node.'), 'Results by id of their node.'),
  }),
  ArtifactResultNodeStatus: object('What became of the artifacts of a node.', {
    artifactResults: map(ref('ArtifactResult', 'One artifact.'), 'Results by name of the artifact.'),
  }),
  ArtifactResult: object(
    'What became of an artifact that was to be deleted.',
    { name: string('Its name.'), success: boolean('It is gone.'), error: string('Why it is not.') },
    { required: ['name'] },
  ),
};
