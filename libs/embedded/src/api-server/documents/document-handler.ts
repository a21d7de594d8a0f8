import type { Catalog } from '../catalog.ts';
import { textReply, jsonReply, type Reply } from '../http/reply.ts';
import type { ApiRequest } from '../request.ts';
import { pathNotFound } from '../status-error.ts';
import { aggregatedDiscovery, coreVersions, groupDocument, groupList, resourceList } from './discovery.ts';
import { openApiV2 } from './open-api-v2.ts';
import { openApiDocument, openApiIndex } from './open-api.ts';

export interface DocumentServices {
  readonly catalog: Catalog;
  readonly serverAddress: string;
  readonly metrics: () => string;
}

const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** The version that clients are told; Kubernetes' numbers, because clients compare them with their own. */
export const serverVersion = {
  major: '1',
  minor: '33',
  gitVersion: 'v1.33.0+argosy',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
};

/** Makes the function that answers paths that are no resources: discovery, OpenAPI, version and health. */
export function documentHandler(services: DocumentServices): (request: ApiRequest) => Reply {
  const made = new Map<string, Reply>();
  let generation = -1;
  return (request) => {
    const reply = plainDocument(services, request);
    if (reply) return reply;
    if (services.catalog.generation !== generation) made.clear();
    generation = services.catalog.generation;
    const key = `${wantsAggregated(request)} ${request.path}`;
    const known = made.get(key) ?? catalogDocument(services, request);
    if (!known) throw pathNotFound();
    made.set(key, known);
    return known;
  };
}

function plainDocument({ metrics }: DocumentServices, { path, message }: ApiRequest): Reply | undefined {
  if (/^\/(healthz|livez|readyz)(\/.*)?$/.test(path)) return textReply(200, 'ok');
  if (path === '/version' || path === '/version/') return jsonReply(200, serverVersion);
  if (path === '/openapi/v2') return openApiV2(message.headers.accept, serverVersion.gitVersion);
  return path === '/metrics' ? textReply(200, metrics(), 'text/plain; version=0.0.4') : undefined;
}

function catalogDocument(services: DocumentServices, request: ApiRequest): Reply | undefined {
  const path = request.path.replace(/\/$/, '');
  const { catalog, serverAddress } = services;
  if (path === '')
    return jsonReply(200, {
      paths: ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/metrics', '/openapi/v2', '/openapi/v3', '/readyz', '/version'],
    });
  if (path === '/api' || path === '/apis') {
    if (wantsAggregated(request)) return jsonReply(200, aggregatedDiscovery(catalog, path === '/api'), aggregatedType);
    return jsonReply(200, path === '/api' ? coreVersions(serverAddress) : groupList(catalog));
  }
  const document = path.startsWith('/openapi/') ? openApi(catalog, path) : resourceDocument(catalog, path);
  return document && jsonReply(200, document);
}

function wantsAggregated({ message }: ApiRequest): boolean {
  return /g=apidiscovery\.k8s\.io;v=v2[;,]|g=apidiscovery\.k8s\.io;v=v2$|v=v2;g=apidiscovery\.k8s\.io/.test(message.headers.accept ?? '');
}

function resourceDocument(catalog: Catalog, path: string): object | undefined {
  const [, root, group, version, ...rest] = path.split('/');
  if (rest.length > 0) return undefined;
  if (root === 'api' && group && !version) return resourceList(catalog, group);
  if (root !== 'apis' || !group) return undefined;
  return version ? resourceList(catalog, `${group}/${version}`) : groupDocument(catalog, group);
}

function openApi(catalog: Catalog, path: string): object | undefined {
  if (path === '/openapi/v3') return openApiIndex(catalog);
  const match = /^\/openapi\/v3\/(?:api|apis)\/(.+)$/.exec(path);
  return match?.[1] ? openApiDocument(catalog, match[1]) : undefined;
}
