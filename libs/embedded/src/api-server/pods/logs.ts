import type { ApiObject } from '../../store/object.ts';
import { drained } from '../http/drained.ts';
import type { PodView } from '../kinds/pod-types.ts';
import { booleanParameter, integerParameter } from '../request.ts';
import type { Resource } from '../resource.ts';
import { badRequest, internalError, notFound, StatusError } from '../status-error.ts';
import type { ResourceRequest } from '../http/resource-handler.ts';
import type { ApiState } from '../state.ts';
import type { PodBackend, PodLogOptions } from './pod-backend.ts';

/** `pods/{name}/log`: streams what the container wrote. */
export async function streamLogs(state: ApiState, backend: PodBackend | undefined, input: ResourceRequest): Promise<undefined> {
  const { resource, target, request, response } = input;
  const pod = state.store.get('pods', target.namespace, target.name)?.object;
  if (!pod) throw notFound(resource, target.name);
  const container = chooseContainer(pod, request.query.get('container') ?? '');
  if (!backend || !(pod as PodView).spec.nodeName) throw unavailable(pod, container);
  const abort = new AbortController();
  response.once('close', () => abort.abort());
  const options = readLogOptions(request.query, { container, signal: abort.signal });
  try {
    await copy(backend.logs(pod, options), response, abort.signal);
  } catch (error) {
    if (!abort.signal.aborted) throw backendError(error, { resource, name: target.name });
  }
  return undefined;
}

async function copy(chunks: AsyncIterable<Uint8Array>, response: ResourceRequest['response'], signal: AbortSignal): Promise<void> {
  for await (const chunk of chunks) {
    if (signal.aborted) return;
    if (!response.headersSent) response.writeHead(200, { 'Content-Type': 'text/plain' });
    if (!response.write(chunk)) await drained(response);
  }
  if (!response.headersSent) response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': 0 });
  response.end();
}

/** The container that a request means; the message lists the choice where it does not say. */
export function chooseContainer(pod: ApiObject, asked: string): string {
  const { spec, metadata } = pod as PodView;
  const names = (spec.containers ?? []).map((container) => container.name ?? '');
  const initNames = (spec.initContainers ?? []).map((container) => container.name ?? '');
  if (asked) {
    if (names.includes(asked) || initNames.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${metadata.name}`);
  }
  const [only = ''] = names;
  if (names.length === 1) return only;
  const init = initNames.length > 0 ? ` or one of the init containers: [${initNames.join(' ')}]` : '';
  throw badRequest(`a container name must be specified for pod ${metadata.name}, choose one of: [${names.join(' ')}]${init}`);
}

/** The Status for an error of the node. */
export function backendError(error: unknown, { resource, name }: { readonly resource: Resource; readonly name: string }): StatusError {
  if (error instanceof StatusError) return error;
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'POD_NOT_FOUND') return notFound(resource, name);
  if (code === 'CONTAINER_NOT_FOUND' || code === 'CONTAINER_NOT_READY') return badRequest(message);
  return internalError(message);
}

function unavailable(pod: ApiObject, container: string): StatusError {
  const waiting = (pod as PodView).spec.nodeName ? 'no node agent serves it' : 'waiting to be scheduled';
  return badRequest(`container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${waiting}`);
}

function readLogOptions(query: URLSearchParams, base: Pick<PodLogOptions, 'container' | 'signal'>): PodLogOptions {
  const numbers = Object.fromEntries(
    ['tailLines', 'sinceSeconds', 'limitBytes'].flatMap((name) => {
      const value = integerParameter(query, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const sinceTime = query.get('sinceTime');
  return {
    ...base,
    ...numbers,
    ...(sinceTime ? { sinceTime } : {}),
    follow: booleanParameter(query, 'follow'),
    previous: booleanParameter(query, 'previous'),
    timestamps: booleanParameter(query, 'timestamps'),
  };
}
