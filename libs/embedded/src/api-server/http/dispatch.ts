import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuditLog } from '../audit.ts';
import type { Authenticate } from '../auth/authentication.ts';
import { decideAccess } from '../auth/rbac.ts';
import { reviews } from '../auth/reviews.ts';
import { effectiveUser, type Identity } from '../auth/user.ts';
import type { RequestMetrics } from '../metrics.ts';
import { type ApiRequest, parseRequest } from '../request.ts';
import { forbidden, pathNotFound, StatusError, unauthorized } from '../status-error.ts';
import { errorReply, jsonReply, type Reply, sendReply } from './reply.ts';
import { handleResource, readObjectBody, type ResourceRequest } from './resource-handler.ts';
import { handleSubresource, type SubresourceServices } from './subresource-handler.ts';

export interface DispatchServices extends SubresourceServices {
  readonly authenticate: Authenticate;
  /** Whether roles and bindings decide; without it every user may do everything. */
  readonly authorize: boolean;
  readonly documents: (request: ApiRequest) => Reply;
  readonly auditLog: AuditLog | undefined;
  readonly metrics: RequestMetrics;
}

/** Makes the listener of the HTTP server. */
export function dispatcher(services: DispatchServices): (message: IncomingMessage, response: ServerResponse) => void {
  return (message, response) => {
    handle(services, message, response).catch((error: unknown) => {
      services.state.logger.error('a request could not be answered', { error: error instanceof Error ? error.message : String(error) });
      response.destroy();
    });
  };
}

async function handle(services: DispatchServices, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const receivedAt = services.state.clock.now();
  const exchange: Exchange = { request: undefined, identity: undefined, receivedAt };
  let reply: Reply | undefined;
  try {
    reply = await answer(services, { message, response, exchange });
  } catch (error) {
    if (!(error instanceof StatusError))
      services.state.logger.error('internal error', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    reply = errorReply(error);
  }
  if (reply) sendReply(response, reply);
  record(services, exchange, { code: reply?.code ?? response.statusCode, name: reply?.name ?? '' });
  // What the client still sends must be read before it sees the answer on a connection that is kept.
  if (!message.complete) message.resume();
}

interface Exchange {
  request: ApiRequest | undefined;
  identity: Identity | undefined;
  readonly receivedAt: number;
}

interface Answering {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly exchange: Exchange;
}

async function answer(services: DispatchServices, { message, response, exchange }: Answering): Promise<Reply | undefined> {
  const request = parseRequest(message);
  exchange.request = request;
  const identity = services.authenticate(message.headers);
  exchange.identity = identity;
  admitUser(services, request, identity);
  const { target } = request;
  if (!target) return services.documents(request);
  const resource = services.state.catalog.find(target.apiVersion, target.plural);
  const isReview = !resource && request.method === 'POST' && reviews[`${target.group}/${target.plural}`];
  if (!resource && !isReview) throw pathNotFound();
  if (!resource) return review(services, { request, target, identity, response });
  const isMisplaced = target.namespace !== '' && !resource.namespaced;
  if (isMisplaced || (resource.namespaced && target.name && !target.namespace)) throw pathNotFound();
  const input: ResourceRequest = { request, target, resource, identity, response };
  if (request.verb === 'watch') reportStart(services, exchange);
  return target.subresource ? handleSubresource(services, input) : handleResource(services.state, input);
}

const openPaths = /^\/(healthz|livez|readyz|version)(\/.*)?$/;

function admitUser({ state, authorize }: DispatchServices, request: ApiRequest, { user, impersonated }: Identity): void {
  if (openPaths.test(request.path)) return;
  if (user.username === 'system:anonymous') throw unauthorized();
  if (!authorize) return;
  const acting = effectiveUser({ user, ...(impersonated ? { impersonated } : {}) });
  const { target, verb, path } = request;
  const { allowed } = decideAccess(state.store, {
    user: acting,
    verb,
    path,
    group: target?.group ?? '',
    resource: target?.plural ?? '',
    subresource: target?.subresource ?? '',
    namespace: target?.namespace ?? '',
    name: target?.name ?? '',
  });
  if (allowed || !target) return;
  const where = target.namespace ? `in the namespace "${target.namespace}"` : 'at the cluster scope';
  const resource = target.subresource ? `${target.plural}/${target.subresource}` : target.plural;
  const why = `User "${acting.username}" cannot ${verb} resource "${resource}" in API group "${target.group}" ${where}`;
  throw forbidden({ group: target.group, plural: target.plural, kind: '' }, target.name, why);
}

async function review(services: DispatchServices, input: Omit<ResourceRequest, 'resource'>): Promise<Reply> {
  const body = await readObjectBody(input as ResourceRequest);
  const { group, plural } = input.target;
  const status = reviews[`${group}/${plural}`]?.(body, {
    store: services.state.store,
    tokens: services.tokens,
    user: effectiveUser(input.identity),
  });
  return jsonReply(201, { ...body, status });
}

function reportStart({ auditLog, state }: DispatchServices, { request, identity, receivedAt }: Exchange): void {
  if (request)
    auditLog?.write({ stage: 'ResponseStarted', request, identity, code: 200, receivedAt, completedAt: state.clock.now(), name: '' });
}

function record(
  services: DispatchServices,
  { request, identity, receivedAt }: Exchange,
  { code, name }: { readonly code: number; readonly name: string },
): void {
  if (!request) return;
  const completedAt = services.state.clock.now();
  services.metrics.count({ verb: request.verb, resource: request.target?.plural ?? '', code, milliseconds: completedAt - receivedAt });
  services.auditLog?.write({ stage: 'ResponseComplete', request, identity, code, receivedAt, completedAt, name });
}
