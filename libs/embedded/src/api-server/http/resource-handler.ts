import type { ServerResponse } from 'node:http';
import { isJsonObject } from '../../store/object.ts';
import { type Identity, effectiveUser } from '../auth/user.ts';
import { mediaTypeOf, parseObject, parseValue, readBody } from '../body.ts';
import { createObject } from '../objects/create.ts';
import { deleteObject, readDeleteOptions } from '../objects/delete.ts';
import { patchObject } from '../objects/patch.ts';
import { updateObject } from '../objects/update.ts';
import type { WriteOptions, WriteResult } from '../objects/write-options.ts';
import { compileFilter } from '../read/filter.ts';
import { listObjects, selectObjects } from '../read/list.ts';
import { watchObjects } from '../read/watch.ts';
import { type ApiRequest, parseAccept, type RequestTarget } from '../request.ts';
import type { Resource, Verb } from '../resource.ts';
import type { ApiState } from '../state.ts';
import { badRequest, methodNotAllowed, notFound } from '../status-error.ts';
import { jsonReply, objectReply, type Reply, successStatus } from './reply.ts';

/** A request for a resource, ready to be carried out. */
export interface ResourceRequest {
  readonly request: ApiRequest;
  readonly target: RequestTarget;
  readonly resource: Resource;
  readonly identity: Identity;
  readonly response: ServerResponse;
}

type Handler = (state: ApiState, request: ResourceRequest) => Reply | Promise<Reply | undefined>;

/** Carries out a request for objects or their status; undefined where the answer was streamed. */
export async function handleResource(state: ApiState, input: ResourceRequest): Promise<Reply | undefined> {
  const { verb } = input.request;
  const handler = isVerb(verb) && input.resource.verbs.includes(verb) ? handlers[verb] : undefined;
  if (!handler) throw methodNotAllowed();
  const needsName = verb === 'update' || verb === 'patch';
  if (verb === 'create' ? input.target.name : needsName && !input.target.name) throw methodNotAllowed();
  const reply = await handler(state, input);
  await state.store.durable();
  return reply;
}

function isVerb(verb: string): verb is Verb {
  return Object.hasOwn(handlers, verb);
}

const handlers: { readonly [V in Verb]: Handler } = {
  get: getOne,
  list: (state, { request, target, resource }) => {
    const presentation = parseAccept(request.message.headers.accept);
    return { code: 200, body: listObjects(state, { resource, namespace: target.namespace, query: request.query, presentation }) };
  },
  watch: async (state, { request, target, resource, response }) => {
    const presentation = parseAccept(request.message.headers.accept);
    await watchObjects(state, { resource, namespace: target.namespace, name: target.name, query: request.query, presentation, response });
    return undefined;
  },
  create: async (state, input) => {
    const { request, target, resource } = input;
    const body = parseObject(await readBody(request.message), mediaTypeOf(request.message));
    return written(state, input, createObject(state, { resource, namespace: target.namespace, body, options: writeOptions(input) }));
  },
  update: async (state, input) => {
    const { request, target, resource } = input;
    const body = parseObject(await readBody(request.message), mediaTypeOf(request.message));
    return written(
      state,
      input,
      updateObject(state, { resource, namespace: target.namespace, name: target.name, body, options: writeOptions(input) }),
    );
  },
  patch: async (state, input) => {
    const { request, target, resource } = input;
    const mediaType = mediaTypeOf(request.message);
    const patch = parseValue(await readBody(request.message), mediaType);
    const force = request.query.get('force') === 'true';
    const hasManager = Boolean(request.query.get('fieldManager'));
    const { namespace, name } = target;
    return written(
      state,
      input,
      patchObject(state, { resource, namespace, name, patch, mediaType, force, hasManager, options: writeOptions(input) }),
    );
  },
  delete: deleteOne,
  deletecollection: deleteMany,
};

function getOne(state: ApiState, { request, target, resource }: ResourceRequest): Reply {
  const presentation = parseAccept(request.message.headers.accept);
  const stored = state.store.get(resource.storage, target.namespace, target.name);
  if (!stored) throw notFound(resource, target.name);
  return objectReply({ code: 200, resource, stored, presentation, query: request.query, now: state.clock.now() });
}

function written(state: ApiState, { request, resource }: ResourceRequest, { stored, created, warnings }: WriteResult): Reply {
  const presentation = parseAccept(request.message.headers.accept);
  return objectReply({ code: created ? 201 : 200, resource, stored, presentation, query: request.query, now: state.clock.now(), warnings });
}

async function deleteOne(state: ApiState, { request, target, resource }: ResourceRequest): Promise<Reply> {
  const options = readDeleteOptions(await readOptionalBody(request), request.query);
  const { stored, gone } = deleteObject(state, { resource, namespace: target.namespace, name: target.name, options });
  const showsObject = !gone || resource.storage === 'pods';
  if (!showsObject) return { ...jsonReply(200, successStatus(resource, stored)), name: target.name };
  return objectReply({ code: 200, resource, stored, presentation: 'object', query: request.query, now: state.clock.now() });
}

async function deleteMany(state: ApiState, { request, target, resource }: ResourceRequest): Promise<Reply> {
  const options = readDeleteOptions(await readOptionalBody(request), request.query);
  const list = listObjects(state, { resource, namespace: target.namespace, query: request.query, presentation: 'object' });
  const objects = selectObjects(state, resource, compileFilter(resource, { namespace: target.namespace, query: request.query }));
  for (const { object } of objects) {
    deleteObject(state, { resource, namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '', options });
  }
  return { code: 200, body: list };
}

async function readOptionalBody(request: ApiRequest): Promise<unknown> {
  const body = await readBody(request.message);
  return body.length === 0 ? undefined : parseValue(body, mediaTypeOf(request.message));
}

const validations = new Set(['Ignore', 'Warn', 'Strict']);

/** What the query of a write asks for. */
export function writeOptions({ request, target, identity }: ResourceRequest): WriteOptions {
  const { query, message } = request;
  const dryRun = query.get('dryRun');
  if (dryRun !== null && dryRun !== 'All' && dryRun !== '')
    throw badRequest(`invalid dryRun ${JSON.stringify(dryRun)}: supported values: "All"`);
  const fieldValidation = query.get('fieldValidation') || 'Warn';
  if (!validations.has(fieldValidation))
    throw badRequest(`invalid fieldValidation ${JSON.stringify(fieldValidation)}: supported values: "Ignore", "Warn", "Strict"`);
  const agent = message.headers['user-agent']?.split('/')[0];
  return {
    dryRun: Boolean(dryRun),
    fieldManager: query.get('fieldManager') || agent || effectiveUser(identity).username,
    fieldValidation: fieldValidation as WriteOptions['fieldValidation'],
    subresource: target.subresource,
  };
}

/** Reads a body that must be an object. */
export async function readObjectBody(request: ApiRequest): Promise<Record<string, unknown>> {
  const value = parseValue(await readBody(request.message), mediaTypeOf(request.message));
  if (!isJsonObject(value)) throw badRequest('the body must be an object');
  return value;
}
