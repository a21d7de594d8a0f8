import type {
  DeleteOptions,
  ExecResult,
  KubeClient,
  KubeList,
  KubeObject,
  ListOptions,
  LogOptions,
  ObjectRef,
  PatchOptions,
  PatchType,
  ResourceType,
  WatchEvent,
  WatchOptions,
} from './client.ts';
import type { KubeConnection } from './connection/connection.ts';
import { type Query, queryString, resourcePath } from './resource-path.ts';
import type { Call, Transport } from './transport/transport.ts';
import { watchEvents } from './watch-stream.ts';

export interface HttpClientOptions {
  readonly connection: KubeConnection;
  readonly transport: Transport;
  readonly userAgent: string;
}

/** KubeClient over HTTP: each method names its request, the transport sends it. */
export function httpClient(options: HttpClientOptions): KubeClient {
  const { transport } = options;
  return {
    serverUrl: transport.serverUrl,
    get: async (type, ref) => (await transport.json(request(type, 'get', { target: ref }))) as never,
    list: async (type, list = {}) => (await transport.json(listCall(type, list))) as KubeList<never>,
    watch: (type, watch = {}) => openWatch(transport, type, watch),
    create: async (type, object, create = {}) => (await transport.json(createCall(type, object, create))) as never,
    update: async (type, object, update = {}) => (await transport.json(updateCall(type, object, update.subresource))) as never,
    patch: async (type, ref, patch) => (await transport.json(patchCall(type, ref, patch))) as never,
    delete: async (type, ref, remove = {}) => void (await transport.json(deleteCall(type, ref, remove))),
    deleteCollection: async (type, remove) => void (await transport.json(deleteCollectionCall(type, remove))),
    logs: (pod, logs = {}) => openLogs(transport, pod, logs),
    exec: (pod, exec) => runExec(options, pod, exec),
    raw: (method, path, body) =>
      transport.json({
        method: method as Call['method'],
        path,
        body,
        verb: 'raw',
        resource: 'raw',
        repeatable: method === 'GET' ? 'always' : 'unsent',
      }),
    close: () => transport.close(),
  };
}

type Target = { readonly namespace?: string | undefined; readonly name?: string | undefined; readonly subresource?: string | undefined };

const METHODS = {
  get: 'GET',
  list: 'GET',
  watch: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETE',
} as const;

type Verb = keyof typeof METHODS;

function request(
  type: ResourceType,
  verb: Verb,
  details: { readonly target: Target; readonly query?: Query; readonly body?: unknown } & Partial<Call>,
): Call {
  const { target, query, ...rest } = details;
  const resource = target.subresource ? `${type.plural}/${target.subresource}` : type.plural;
  return {
    method: METHODS[verb],
    path: resourcePath(type, target) + queryString(query ?? {}),
    verb,
    resource,
    repeatable: 'always',
    ...rest,
  };
}

function listCall(type: ResourceType, options: ListOptions): Call {
  return request(type, 'list', { target: { namespace: options.namespace }, query: selection(options) });
}

function selection(options: ListOptions): Query {
  const { labelSelector, fieldSelector, limit, resourceVersion } = options;
  return { labelSelector, fieldSelector, limit, continue: options.continue, resourceVersion };
}

async function* openWatch<T extends KubeObject>(
  transport: Transport,
  type: ResourceType,
  options: WatchOptions,
): AsyncGenerator<WatchEvent<T>> {
  const query = {
    ...selection(options),
    watch: true,
    allowWatchBookmarks: options.allowWatchBookmarks,
    timeoutSeconds: options.timeoutSeconds,
  };
  const call = request(type, 'watch', { target: { namespace: options.namespace }, query, signal: options.signal, repeatable: 'never' });
  try {
    yield* watchEvents<T>(await transport.stream(call), transport.serverUrl);
  } catch (error) {
    // The reader asked for the end, so this is one.
    if (!options.signal?.aborted) throw error;
  }
}

function createCall(type: ResourceType, object: KubeObject, options: { readonly dryRun?: boolean; readonly fieldManager?: string }): Call {
  const query = { dryRun: options.dryRun ? 'All' : undefined, fieldManager: options.fieldManager };
  // A create whose answer was lost may have taken effect; the caller decides by AlreadyExists.
  return request(type, 'create', {
    target: { namespace: object.metadata?.namespace },
    query,
    body: object,
    repeatable: options.dryRun ? 'always' : 'unsent',
  });
}

function updateCall(type: ResourceType, object: KubeObject, subresource: string | undefined): Call {
  const { namespace, name } = object.metadata;
  return request(type, 'update', { target: { namespace, name, subresource }, body: object });
}

const CONTENT_TYPES: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** A server that cannot answer so sends the whole object, which has the metadata too. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';

function patchCall(type: ResourceType, ref: ObjectRef & { readonly body: unknown }, options: PatchOptions): Call {
  const query = { fieldManager: options.fieldManager, force: options.force, dryRun: options.dryRun ? 'All' : undefined };
  const target = { namespace: ref.namespace, name: ref.name, subresource: options.subresource };
  // A JSON patch may append: twice is not once.
  const repeatable = options.type === 'json' ? 'unsent' : 'always';
  const accept = options.metadataOnly ? { accept: METADATA_ONLY } : {};
  return request(type, 'patch', { target, query, body: ref.body, contentType: CONTENT_TYPES[options.type], repeatable, ...accept });
}

function deleteCall(type: ResourceType, ref: ObjectRef, options: DeleteOptions): Call {
  return request(type, 'delete', { target: { namespace: ref.namespace, name: ref.name }, body: deletion(options) });
}

function deleteCollectionCall(type: ResourceType, options: ListOptions & DeleteOptions): Call {
  const { gracePeriodSeconds, propagationPolicy } = options;
  const body = deletion({ gracePeriodSeconds, propagationPolicy });
  return request(type, 'deletecollection', { target: { namespace: options.namespace }, query: selection(options), body });
}

function deletion(options: { readonly [Field in keyof DeleteOptions]: DeleteOptions[Field] | undefined }): unknown {
  const { gracePeriodSeconds, propagationPolicy, uid, resourceVersion } = options;
  const preconditions = uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion };
  if (gracePeriodSeconds === undefined && propagationPolicy === undefined && preconditions === undefined) return undefined;
  return { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds, propagationPolicy, preconditions };
}

const PODS: ResourceType = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };

async function* openLogs(transport: Transport, pod: Required<ObjectRef>, options: LogOptions): AsyncGenerator<Uint8Array> {
  const { signal, ...query } = options;
  const call = request(PODS, 'get', { target: { ...pod, subresource: 'log' }, query: { ...query }, signal, repeatable: 'never' });
  try {
    yield* (await transport.stream(call)) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

async function runExec(options: HttpClientOptions, pod: Required<ObjectRef>, exec: Parameters<KubeClient['exec']>[1]): Promise<ExecResult> {
  const query = queryString({
    container: exec.container,
    command: exec.command,
    stdin: exec.stdin !== undefined || undefined,
    stdout: true,
    stderr: true,
  });
  const path = resourcePath(PODS, { ...pod, subresource: 'exec' }) + query;
  const { execOverWebSocket } = await import('./exec.ts');
  return execOverWebSocket({ connection: options.connection, path, userAgent: options.userAgent, stdin: exec.stdin, signal: exec.signal });
}
