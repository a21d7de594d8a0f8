import type { ClusterWorkflowTemplate, CronWorkflow, WorkflowTemplate } from '@argosy/api';
import { nested, pathOf } from '../query.ts';
import type { DeleteOptions, List, ListOptions } from '../types.ts';
import type { CallOptions, Requests } from './resource.ts';

export interface DefinitionListOptions extends CallOptions {
  readonly listOptions?: ListOptions;
  /** Text that the name holds. */
  readonly namePattern?: string;
}

/** Objects of a namespace that are written by hand. */
export interface DefinitionsApi<T> {
  list(namespace: string, options?: DefinitionListOptions): Promise<List<T>>;
  get(namespace: string, name: string, options?: CallOptions): Promise<T>;
  create(namespace: string, object: T, options?: CallOptions): Promise<T>;
  lint(namespace: string, object: T, options?: CallOptions): Promise<T>;
  /** Fails with ALREADY_EXISTS where the object has changed since it was read. */
  update(namespace: string, object: T, options?: CallOptions): Promise<T>;
  delete(namespace: string, name: string, options?: { readonly deleteOptions?: DeleteOptions } & CallOptions): Promise<void>;
}

export type WorkflowTemplatesApi = DefinitionsApi<WorkflowTemplate>;

export interface CronWorkflowsApi extends DefinitionsApi<CronWorkflow> {
  suspend(namespace: string, name: string, options?: CallOptions): Promise<CronWorkflow>;
  resume(namespace: string, name: string, options?: CallOptions): Promise<CronWorkflow>;
}

/** Cluster workflow templates, which have no namespace. */
export interface ClusterWorkflowTemplatesApi {
  list(options?: DefinitionListOptions): Promise<List<ClusterWorkflowTemplate>>;
  get(name: string, options?: CallOptions): Promise<ClusterWorkflowTemplate>;
  create(template: ClusterWorkflowTemplate, options?: CallOptions): Promise<ClusterWorkflowTemplate>;
  lint(template: ClusterWorkflowTemplate, options?: CallOptions): Promise<ClusterWorkflowTemplate>;
  update(template: ClusterWorkflowTemplate, options?: CallOptions): Promise<ClusterWorkflowTemplate>;
  delete(name: string, options?: { readonly deleteOptions?: DeleteOptions } & CallOptions): Promise<void>;
}

export function workflowTemplatesApi(requests: Requests): WorkflowTemplatesApi {
  return definitions<WorkflowTemplate>(requests, 'workflow-templates', 'template');
}

export function cronWorkflowsApi(requests: Requests): CronWorkflowsApi {
  const change = (namespace: string, name: string, verb: string): string => `api/v1/cron-workflows/${pathOf(namespace, name)}/${verb}`;
  return {
    ...definitions<CronWorkflow>(requests, 'cron-workflows', 'cronWorkflow'),
    suspend: (namespace, name, options) => requests.put(change(namespace, name, 'suspend'), { namespace, name }, options),
    resume: (namespace, name, options) => requests.put(change(namespace, name, 'resume'), { namespace, name }, options),
  };
}

export function clusterWorkflowTemplatesApi(requests: Requests): ClusterWorkflowTemplatesApi {
  const base = 'api/v1/cluster-workflow-templates';
  return {
    list: ({ listOptions, namePattern, ...options } = {}) =>
      requests.get(base, { ...nested('listOptions', listOptions), namePattern }, options),
    get: (name, options) => requests.get(`${base}/${pathOf(name)}`, {}, options),
    create: (template, options) => requests.post(base, { template }, options),
    lint: (template, options) => requests.post(`${base}/lint`, { template }, options),
    update: (template, options) => requests.put(`${base}/${pathOf(template.metadata.name ?? '')}`, { template }, options),
    delete: async (name, { deleteOptions, ...options } = {}) =>
      void (await requests.delete(`${base}/${pathOf(name)}`, nested('deleteOptions', deleteOptions), options)),
  };
}

function definitions<T extends { readonly metadata: { readonly name?: string | undefined } }>(
  requests: Requests,
  plural: string,
  field: string,
): DefinitionsApi<T> {
  const inNamespace = (namespace: string): string => `api/v1/${plural}/${pathOf(namespace)}`;
  const at = (namespace: string, name: string): string => `${inNamespace(namespace)}/${pathOf(name)}`;
  return {
    list: (namespace, { listOptions, namePattern, ...options } = {}) =>
      requests.get(inNamespace(namespace), { ...nested('listOptions', listOptions), namePattern }, options),
    get: (namespace, name, options) => requests.get(at(namespace, name), {}, options),
    create: (namespace, object, options) => requests.post(inNamespace(namespace), { namespace, [field]: object }, options),
    lint: (namespace, object, options) => requests.post(`${inNamespace(namespace)}/lint`, { namespace, [field]: object }, options),
    update: (namespace, object, options) =>
      requests.put(at(namespace, object.metadata.name ?? ''), { namespace, name: object.metadata.name, [field]: object }, options),
    delete: async (namespace, name, { deleteOptions, ...options } = {}) =>
      void (await requests.delete(at(namespace, name), nested('deleteOptions', deleteOptions), options)),
  };
}
