import { toRfc3339Seconds } from '@argosy/std';
import { isJsonObject, type JsonObject } from '../../store/object.ts';
import type { ServiceAccountTokens, TokenSubject } from '../auth/service-account-tokens.ts';
import { bindPod, evictPod } from '../pods/subresources.ts';
import { streamLogs } from '../pods/logs.ts';
import type { PodBackend } from '../pods/pod-backend.ts';
import type { ApiState } from '../state.ts';
import { badRequest, methodNotAllowed, notFound, pathNotFound } from '../status-error.ts';
import { isReadyToLeave } from '../objects/update.ts';
import { jsonReply, objectReply, type Reply } from './reply.ts';
import { handleResource, readObjectBody, type ResourceRequest, writeOptions } from './resource-handler.ts';
import { mediaTypeOf, parseValue, readBody } from '../body.ts';
import { patchOfScale, readScale, writeScale } from '../objects/scale.ts';

export interface SubresourceServices {
  readonly state: ApiState;
  readonly tokens: ServiceAccountTokens;
  /** Absent where no node runs in this process. */
  readonly podBackend: PodBackend | undefined;
}

type SubresourceHandler = (services: SubresourceServices, input: ResourceRequest) => Promise<Reply | undefined>;

const handlers: Readonly<Record<string, SubresourceHandler>> = {
  'pods/binding': ({ state }, input) => bindPod(state, input),
  'pods/eviction': ({ state }, input) => evictPod(state, input),
  'pods/log': ({ state, podBackend }, input) => streamLogs(state, podBackend, input),
  'pods/exec': () => Promise.reject(badRequest('Upgrade request required')),
  'pods/portforward': () => Promise.reject(badRequest('Upgrade request required')),
  'pods/attach': () => Promise.reject(badRequest('Upgrade request required')),
  'serviceaccounts/token': issueToken,
  'namespaces/finalize': finalizeNamespace,
  'deployments/scale': scale,
  'replicasets/scale': scale,
  'statefulsets/scale': scale,
};

const methodsOf: Readonly<Record<string, readonly string[]>> = {
  'pods/log': ['GET'],
  'namespaces/finalize': ['PUT'],
  'deployments/scale': ['GET', 'PUT', 'PATCH'],
  'replicasets/scale': ['GET', 'PUT', 'PATCH'],
  'statefulsets/scale': ['GET', 'PUT', 'PATCH'],
};

/** Carries out a request for a part of an object. */
export async function handleSubresource(services: SubresourceServices, input: ResourceRequest): Promise<Reply | undefined> {
  const { resource, target, request } = input;
  if (!resource.subresources.some(({ name }) => name === target.subresource)) throw pathNotFound();
  if (target.subresource === 'status') {
    if (!['get', 'update', 'patch'].includes(request.verb)) throw methodNotAllowed();
    return handleResource(services.state, input);
  }
  const key = `${resource.plural}/${target.subresource}`;
  const handler = handlers[key];
  if (!handler) throw pathNotFound();
  const methods = methodsOf[key] ?? ['POST', 'GET'];
  if (!methods.includes(request.method)) throw methodNotAllowed();
  const reply = await handler(services, input);
  await services.state.store.durable();
  return reply;
}

async function scale({ state }: SubresourceServices, input: ResourceRequest): Promise<Reply> {
  const { request, resource, target } = input;
  const { namespace, name } = target;
  const place = { resource, namespace, name };
  if (request.method === 'GET') return jsonReply(200, readScale(state, place));
  const mediaType = mediaTypeOf(request.message);
  const body = parseValue(await readBody(request.message), mediaType);
  const change = request.method === 'PUT' ? () => body : patchOfScale(mediaType);
  return {
    ...jsonReply(
      200,
      writeScale(state, { ...place, options: writeOptions(input) }, (present) => change(present, body)),
    ),
    name,
  };
}

async function issueToken({ state, tokens }: SubresourceServices, input: ResourceRequest): Promise<Reply> {
  const body = await readObjectBody(input.request);
  const { resource, target } = input;
  const account = state.store.get('serviceaccounts', target.namespace, target.name)?.object;
  if (!account) throw notFound(resource, target.name);
  const spec = readTokenSpec(body);
  const { namespace, name } = target;
  const status = tokens.issue({ namespace, name, uid: account.metadata.uid ?? '', ...boundPod(spec) }, spec);
  const metadata = { name, namespace, creationTimestamp: toRfc3339Seconds(state.clock.now()) };
  return { ...jsonReply(201, { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', metadata, spec, status }), name };
}

interface TokenSpec {
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  readonly boundObjectRef?: { readonly kind?: string; readonly name?: string; readonly uid?: string };
}

function readTokenSpec(body: JsonObject): TokenSpec {
  const spec = isJsonObject(body['spec']) ? body['spec'] : {};
  const expirationSeconds = Number(spec['expirationSeconds'] ?? 3600);
  if (!(expirationSeconds >= 600)) {
    throw badRequest('TokenRequest spec.expirationSeconds: Invalid value: may not specify a duration less than 10 minutes');
  }
  const audiences = Array.isArray(spec['audiences']) ? spec['audiences'].map(String) : [];
  return { ...spec, audiences, expirationSeconds };
}

function boundPod({ boundObjectRef }: TokenSpec): Pick<TokenSubject, 'pod'> {
  if (boundObjectRef?.kind !== 'Pod') return {};
  return { pod: { name: boundObjectRef.name ?? '', uid: boundObjectRef.uid ?? '' } };
}

/** Replaces `spec.finalizers`; without any, a namespace that is being deleted goes. */
async function finalizeNamespace({ state }: SubresourceServices, input: ResourceRequest): Promise<Reply> {
  const body = await readObjectBody(input.request);
  const { resource, target, request } = input;
  const finalizers = isJsonObject(body['spec']) && Array.isArray(body['spec']['finalizers']) ? body['spec']['finalizers'] : [];
  const present = state.store.get('namespaces', '', target.name)?.object;
  if (!present) throw notFound(resource, target.name);
  const next = { ...present, spec: { ...(present['spec'] as object), finalizers } };
  const stored = isReadyToLeave(next) ? state.store.remove('namespaces', next) : state.store.put('namespaces', next);
  return objectReply({ code: 200, resource, stored, presentation: 'object', query: request.query, now: state.clock.now() });
}
