import { keyOf, withKey } from '@argosy/pod-plan';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import path from 'node:path';
import { ApiFailure, invalid, notFound } from '../api/failure.ts';
import type { Caller } from '../auth/caller.ts';
import { artifactFailure, type ArtifactPlace, openArtifact, type OpenArtifact } from '../services/artifact-access.ts';
import { storeUpload } from '../services/artifact-uploads.ts';
import { packedFolder } from '../services/packed-folder.ts';
import type { Services } from '../services/services.ts';
import { readArchived, readLive, readWorkflow } from '../services/stored-workflows.ts';
import type { Workflow } from '@argosy/api';

type Authenticate = (request: FastifyRequest) => Promise<Caller>;

/** Downloading, browsing and uploading artifacts (acceptance 8-047 to 8-050). */
export function artifactRoutes(services: Services): (app: FastifyInstance, authenticate: Authenticate) => void {
  return (app, authenticate) => {
    for (const [prefix, direction] of [
      ['artifacts', 'outputs'],
      ['input-artifacts', 'inputs'],
    ] as const) {
      app.get<Named>(`/${prefix}/:namespace/:name/:nodeId/:artifact`, async (request, reply) => {
        const caller = await authenticate(request);
        const workflow = await readWorkflow(services, caller, request.params);
        return download(services, { caller, workflow, reply, place: placeOf(request.params, direction) });
      });
      app.get<ByUid>(`/${prefix}-by-uid/:uid/:nodeId/:artifact`, async (request, reply) => {
        const caller = await authenticate(request);
        const workflow = await byUid(services, caller, request.params.uid);
        return download(services, { caller, workflow, reply, place: placeOf(request.params, direction) });
      });
    }
    app.get<Browsed>('/artifact-files/:namespace/:archive/:id/:nodeId/:direction/:artifact', (request, reply) =>
      browsed(services, authenticate, { request, reply }),
    );
    app.get<Browsed>('/artifact-files/:namespace/:archive/:id/:nodeId/:direction/:artifact/*', (request, reply) =>
      browsed(services, authenticate, { request, reply }),
    );
    app.post<Uploaded>('/upload-artifacts/:namespace/:template/:artifact', async (request) =>
      storeUpload(services, await authenticate(request), request),
    );
  };
}

interface Node {
  readonly nodeId: string;
  readonly artifact: string;
}
interface Named {
  Params: Node & { readonly namespace: string; readonly name: string };
}
interface ByUid {
  Params: Node & { readonly uid: string };
}
interface Browsed {
  Params: Node & {
    readonly namespace: string;
    readonly archive: string;
    readonly id: string;
    readonly direction: string;
    readonly '*'?: string;
  };
}
interface Uploaded {
  Params: { readonly namespace: string; readonly template: string; readonly artifact: string };
  Querystring: { readonly filename?: string };
}

function placeOf({ nodeId, artifact }: Node, direction: ArtifactPlace['direction']): ArtifactPlace {
  return { nodeId, direction, name: artifact };
}

async function byUid(services: Services, caller: Caller, uid: string): Promise<Workflow> {
  const live = services.live.byUid(uid);
  if (live !== undefined) return readLive(services, caller, live);
  const archived = await readArchived(services, caller, { uid });
  if (archived === undefined) throw notFound(`workflow with uid ${uid} not found`);
  return archived;
}

interface Answer {
  readonly caller: Caller;
  readonly workflow: Workflow;
  readonly reply: FastifyReply;
  readonly place: ArtifactPlace;
}

/** As one file; a folder comes as a packed one. */
async function download(services: Services, { caller, workflow, reply, place }: Answer): Promise<FastifyReply> {
  try {
    const opened = await openArtifact(services, caller, { workflow, place });
    const name = path.posix.basename(keyOf(opened.artifact)) || place.name;
    const isFolder = await opened.driver.isDirectory(opened.artifact);
    const content = isFolder ? await packedFolder(opened, place.name) : await opened.driver.openStream(opened.artifact);
    return await sendContent(reply, isFolder ? `${name}.tgz` : name, content);
  } catch (error) {
    throw artifactFailure(error);
  }
}

async function browsed(
  services: Services,
  authenticate: Authenticate,
  { request, reply }: { readonly request: FastifyRequest<Browsed>; readonly reply: FastifyReply },
): Promise<FastifyReply> {
  const { namespace, archive, id, direction, '*': rest = '' } = request.params;
  const caller = await authenticate(request);
  if (direction !== 'inputs' && direction !== 'outputs') throw invalid(`"${direction}" is neither inputs nor outputs`);
  if (rest.split('/').includes('..')) throw invalid('a path may not lead out of its artifact');
  const workflow = await browsedWorkflow(services, caller, { namespace, archive, id });
  try {
    const opened = await openArtifact(services, caller, { workflow, place: placeOf(request.params, direction) });
    const inside = rest.replace(/\/+$/, '');
    const target =
      inside === '' ? opened : { ...opened, artifact: withKey(opened.artifact, `${keyOf(opened.artifact).replace(/\/+$/, '')}/${inside}`) };
    if (!(await target.driver.isDirectory(target.artifact)))
      return await sendContent(reply, path.posix.basename(keyOf(target.artifact)), await target.driver.openStream(target.artifact));
    return await sendListing(request, reply, target);
  } catch (error) {
    throw artifactFailure(error);
  }
}

async function browsedWorkflow(
  services: Services,
  caller: Caller,
  { namespace, archive, id }: { readonly namespace: string; readonly archive: string; readonly id: string },
): Promise<Workflow> {
  if (archive === 'workflows') return readWorkflow(services, caller, { namespace, name: id });
  if (archive !== 'archived-workflows') throw notFound(`"${archive}" is neither workflows nor archived-workflows`);
  const workflow = await byUid(services, caller, id);
  if (workflow.metadata.namespace !== namespace) throw notFound(`workflow with uid ${id} not found`);
  return workflow;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.csv': 'text/csv',
  '.gif': 'image/gif',
  '.html': 'text/html',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.log': 'text/plain',
  '.md': 'text/plain',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.tgz': 'application/gzip',
  '.gz': 'application/gzip',
  '.txt': 'text/plain',
  '.xml': 'text/xml',
  '.yaml': 'text/plain',
  '.yml': 'text/plain',
  '.zip': 'application/zip',
};

/** What a step wrote is nobody's page: it may show itself, and do nothing. */
const CONTENT_POLICY = "sandbox; base-uri 'none'; default-src 'none'; img-src 'self'; style-src 'self' 'unsafe-inline'";

function sendContent(reply: FastifyReply, name: string, content: NodeJS.ReadableStream): FastifyReply {
  const type = TYPES[path.posix.extname(name).toLowerCase()];
  const isText = type?.startsWith('text/') || type === 'application/json';
  return reply
    .header('content-disposition', `filename="${name.replaceAll(/[^\w.@ -]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('content-security-policy', CONTENT_POLICY)
    .header('x-frame-options', 'SAMEORIGIN')
    .header('cache-control', 'private, no-cache')
    .type(type === undefined ? 'application/octet-stream' : isText ? `${type}; charset=utf-8` : type)
    .send(content);
}

/** A page with links, or the names as JSON for programs. */
async function sendListing(request: FastifyRequest, reply: FastifyReply, { driver, artifact }: OpenArtifact): Promise<FastifyReply> {
  const base = `${keyOf(artifact).replace(/\/+$/, '')}/`;
  const keys = await driver.list(artifact);
  const entries = [
    ...new Set(keys.filter((key) => key.startsWith(base)).map((key) => key.slice(base.length).replace(/\/.*/, '/'))),
  ].toSorted();
  if (String(request.headers.accept).includes('application/json')) return reply.send({ items: entries });
  const folder = request.url.split('?')[0]?.replace(/\/+$/, '').split('/').at(-1) ?? '';
  const links = ['..', ...entries].map((name) => `<li><a href="${folder}/${encodeURI(name)}">${escaped(name)}</a></li>`);
  return reply
    .header('content-security-policy', CONTENT_POLICY)
    .header('x-frame-options', 'SAMEORIGIN')
    .type('text/html; charset=utf-8')
    .send(`<!doctype html><html><body><ul>\n${links.join('\n')}\n</ul></body></html>`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** For installations that switch it off (acceptance 8-050). */
export function artifactsSwitchedOff(): (app: FastifyInstance) => void {
  return (app) => {
    for (const prefix of [
      'artifacts',
      'input-artifacts',
      'artifacts-by-uid',
      'input-artifacts-by-uid',
      'artifact-files',
      'upload-artifacts',
    ])
      app.all(`/${prefix}/*`, async () => {
        throw new ApiFailure('UNIMPLEMENTED', 'artifacts are not served here');
      });
  };
}
