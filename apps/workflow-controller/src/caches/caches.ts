import type { AgentFacts, TaskResultFacts } from '@argosy/engine';
import {
  coreResources,
  createInformer,
  type Informer,
  type InformerOptions,
  type KubeClient,
  type KubeObject,
  objectKey,
  type Stored,
  type Timers,
  workflowResources,
} from '@argosy/kube';
import { isErrorWithCode, type Logger, type Milliseconds, OperationalError } from '@argosy/std';
import { type PodRecord, projectPod } from '../workflow/project-pod.ts';
import { projectWorkflow, type WorkflowRecord } from '../workflow/workflow-record.ts';
import { withoutManagedFields } from './managed-fields.ts';
import {
  type CronWorkflowObject,
  type GcTaskObject,
  instanceSelector,
  label,
  type PodObject,
  type TaskResultObject,
  type TaskSetObject,
  type TemplateObject,
  type WorkflowObject,
} from './objects.ts';

export interface CachesOptions {
  readonly client: KubeClient;
  /** Absent: all namespaces. */
  readonly namespace?: string | undefined;
  readonly instanceId?: string | undefined;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly relistAfter?: Milliseconds | undefined;
  /** How long after a write of ours the watch told of it. */
  readonly onEcho?: ((kind: string, lag: Milliseconds) => void) | undefined;
}

/** What is watched. Everything a decision reads comes from here, or is read when it is needed for the first time. */
export interface Caches {
  readonly workflows: Informer<WorkflowObject, WorkflowRecord>;
  readonly pods: Informer<PodObject, PodRecord>;
  readonly taskResults: Informer<TaskResultObject, TaskResultRecord>;
  readonly taskSets: Informer<TaskSetObject, TaskSetRecord>;
  readonly templates: Informer<TemplateObject, TemplateObject>;
  readonly clusterTemplates: Informer<TemplateObject, TemplateObject>;
  readonly cronWorkflows: Informer<CronWorkflowObject, CronWorkflowObject>;
  readonly artifactGcTasks: Informer<GcTaskObject, { readonly workflow: string }>;
  start(): Promise<void>;
  stop(): void;
}

interface TaskResultRecord {
  readonly workflow: string;
  readonly facts: TaskResultFacts;
}

/** A WorkflowTaskSet is named like its workflow. */
export interface TaskSetRecord {
  readonly workflow: string;
  readonly ownerUid: string | undefined;
  readonly facts: Omit<AgentFacts, 'pod'>;
}

/** Index of pods and task results by `<namespace>/<workflow>`. */
export const BY_WORKFLOW = 'workflow';
/** Index of workflows by what they came from: `<namespace>/<label>/<name>`. */
export const BY_ORIGIN = 'origin';
/** Index of workflows by `<namespace>/<cron workflow>`. */
export const BY_CRON = 'cron';

export function createCaches(options: CachesOptions): Caches {
  const informers = informersOf(options);
  const all = Object.values(informers);
  return {
    ...informers,
    async start() {
      for (const one of all) one.start();
      await Promise.all(all.map(({ synced }) => synced)).catch(explainMissing);
    },
    stop: () => all.forEach((one) => one.stop()),
  };
}

function informersOf(options: CachesOptions): Omit<Caches, 'start' | 'stop'> {
  const instance = instanceSelector(options.instanceId);
  return {
    workflows: informer<WorkflowObject, WorkflowRecord>(options, {
      type: workflowResources.Workflow,
      selection: { labelSelector: instance },
      project: projectWorkflow,
      indexers: { [BY_CRON]: cronOf, [BY_ORIGIN]: originOf },
    }),
    pods: informer<PodObject, PodRecord>(options, {
      type: coreResources.Pod,
      selection: { labelSelector: `${label.workflow},${label.completed}!=true,${instance}` },
      project: projectPod,
      indexers: { [BY_WORKFLOW]: workflowOf },
    }),
    taskResults: informer<TaskResultObject, TaskResultRecord>(options, {
      type: workflowResources.WorkflowTaskResult,
      selection: { labelSelector: `${label.workflow},${instance}` },
      project: projectTaskResult,
      indexers: { [BY_WORKFLOW]: workflowOf },
    }),
    taskSets: informer<TaskSetObject, TaskSetRecord>(options, {
      type: workflowResources.WorkflowTaskSet,
      selection: { labelSelector: `${label.completed}!=true,${instance}` },
      project: projectTaskSet,
      optional: true,
    }),
    templates: informer<TemplateObject, TemplateObject>(options, {
      type: workflowResources.WorkflowTemplate,
      project: withoutManagedFields,
    }),
    clusterTemplates: informer<TemplateObject, TemplateObject>(
      { ...options, namespace: undefined },
      { type: workflowResources.ClusterWorkflowTemplate, project: withoutManagedFields, optional: true },
    ),
    cronWorkflows: informer<CronWorkflowObject, CronWorkflowObject>(options, {
      type: workflowResources.CronWorkflow,
      selection: { labelSelector: `${instance},${label.cronCompleted}!=true` },
      project: withoutManagedFields,
    }),
    artifactGcTasks: informer<GcTaskObject, { readonly workflow: string }>(options, {
      type: workflowResources.WorkflowArtifactGCTask,
      selection: { labelSelector: `${label.workflow},${instance}` },
      project: ({ metadata }) => ({ workflow: metadata.labels?.[label.workflow] ?? '' }),
      optional: true,
    }),
  };
}

/** The error of a list says nothing about what to do. */
function explainMissing(error: Error): never {
  if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
  const message = 'the API server does not know the kinds of argoproj.io/v1alpha1: install their CustomResourceDefinitions first';
  throw new OperationalError(message, { code: 'DEFINITIONS_MISSING', retry: 'backoff', cause: error });
}

type Details<O extends KubeObject, T> = Pick<InformerOptions<O, T>, 'type' | 'project' | 'indexers' | 'optional'> & {
  readonly selection?: { readonly labelSelector: string };
};

function informer<O extends KubeObject, T>(
  { client, namespace, timers, logger, relistAfter, onEcho }: CachesOptions,
  details: Details<O, T>,
): Informer<O, T> {
  const selection = { ...details.selection, ...(namespace === undefined ? {} : { namespace }) };
  return createInformer<O, T>({
    ...details,
    client,
    timers,
    logger,
    selection,
    ...(relistAfter !== undefined && { relistAfter }),
    ...(onEcho && { onEcho: (lag: Milliseconds) => onEcho(details.type.plural, lag) }),
  });
}

function workflowOf({ namespace, value }: Stored<{ readonly workflow: string }>): readonly string[] {
  return [objectKey(namespace, value.workflow)];
}

function originOf({ namespace, value }: Stored<WorkflowRecord>): readonly string[] {
  const { labels = {} } = value.workflow.metadata;
  return originLabels.flatMap((name) => (labels[name] ? [`${namespace}/${name}/${labels[name]}`] : []));
}

/** Labels that name the template or cron a workflow was made from. */
export const originLabels = [label.workflowTemplate, label.clusterWorkflowTemplate, label.cronWorkflow] as const;

function cronOf({ namespace, value }: Stored<WorkflowRecord>): readonly string[] {
  const cron = value.workflow.metadata.labels?.[label.cronWorkflow];
  return cron === undefined ? [] : [objectKey(namespace, cron)];
}

/** Node id is the object's name. */
function projectTaskResult(object: TaskResultObject): TaskResultRecord {
  const { name = '', labels = {} } = object.metadata;
  const { phase, message, outputs, progress } = object;
  return {
    workflow: labels[label.workflow] ?? '',
    facts: {
      nodeId: name,
      completed: labels[label.reportCompleted] !== 'false',
      ...(phase && { phase }),
      ...(message && { message }),
      ...(outputs && { outputs }),
      ...(progress && { progress }),
    },
  };
}

function projectTaskSet({ metadata, spec, status }: TaskSetObject): TaskSetRecord {
  return {
    workflow: metadata.name ?? '',
    ownerUid: metadata.ownerReferences?.[0]?.uid,
    facts: {
      tasks: new Set(Object.keys(spec?.tasks ?? {})),
      results: new Map(Object.entries(status?.nodes ?? {})),
      completed: metadata.labels?.[label.completed] === 'true',
    },
  };
}
