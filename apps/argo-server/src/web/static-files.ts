import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fs from 'node:fs';
import path from 'node:path';
import { contentSecurityPolicy } from './security-headers.ts';

export interface StaticFilesOptions {
  /** The built UI; may be missing. */
  readonly folder: string;
  readonly baseHref: string;
}

interface StaticFile {
  readonly file: string;
  readonly type: string;
  /** Packed forms that lie beside the file, the smallest first. */
  readonly packed: readonly { readonly encoding: 'br' | 'gzip'; readonly file: string }[];
}

/** Serves the UI: its files as they are, and the page for every other path, since routes belong to the UI (acceptance 8-005). */
export function serveStaticFiles(app: FastifyInstance, { folder, baseHref }: StaticFilesOptions): void {
  const files = findFiles(folder);
  app.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return notFound(reply, request);
    const name = path.posix.normalize(decoded(request.url.split('?')[0] ?? '/')).slice(1);
    const found = files.get(name);
    if (found !== undefined && name !== 'index.html') return sendFile(request, reply, found);
    // A missing file is missing; a page in its place would be taken for a script.
    if (/^(?:api|oauth2|(?:input-|upload-)?artifact[\w-]*)\//.test(name) || /^assets\/.+\.\w+$/.test(name)) return notFound(reply, request);
    return sendPage(reply, files.get('index.html'), baseHref);
  });
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Only what was there at the start is served: no path of a request is ever opened. */
function findFiles(folder: string): ReadonlyMap<string, StaticFile> {
  if (!fs.existsSync(folder)) return new Map();
  const names = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = new Set(names.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')));
  const plain = [...paths].filter((name) => !/\.(?:br|gz)$/.test(name));
  return new Map(plain.map((name) => [name, describe(folder, name, paths)]));
}

function describe(folder: string, name: string, paths: ReadonlySet<string>): StaticFile {
  const packed = (
    [
      ['br', '.br'],
      ['gzip', '.gz'],
    ] as const
  )
    .filter(([, ending]) => paths.has(name + ending))
    .map(([encoding, ending]) => ({ encoding, file: path.join(folder, name + ending) }));
  return { file: path.join(folder, name), type: TYPES[path.extname(name)] ?? 'application/octet-stream', packed };
}

/** Names with a hash of the content never mean anything else. */
const HASHED = /[-.][\w-]{8,}\.\w+$/;

function sendFile(request: FastifyRequest, reply: FastifyReply, { file, type, packed }: StaticFile): FastifyReply {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const choice = packed.find(({ encoding }) => accepted.includes(encoding));
  const isImmutable = /[\\/]assets[\\/]/.test(file) && HASHED.test(file);
  if (choice !== undefined) reply.header('content-encoding', choice.encoding);
  return reply
    .type(type)
    .header('vary', 'Accept-Encoding')
    .header('content-security-policy', contentSecurityPolicy)
    .header('cache-control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache')
    .send(fs.createReadStream(choice?.file ?? file));
}

const WITHOUT_UI =
  '<!doctype html><html><head><base href="/"><title>argo-server</title></head><body><p>The UI is not part of this build; the API is at <a href="api/v1/version">api/v1</a>.</p></body></html>';

function sendPage(reply: FastifyReply, page: StaticFile | undefined, baseHref: string): FastifyReply {
  const text = page === undefined ? WITHOUT_UI : fs.readFileSync(page.file, 'utf8');
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', contentSecurityPolicy)
    .header('cache-control', 'no-cache')
    .send(text.replace(/<base href="[^"]*"/, `<base href="${baseHref}"`));
}

function notFound(reply: FastifyReply, request: FastifyRequest): FastifyReply {
  return reply.code(404).send({ code: 5, message: `${request.method} ${request.url.split('?')[0]}: not found`, details: [] });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
