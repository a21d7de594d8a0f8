import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export const account = 'argosy';
export const accountKey = Buffer.from('a key of the test server').toString('base64');
/** A shared access signature that the server takes as it is. */
export const signature = 'sv=2024-11-04&sr=c&sig=signed';

export interface AzureServer {
  readonly endpoint: string;
  readonly blobs: Map<string, Buffer>;
  /** Statuses that the next requests are answered with. */
  readonly faults: number[];
  close(): Promise<void>;
}

interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

interface Store {
  readonly blobs: Map<string, Buffer>;
  readonly blocks: Map<string, Map<string, Buffer>>;
}

/** A small imitation of Azure Blob Storage: one container `container` in memory, with shared keys checked. */
export async function startAzureServer(): Promise<AzureServer> {
  const store: Store = { blobs: new Map(), blocks: new Map() };
  const faults: number[] = [];
  const server = http.createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`);
    const content = await buffer(incoming).catch(() => undefined);
    // The client went away.
    if (content === undefined) return;
    const request = { method: incoming.method ?? '', url, headers: incoming.headers, body: content };
    const fault = faults.shift();
    const { status, headers = {}, body = '' } = fault ? failure(fault, 'ServerBusy') : answer(store, request);
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), 'x-ms-version': '2024-11-04', ...headers });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  };
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${account}`, blobs: store.blobs, faults, close };
}

function failure(status: number, code: string): Answer {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>made by the test server</Message></Error>`;
  return { status, headers: { 'x-ms-error-code': code, 'content-type': 'application/xml' }, body };
}

function answer(store: Store, request: Request): Answer {
  if (!isAuthorized(request)) return failure(403, 'AuthenticationFailed');
  const [, , container, ...rest] = request.url.pathname.split('/');
  if (container !== 'container') return failure(404, 'ContainerNotFound');
  const name = decodeURIComponent(rest.join('/'));
  return name === '' ? list(store, request.url.searchParams) : answerBlob(store, name, request);
}

function answerBlob({ blobs, blocks }: Store, name: string, request: Request): Answer {
  const { method, url, headers } = request;
  if (method === 'PUT') return put({ blobs, blocks }, name, request);
  const content = blobs.get(name);
  if (content === undefined) return failure(404, 'BlobNotFound');
  if (method === 'DELETE') {
    blobs.delete(name);
    return { status: 202 };
  }
  const [, from = '0'] = /^bytes=(\d+)-/.exec(String(headers['x-ms-range'] ?? headers.range ?? '')) ?? [];
  void url;
  const common = { etag: '"e"', 'last-modified': new Date(0).toUTCString(), 'x-ms-blob-type': 'BlockBlob' };
  if (method === 'HEAD') return { status: 200, headers: { ...common, 'content-length': String(content.length) } };
  return { status: Number(from) > 0 ? 206 : 200, headers: common, body: content.subarray(Number(from)) };
}

function put({ blobs, blocks }: Store, name: string, { url, body, headers }: Request): Answer {
  const done: Answer = { status: 201, headers: { etag: '"e"', 'last-modified': new Date(0).toUTCString() } };
  const kept = blocks.get(name) ?? new Map<string, Buffer>();
  switch (url.searchParams.get('comp')) {
    case 'block':
      blocks.set(name, kept.set(url.searchParams.get('blockid') ?? '', body));
      return done;
    case 'blocklist': {
      const wanted = [...body.toString().matchAll(/<Latest>([^<]*)<\/Latest>/g)].map(([, id = '']) => kept.get(id));
      if (wanted.includes(undefined)) return failure(400, 'InvalidBlockList');
      blobs.set(name, Buffer.concat(wanted as Buffer[]));
      blocks.delete(name);
      return done;
    }
    default:
      if (headers['x-ms-blob-type'] !== 'BlockBlob') return failure(400, 'InvalidHeaderValue');
      blobs.set(name, body);
      return done;
  }
}

const pageSize = 3;

function list({ blobs }: Store, query: URLSearchParams): Answer {
  const prefix = query.get('prefix') ?? '';
  const names = [...blobs.keys()].filter((name) => name.startsWith(prefix)).toSorted();
  const start = Number(query.get('marker') || 0);
  const size = Math.min(pageSize, Number(query.get('maxresults') ?? pageSize));
  const items = names
    .slice(start, start + size)
    .map((name) => `<Blob><Name>${escapeXml(name)}</Name><Properties><Content-Length>1</Content-Length></Properties></Blob>`);
  const next = start + size < names.length ? String(start + size) : '';
  const body = `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="x" ContainerName="container"><Blobs>${items.join('')}</Blobs><NextMarker>${next}</NextMarker></EnumerationResults>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function escapeXml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function isAuthorized(request: Request): boolean {
  if (request.url.search.includes('sig=')) return request.url.searchParams.get('sig') === 'signed';
  const [, given] = new RegExp(`^SharedKey ${account}:(.+)$`).exec(request.headers.authorization ?? '') ?? [];
  return given === createHmac('sha256', Buffer.from(accountKey, 'base64')).update(stringToSign(request), 'utf8').digest('base64');
}

const signedHeaders = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-md5',
  'content-type',
  'date',
  'if-modified-since',
  'if-match',
  'if-none-match',
  'if-unmodified-since',
  'range',
] as const;

/** The text that Azure describes for shared keys, written independently of the client. */
function stringToSign({ method, url, headers }: Request): string {
  const value = (name: string): string => {
    const text = String(headers[name] ?? '');
    return name === 'content-length' && text === '0' ? '' : text;
  };
  const extensions = Object.keys(headers)
    .filter((name) => name.startsWith('x-ms-'))
    .toSorted()
    .map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const query = [...url.searchParams].map(([name, text]) => `\n${name.toLowerCase()}:${text}`).toSorted();
  return [method, ...signedHeaders.map(value), ''].join('\n') + extensions.join('') + `/${account}${url.pathname}${query.join('')}`;
}
