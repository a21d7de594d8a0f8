import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuditLog } from '../audit.ts';
import type { Authenticate } from '../auth/authentication.ts';
import { type AuthorizationOptions, authorizeRequest } from '../auth/authorization.ts';
import { reviews } from '../auth/reviews.ts';
import { effectiveUser, type Identity } from '../auth/user.ts';
import type { RequestMetrics } from '../metrics.ts';
import { type ApiRequest, parseRequest, type RequestTarget } from '../request.ts';
import type { Resource } from '../resource.ts';
import { methodNotAllowed, pathNotFound, StatusError } from '../status-error.ts';
import { errorReply, jsonReply, type Reply, sendReply } from './reply.ts';
import { handleResource, readObjectBody, type ResourceRequest } from './resource-handler.ts';
import { handleSubresource, type SubresourceServices } from './subresource-handler.ts';

export interface DispatchServices extends SubresourceServices, AuthorizationOptions {
  readonly authenticate: Authenticate;
  readonly documents: (request: ApiRequest) => Reply;
  readonly auditLog: AuditLog | undefined;
  readonly metrics: RequestMetrics;
}

/** Makes the listener of the HTTP server. */
export function dispatcher(services: DispatchServices): (message: IncomingMessage, response: ServerResponse) => void {
  return (message, response) => {
    handle(services, message, response).catch((error: unknown) => {
      services.state.logger.error('a request could not be answered', { error: describe(error) });
      response.destroy();
    });
  };
}

async function handle(services: DispatchServices, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const exchange: Exchange = { message, response, request: undefined, identity: undefined, receivedAt: services.state.clock.now() };
  const reply = await answer(services, exchange).catch((error: unknown) => {
    if (!(error instanceof StatusError)) services.state.logger.error('internal error', { error: describe(error) });
    return errorReply(error);
  });
  if (reply) sendReply(response, reply);
  record(services, exchange, { code: reply?.code ?? response.statusCode, name: reply?.name ?? '' });
  // What the client still sends must be read before it sees the answer on a connection that is kept.
  if (!message.complete) message.resume();
}

/** A request and what is found out about it on the way. */
interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly receivedAt: number;
  request: ApiRequest | undefined;
  identity: Identity | undefined;
}

async function answer(services: DispatchServices, exchange: Exchange): Promise<Reply | undefined> {
  const request = parseRequest(exchange.message);
  exchange.request = request;
  const identity = services.authenticate(exchange.message.headers);
  exchange.identity = identity;
  authorizeRequest(services, request, identity);
  const { target } = request;
  if (!target) return services.documents(request);
  if (Object.hasOwn(reviews, `${target.group}/${target.plural}`)) return review(services, { request, target, identity });
  const resource = findResource(services, target);
  if (request.verb === 'watch') reportStart(services, exchange);
  const input: ResourceRequest = { request, target, resource, identity, response: exchange.response };
  return target.subresource ? handleSubresource(services, input) : handleResource(services.state, input);
}

function findResource({ state }: DispatchServices, { apiVersion, plural, namespace, name }: RequestTarget): Resource {
  const resource = state.catalog.find(apiVersion, plural);
  const isMisplaced = namespace !== '' ? !resource?.namespaced : resource?.namespaced && name !== '';
  if (!resource || isMisplaced) throw pathNotFound();
  return resource;
}

interface ReviewRequest {
  readonly request: ApiRequest;
  readonly target: RequestTarget;
  readonly identity: Identity;
}

async function review(services: DispatchServices, { request, target, identity }: ReviewRequest): Promise<Reply> {
  if (request.verb !== 'create') throw methodNotAllowed();
  const body = await readObjectBody(request);
  const { tokens, authorize, state } = services;
  const status = reviews[`${target.group}/${target.plural}`]?.(body, {
    store: state.store,
    tokens,
    authorize,
    user: effectiveUser(identity),
  });
  return jsonReply(201, { ...body, status });
}

function reportStart({ auditLog, state }: DispatchServices, { request, identity, receivedAt }: Exchange): void {
  if (!request) return;
  auditLog?.write({ stage: 'ResponseStarted', request, identity, code: 200, receivedAt, completedAt: state.clock.now(), name: '' });
}

function record(services: DispatchServices, exchange: Exchange, { code, name }: { readonly code: number; readonly name: string }): void {
  const { request, identity, receivedAt } = exchange;
  if (!request) return;
  const completedAt = services.state.clock.now();
  services.metrics.count({ verb: request.verb, resource: request.target?.plural ?? '', code, milliseconds: completedAt - receivedAt });
  services.auditLog?.write({ stage: 'ResponseComplete', request, identity, code, receivedAt, completedAt, name });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
