import type { ClusterWorkflowTemplate, CronWorkflow, ObjectMeta, WorkflowSpec, WorkflowTemplate } from '@argosy/api';
import type { ArgoEventsObject } from '@argosy/api-client';
import { argo } from '../../../api/client.ts';
import type { RouteName } from '../../../app/route-table.ts';
import type { IconName } from '../../../design/icon.tsx';
import type { Message } from '../../../i18n/zh/index.ts';
import type { SourceKind } from '../../submit/model/submission.ts';

/** An object that people write: what all kinds of them have. */
export interface DefinitionObject {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
  readonly spec?: object | undefined;
  readonly status?: object | undefined;
}

export type DefinitionKind = 'template' | 'clusterTemplate' | 'cron' | 'eventSource' | 'sensor';

export interface Definition {
  readonly title: Message;
  readonly one: Message;
  readonly icon: IconName;
  readonly listRoute: RouteName;
  readonly route: RouteName;
  /** Name of the JSON Schema; none for kinds that are not ours. */
  readonly schema?: string;
  readonly submits?: SourceKind;
  readonly runsLabel?: string;
  readonly example: string;
  readonly list: (namespace: string) => Promise<readonly DefinitionObject[]>;
  readonly get: (namespace: string, name: string) => Promise<DefinitionObject>;
  readonly create: (namespace: string, object: DefinitionObject) => Promise<DefinitionObject>;
  readonly update: (namespace: string, object: DefinitionObject) => Promise<DefinitionObject>;
  readonly remove: (namespace: string, name: string) => Promise<void>;
  readonly lint?: (namespace: string, object: DefinitionObject) => Promise<unknown>;
}

/** The kinds, with what differs between them. */
export const definitions: Readonly<Record<DefinitionKind, Definition>> = {
  template: {
    title: 'Workflow Templates',
    one: 'Workflow Template',
    icon: 'template',
    listRoute: 'templates',
    route: 'template',
    schema: 'workflows',
    submits: 'WorkflowTemplate',
    runsLabel: 'workflows.argoproj.io/workflow-template',
    example: exampleOf('WorkflowTemplate'),
    list: async (namespace) => (await argo.workflowTemplates.list(namespace)).items ?? [],
    get: (namespace, name) => argo.workflowTemplates.get(namespace, name),
    create: (namespace, object) => argo.workflowTemplates.create(namespace, object as WorkflowTemplate),
    update: (namespace, object) => argo.workflowTemplates.update(namespace, object as WorkflowTemplate),
    remove: (namespace, name) => argo.workflowTemplates.delete(namespace, name),
    lint: (namespace, object) => argo.workflowTemplates.lint(namespace, object as WorkflowTemplate),
  },
  clusterTemplate: {
    title: 'Cluster Templates',
    one: 'Cluster Template',
    icon: 'cluster',
    listRoute: 'clusterTemplates',
    route: 'clusterTemplate',
    schema: 'clusterworkflowtemplates',
    submits: 'ClusterWorkflowTemplate',
    runsLabel: 'workflows.argoproj.io/cluster-workflow-template',
    example: exampleOf('ClusterWorkflowTemplate'),
    list: async () => (await argo.clusterWorkflowTemplates.list()).items ?? [],
    get: (_, name) => argo.clusterWorkflowTemplates.get(name),
    create: (_, object) => argo.clusterWorkflowTemplates.create(object as ClusterWorkflowTemplate),
    update: (_, object) => argo.clusterWorkflowTemplates.update(object as ClusterWorkflowTemplate),
    remove: (_, name) => argo.clusterWorkflowTemplates.delete(name),
    lint: (_, object) => argo.clusterWorkflowTemplates.lint(object as ClusterWorkflowTemplate),
  },
  cron: {
    title: 'Cron Workflows',
    one: 'Cron Workflow',
    icon: 'cron',
    listRoute: 'crons',
    route: 'cron',
    schema: 'cronworkflows',
    submits: 'CronWorkflow',
    runsLabel: 'workflows.argoproj.io/cron-workflow',
    example: exampleOf('CronWorkflow'),
    list: async (namespace) => (await argo.cronWorkflows.list(namespace)).items ?? [],
    get: (namespace, name) => argo.cronWorkflows.get(namespace, name),
    create: (namespace, object) => argo.cronWorkflows.create(namespace, object as CronWorkflow),
    update: (namespace, object) => argo.cronWorkflows.update(namespace, object as CronWorkflow),
    remove: (namespace, name) => argo.cronWorkflows.delete(namespace, name),
    lint: (namespace, object) => argo.cronWorkflows.lint(namespace, object as CronWorkflow),
  },
  eventSource: {
    ...eventObject('eventSources'),
    title: 'Event Sources',
    one: 'Event Source',
    icon: 'source',
    listRoute: 'eventSources',
    route: 'eventSource',
  },
  sensor: { ...eventObject('sensors'), title: 'Sensors', one: 'Sensor', icon: 'sensor', listRoute: 'sensors', route: 'sensor' },
};

/** The spec that would run. */
export function runnableSpec(kind: DefinitionKind, object: DefinitionObject): WorkflowSpec | undefined {
  if (kind === 'cron') return (object as CronWorkflow).spec.workflowSpec;
  return kind === 'template' || kind === 'clusterTemplate' ? (object as WorkflowTemplate).spec : undefined;
}

/** The object as it is edited: without what only the cluster writes. */
export function editable({ apiVersion, kind, metadata, spec }: DefinitionObject): DefinitionObject {
  const { name, namespace, labels, annotations } = metadata;
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace && { namespace }), ...(labels && { labels }), ...(annotations && { annotations }) },
    spec,
  };
}

function eventObject(plural: 'eventSources' | 'sensors'): Pick<Definition, 'list' | 'get' | 'create' | 'update' | 'remove' | 'example'> {
  const api = argo[plural];
  return {
    example: `apiVersion: argoproj.io/v1alpha1\nkind: ${plural === 'sensors' ? 'Sensor' : 'EventSource'}\nmetadata:\n  name: example\nspec: {}\n`,
    list: async (namespace) => (await api.list(namespace)).items ?? [],
    get: (namespace, name) => api.get(namespace, name),
    create: (namespace, object) => api.create(namespace, object as ArgoEventsObject),
    update: (namespace, object) => api.update(namespace, object as ArgoEventsObject),
    remove: (namespace, name) => api.delete(namespace, name),
  };
}

function exampleOf(kind: 'WorkflowTemplate' | 'ClusterWorkflowTemplate' | 'CronWorkflow'): string {
  const spec = [
    'entrypoint: main',
    'templates:',
    '  - name: main',
    '    container:',
    '      image: busybox',
    '      command: [echo, hello]',
  ];
  const lines = kind === 'CronWorkflow' ? ['schedules:', '  - "0 * * * *"', 'workflowSpec:', ...spec.map((line) => `  ${line}`)] : spec;
  return [
    `apiVersion: argoproj.io/v1alpha1`,
    `kind: ${kind}`,
    'metadata:',
    '  name: example',
    'spec:',
    ...lines.map((line) => `  ${line}`),
    '',
  ].join('\n');
}
