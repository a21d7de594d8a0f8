import type { IncomingMessage } from 'node:http';
import { badRequest, notAcceptable } from './status-error.ts';

/** What a path means: a resource, or something else (`/version`). */
export interface RequestTarget {
  readonly apiVersion: string;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

/** How the answer is to be shown. */
export type Presentation = 'object' | 'table' | 'metadata';

export interface ApiRequest {
  readonly method: string;
  readonly uri: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly target: RequestTarget | undefined;
  readonly verb: string;
  readonly message: IncomingMessage;
}

const noQuery = new URLSearchParams();

/** Takes the request line apart; the body is not touched. */
export function parseRequest(message: IncomingMessage): ApiRequest {
  const uri = message.url ?? '/';
  const mark = uri.indexOf('?');
  const path = mark < 0 ? uri : uri.slice(0, mark);
  const query = mark < 0 ? noQuery : new URLSearchParams(uri.slice(mark + 1));
  const method = message.method ?? 'GET';
  const target = parseTarget(path);
  return { method, uri, path, query, target, verb: verbOf(method, target, query), message };
}

/** `as=Table` and the like of the first media type that this server has. */
export function parseAccept(accept: string | undefined): Presentation {
  if (!accept || accept === 'application/json' || accept === '*/*') return 'object';
  for (const range of accept.split(',')) {
    const presentation = presentationOf(range);
    if (presentation) return presentation;
  }
  throw notAcceptable('application/json, application/yaml, application/json;as=Table;v=v1;g=meta.k8s.io');
}

/** Reads a query parameter that must be a non-negative whole number. */
export function integerParameter(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d+$/.test(text)) throw badRequest(`invalid value for query parameter ${name}: ${JSON.stringify(text)} is not a whole number`);
  return Number(text);
}

/** True where the parameter is present and not `false` or `0`. */
export function booleanParameter(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  return text !== null && text !== 'false' && text !== '0';
}

const mediaTypes = new Set(['application/json', 'application/yaml', '*/*', 'application/*']);

function presentationOf(range: string): Presentation | undefined {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
  if (!mediaTypes.has(type)) return undefined;
  const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
  if (as === undefined) return 'object';
  if (!parameters.includes('v=v1')) return undefined;
  if (as === 'Table') return 'table';
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? 'metadata' : undefined;
}

/** `/api/v1/namespaces/{ns}/pods/{name}/log`, `/apis/{group}/{version}/…`; undefined for other paths. */
function parseTarget(path: string): RequestTarget | undefined {
  const parts = path.split('/');
  if (parts.at(-1) === '') parts.pop();
  const [, root, ...rest] = parts.map(decode);
  if (root === 'api') return targetIn('', rest);
  return root === 'apis' ? targetIn(rest[0] ?? '', rest.slice(1)) : undefined;
}

function targetIn(group: string, [version = '', ...rest]: readonly string[]): RequestTarget | undefined {
  if (rest.length === 0) return undefined;
  return { apiVersion: group ? `${group}/${version}` : version, group, version, ...parseResource(rest) };
}

const namespaceSubresources = new Set(['status', 'finalize']);

function parseResource(rest: readonly string[]): Pick<RequestTarget, 'plural' | 'namespace' | 'name' | 'subresource'> {
  const isNamespaced = rest[0] === 'namespaces' && rest.length > 2 && !(rest.length === 3 && namespaceSubresources.has(rest[2] ?? ''));
  const [plural = '', name = '', ...subresource] = isNamespaced ? rest.slice(2) : rest;
  return { plural, namespace: isNamespaced ? (rest[1] ?? '') : '', name, subresource: subresource.join('/') };
}

function decode(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest(`invalid escape in the path: ${part}`);
  }
}

const writeVerbs: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch' };

function verbOf(method: string, target: RequestTarget | undefined, query: URLSearchParams): string {
  if (!target) return method.toLowerCase();
  if (method === 'DELETE') return target.name ? 'delete' : 'deletecollection';
  if (method !== 'GET' && method !== 'HEAD') return writeVerbs[method] ?? method.toLowerCase();
  if (booleanParameter(query, 'watch')) return 'watch';
  return target.name ? 'get' : 'list';
}
