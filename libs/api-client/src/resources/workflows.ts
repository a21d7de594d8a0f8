import type { Workflow } from '@argosy/api';
import type { StreamOptions } from '../event-stream.ts';
import { nested, pathOf, type Query } from '../query.ts';
import type {
  DeleteOptions,
  LogEntry,
  ResubmitRequest,
  RetryRequest,
  SetRequest,
  SubmitRequest,
  WatchEvent,
  WatchOptions,
  WorkflowList,
  WorkflowListOptions,
  WorkflowLogOptions,
} from '../types.ts';
import type { CallOptions, Requests } from './resource.ts';

/** Where a workflow is. `name` may be `@latest`. */
export interface WorkflowRef {
  readonly namespace: string;
  readonly name: string;
}

/** Live and archived workflows. An empty namespace means all that one may see. */
export interface WorkflowsApi {
  list(namespace: string, options?: WorkflowListOptions & CallOptions): Promise<WorkflowList>;
  get(ref: WorkflowRef, options?: { readonly uid?: string; readonly fields?: string } & CallOptions): Promise<Workflow>;
  create(
    namespace: string,
    workflow: Workflow,
    options?: { readonly serverDryRun?: boolean; readonly instanceID?: string } & CallOptions,
  ): Promise<Workflow>;
  lint(namespace: string, workflow: Workflow, options?: CallOptions): Promise<Workflow>;
  submit(namespace: string, request: SubmitRequest, options?: CallOptions): Promise<Workflow>;
  /** `force` takes finalizers off first. */
  delete(ref: WorkflowRef, options?: { readonly force?: boolean; readonly deleteOptions?: DeleteOptions } & CallOptions): Promise<void>;
  resubmit(ref: WorkflowRef, request?: ResubmitRequest, options?: CallOptions): Promise<Workflow>;
  retry(ref: WorkflowRef, request?: RetryRequest, options?: CallOptions): Promise<Workflow>;
  resume(ref: WorkflowRef, request?: { readonly nodeFieldSelector?: string }, options?: CallOptions): Promise<Workflow>;
  suspend(ref: WorkflowRef, options?: CallOptions): Promise<Workflow>;
  stop(
    ref: WorkflowRef,
    request?: { readonly nodeFieldSelector?: string; readonly message?: string },
    options?: CallOptions,
  ): Promise<Workflow>;
  terminate(ref: WorkflowRef, options?: CallOptions): Promise<Workflow>;
  set(ref: WorkflowRef, request: SetRequest, options?: CallOptions): Promise<Workflow>;
  /** Lines of all pods of a workflow by time; ends with the log, or with the workflow where `follow` is set. */
  logs(ref: WorkflowRef, options?: WorkflowLogOptions & StreamOptions): AsyncIterable<LogEntry>;
  /** Goes on until the reader stops. */
  watch(namespace: string, options?: WatchOptions & StreamOptions): AsyncIterable<WatchEvent<Workflow>>;
}

export function workflowsApi(requests: Requests): WorkflowsApi {
  const inNamespace = (namespace: string): string => `api/v1/workflows/${pathOf(namespace)}`;
  const at = ({ namespace, name }: WorkflowRef): string => `${inNamespace(namespace)}/${pathOf(name)}`;
  const change = (ref: WorkflowRef, verb: string, { body, options }: { body: object; options: CallOptions | undefined }) =>
    requests.put<Workflow>(`${at(ref)}/${verb}`, { ...ref, ...body }, options);
  return {
    list: (namespace, options = {}) => requests.get(inNamespace(namespace), listQuery(options), options),
    get: (ref, { uid, fields, ...options } = {}) => requests.get(at(ref), { uid, fields }, options),
    create: (namespace, workflow, { serverDryRun, instanceID, ...options } = {}) =>
      requests.post(inNamespace(namespace), { namespace, workflow, serverDryRun, instanceID }, options),
    lint: (namespace, workflow, options) => requests.post(`${inNamespace(namespace)}/lint`, { namespace, workflow }, options),
    submit: (namespace, request, options) => requests.post(`${inNamespace(namespace)}/submit`, { namespace, ...request }, options),
    delete: async (ref, { force, deleteOptions, ...options } = {}) =>
      void (await requests.delete(at(ref), { force, ...nested('deleteOptions', deleteOptions) }, options)),
    resubmit: (ref, body = {}, options = undefined) => change(ref, 'resubmit', { body, options }),
    retry: (ref, body = {}, options = undefined) => change(ref, 'retry', { body, options }),
    resume: (ref, body = {}, options = undefined) => change(ref, 'resume', { body, options }),
    suspend: (ref, options) => change(ref, 'suspend', { body: {}, options }),
    stop: (ref, body = {}, options = undefined) => change(ref, 'stop', { body, options }),
    terminate: (ref, options) => change(ref, 'terminate', { body: {}, options }),
    set: (ref, body, options) => change(ref, 'set', { body, options }),
    logs: (ref, options = {}) => requests.read(`${at(ref)}/log`, logQuery(options), options),
    watch: (namespace, options = {}) =>
      requests.watch(
        `api/v1/workflow-events/${pathOf(namespace)}`,
        { ...nested('listOptions', options.listOptions), fields: options.fields },
        options,
      ),
  };
}

function listQuery({ listOptions, fields, nameFilter, createdAfter, finishedBefore }: WorkflowListOptions): Query {
  return { ...nested('listOptions', listOptions), fields, nameFilter, createdAfter, finishedBefore };
}

function logQuery({ podName, selector, grep, logOptions }: WorkflowLogOptions): Query {
  return { podName, selector, grep, ...nested('logOptions', logOptions) };
}
