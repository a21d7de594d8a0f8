import type { ClusterWorkflowTemplate, CronWorkflow, Workflow, WorkflowTemplate } from '@argosy/api';
import type { ApiClient, List } from '@argosy/api-client';
import type { KubeList, KubeObject, ListOptions, ObjectRef, ResourceType, WatchEvent, WatchOptions } from '@argosy/kube';
import { InvariantError } from '@argosy/std';
import { CliFailure } from '../../failure.ts';
import type { ObjectClient } from '../backend.ts';
import { answered, serverError } from './server-error.ts';

/** The calls for one kind of object. */
interface Kind {
  list(namespace: string, options: object): Promise<List<unknown>>;
  get(ref: ObjectRef): Promise<unknown>;
  create(namespace: string, object: KubeObject, options: { readonly serverDryRun: boolean }): Promise<unknown>;
  update(namespace: string, object: KubeObject): Promise<unknown>;
  remove(ref: ObjectRef): Promise<void>;
}

/** Objects as the Argo server hands them out: those of Argo's own kinds. */
export function serverObjects(api: ApiClient): ObjectClient {
  const kinds = kindsOf(api);
  const kindOf = (type: ResourceType): Kind => {
    const kind = kinds[type.plural];
    if (!kind)
      throw new CliFailure(`an Argo server does not hand out ${type.plural}`, {
        hint: 'leave out ARGO_SERVER to talk to the Kubernetes API',
      });
    return kind;
  };
  return {
    get: async <T extends KubeObject>(type: ResourceType, ref: ObjectRef) => (await answered(kindOf(type).get(ref))) as T,
    list: async <T extends KubeObject>(type: ResourceType, { namespace = '', ...options }: ListOptions = {}) =>
      kubeList<T>((await answered(kindOf(type).list(namespace, options))) as List<T>),
    create: async <T extends KubeObject>(type: ResourceType, object: T, { dryRun = false }: { readonly dryRun?: boolean } = {}) =>
      (await answered(kindOf(type).create(object.metadata.namespace ?? '', object, { serverDryRun: dryRun }))) as T,
    update: async <T extends KubeObject>(type: ResourceType, object: T) =>
      (await answered(kindOf(type).update(object.metadata.namespace ?? '', object))) as T,
    delete: async (type, ref) => answered(kindOf(type).remove(ref)),
    watch: <T extends KubeObject>(type: ResourceType, options?: WatchOptions) => watchWorkflows<T>(api, type, options),
  };
}

function kindsOf(api: ApiClient): Readonly<Record<string, Kind>> {
  const place = ({ name, namespace = '' }: ObjectRef) => ({ name, namespace });
  return {
    workflows: {
      list: (namespace, listOptions) => api.workflows.list(namespace, { listOptions }),
      get: (ref) => api.workflows.get(place(ref)),
      create: (namespace, object, options) => api.workflows.create(namespace, object as unknown as Workflow, options),
      update: () => Promise.reject(new InvariantError('workflows are changed by their operations')),
      remove: (ref) => api.workflows.delete(place(ref)),
    },
    workflowtemplates: namespaced<WorkflowTemplate>(api.workflowTemplates),
    cronworkflows: namespaced<CronWorkflow>(api.cronWorkflows),
    clusterworkflowtemplates: {
      list: (_namespace, listOptions) => api.clusterWorkflowTemplates.list({ listOptions }),
      get: ({ name }) => api.clusterWorkflowTemplates.get(name),
      create: (_namespace, object) => api.clusterWorkflowTemplates.create(object as unknown as ClusterWorkflowTemplate),
      update: (_namespace, object) => api.clusterWorkflowTemplates.update(object as unknown as ClusterWorkflowTemplate),
      remove: ({ name }) => api.clusterWorkflowTemplates.delete(name),
    },
  };
}

interface Definitions<T> {
  list(namespace: string, options: { readonly listOptions: object }): Promise<List<T>>;
  get(namespace: string, name: string): Promise<T>;
  create(namespace: string, object: T): Promise<T>;
  update(namespace: string, object: T): Promise<T>;
  delete(namespace: string, name: string): Promise<void>;
}

function namespaced<T>(definitions: Definitions<T>): Kind {
  return {
    list: (namespace, listOptions) => definitions.list(namespace, { listOptions }),
    get: ({ name, namespace = '' }) => definitions.get(namespace, name),
    create: (namespace, object) => definitions.create(namespace, object as unknown as T),
    update: (namespace, object) => definitions.update(namespace, object as unknown as T),
    remove: ({ name, namespace = '' }) => definitions.delete(namespace, name),
  };
}

function kubeList<T>({ metadata, items }: List<T>): KubeList<T> {
  const { resourceVersion = '', continue: next } = metadata;
  return { metadata: { resourceVersion, ...(next && { continue: next }) }, items: items ?? [] };
}

async function* watchWorkflows<T extends KubeObject>(
  api: ApiClient,
  type: ResourceType,
  { namespace = '', signal, labelSelector, fieldSelector, resourceVersion }: WatchOptions = {},
): AsyncGenerator<WatchEvent<T>> {
  if (type.plural !== 'workflows') throw new InvariantError(`${type.plural} are not watched through a server`);
  const listOptions = defined({ labelSelector, fieldSelector, resourceVersion });
  try {
    for await (const event of api.workflows.watch(namespace, { listOptions, resume: false, ...defined({ signal }) }))
      yield event as unknown as WatchEvent<T>;
  } catch (error) {
    const translated = serverError(error) as { readonly code?: string };
    // The reader opens the watch again after a broken one, as with the Kubernetes API.
    if (translated.code !== 'SERVER_UNREACHABLE') throw translated;
  }
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields that have a value. */
function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
