import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface GcsServer {
  readonly endpoint: string;
  readonly objects: Map<string, Buffer>;
  /** Statuses that the next requests are answered with. */
  readonly faults: number[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A small imitation of the JSON API of Google Cloud Storage: one bucket `bucket` in memory, uploads in one request or resumable. No authentication. */
export async function startGcsServer(): Promise<GcsServer> {
  const objects = new Map<string, Buffer>();
  const sessions = new Map<string, { readonly name: string; content: Buffer }>();
  const faults: number[] = [];
  const server = http.createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`);
    const received = await buffer(incoming).catch(() => undefined);
    // The client went away.
    if (received === undefined) return;
    const request = { method: incoming.method ?? '', url, headers: incoming.headers, body: received };
    const fault = faults.shift();
    const { status, headers = {}, body } = fault ? failure(fault) : answer(objects, sessions, request);
    const content = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body));
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': content.length, ...headers });
    response.end(content);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  };
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, objects, faults, close };
}

type Sessions = Map<string, { readonly name: string; content: Buffer }>;

function failure(code: number): Answer {
  return { status: code, body: { error: { code, message: `made by the test server: ${code}`, errors: [{ reason: 'backendError' }] } } };
}

function answer(objects: Map<string, Buffer>, sessions: Sessions, request: Request): Answer {
  const { pathname, searchParams } = request.url;
  if (pathname.startsWith('/upload/')) return upload(objects, sessions, request);
  const [, bucket, name] = /^\/(?:storage\/v1\/)?b\/([^/]+)\/o(?:\/(.+))?$/.exec(pathname) ?? [];
  if (bucket !== 'bucket') return failure(404);
  if (name === undefined) return list(objects, searchParams);
  const key = decodeURIComponent(name);
  const content = objects.get(key);
  if (content === undefined) return failure(404);
  if (request.method === 'DELETE') {
    objects.delete(key);
    return { status: 204 };
  }
  return searchParams.get('alt') === 'media' ? media(content, request.headers.range) : { status: 200, body: metadata(key, content) };
}

function media(content: Buffer, range: string | undefined): Answer {
  const [, from = '0'] = /^bytes=(\d+)-/.exec(range ?? '') ?? [];
  return {
    status: Number(from) > 0 ? 206 : 200,
    headers: { 'content-type': 'application/octet-stream', 'x-goog-hash': `crc32c=${crc32c(content)}` },
    body: content.subarray(Number(from)),
  };
}

const pageSize = 3;

function list(objects: Map<string, Buffer>, query: URLSearchParams): Answer {
  const prefix = query.get('prefix') ?? '';
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  const start = Number(query.get('pageToken') ?? 0);
  const size = Math.min(pageSize, Number(query.get('maxResults') ?? pageSize));
  const items = keys.slice(start, start + size).map((key) => metadata(key, objects.get(key) as Buffer));
  return { status: 200, body: { items, ...(start + size < keys.length && { nextPageToken: String(start + size) }) } };
}

function metadata(name: string, content: Buffer): unknown {
  const md5Hash = createHash('md5').update(content).digest('base64');
  return {
    kind: 'storage#object',
    bucket: 'bucket',
    name,
    size: String(content.length),
    generation: '1',
    md5Hash,
    crc32c: crc32c(content),
  };
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

/** The checksum that clients compare with their own: big-endian, in base64. */
function crc32c(content: Buffer): string {
  let value = 0xffffffff;
  for (const byte of content) value = (value >>> 8) ^ (table[(value ^ byte) & 0xff] as number);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE((value ^ 0xffffffff) >>> 0);
  return bytes.toString('base64');
}

function upload(objects: Map<string, Buffer>, sessions: Sessions, { url, headers, body, method }: Request): Answer {
  const id = url.searchParams.get('upload_id');
  if (id !== null) return goOn(objects, sessions, { id, range: headers['content-range'], body, method });
  if (!url.pathname.includes('/b/bucket/')) return failure(404);
  const kind = url.searchParams.get('uploadType');
  if (kind === 'resumable') {
    const session = `s${sessions.size + 1}`;
    sessions.set(session, { name: url.searchParams.get('name') ?? '', content: Buffer.alloc(0) });
    return { status: 200, headers: { location: `${url.origin}${url.pathname}?uploadType=resumable&upload_id=${session}` } };
  }
  const { name, content } =
    kind === 'multipart' ? parts(headers['content-type'] ?? '', body) : { name: url.searchParams.get('name') ?? '', content: body };
  objects.set(url.searchParams.get('name') ?? name, content);
  return { status: 200, body: metadata(name, content) };
}

interface Chunk {
  readonly id: string;
  readonly range: string | undefined;
  readonly body: Buffer;
  readonly method: string;
}

/** A chunk of a resumable upload; an object appears with its last one. */
function goOn(objects: Map<string, Buffer>, sessions: Sessions, { id, range = '', body, method }: Chunk): Answer {
  const session = sessions.get(id);
  if (!session) return failure(404);
  if (method === 'DELETE') {
    sessions.delete(id);
    return { status: 499 };
  }
  session.content = Buffer.concat([session.content, body]);
  const [, total] = /\/(\d+|\*)$/.exec(range) ?? [];
  const isOver = range === '' || (total !== '*' && session.content.length >= Number(total));
  if (!isOver) return { status: 308, headers: session.content.length > 0 ? { range: `bytes=0-${session.content.length - 1}` } : {} };
  sessions.delete(id);
  objects.set(session.name, session.content);
  return { status: 200, body: metadata(session.name, session.content) };
}

/** The metadata and the content of an upload in one request. */
function parts(contentType: string, body: Buffer): { readonly name: string; readonly content: Buffer } {
  const [, boundary = ''] = /boundary="?([^";]+)"?/.exec(contentType) ?? [];
  const mark = Buffer.from(`--${boundary}`);
  const second = body.indexOf(mark, mark.length);
  const end = body.lastIndexOf(`\r\n--${boundary}--`);
  const head = body.subarray(0, second).toString();
  const json = JSON.parse(head.slice(head.indexOf('\r\n\r\n'))) as { readonly name?: string };
  return { name: json.name ?? '', content: body.subarray(body.indexOf('\r\n\r\n', second) + 4, end) };
}
