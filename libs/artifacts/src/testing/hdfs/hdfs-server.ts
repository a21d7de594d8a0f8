import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface HdfsServer {
  readonly address: string;
  readonly files: Map<string, Buffer>;
  /** Users that asked. */
  readonly users: Set<string>;
  /** True: this name node refuses to serve. */
  standby: boolean;
  close(): Promise<void>;
}

/** A small imitation of WebHDFS: name node and data node in one, with the redirections between them; a tree in memory. */
export async function startHdfsServer(): Promise<HdfsServer> {
  const tree: Tree = { files: new Map(), folders: new Set(['/']) };
  const state = { standby: false, users: new Set<string>() };
  const server = http.createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`);
    const content = await buffer(incoming).catch(() => undefined);
    if (content === undefined) return;
    state.users.add(url.searchParams.get('user.name') ?? '');
    const {
      status,
      location,
      body = '',
    } = state.standby ? failure(403, 'StandbyException') : answer(tree, incoming.method ?? '', url, content);
    response.writeHead(status, { ...(location && { location }), 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  };
  return Object.assign(state, { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, files: tree.files, close });
}

interface Tree {
  readonly files: Map<string, Buffer>;
  readonly folders: Set<string>;
}

interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly body?: Buffer | string;
}

function failure(status: number, exception: string): Answer {
  return json(status, { RemoteException: { exception, message: 'made by the test server' } });
}

function json(status: number, body: unknown): Answer {
  return { status, body: JSON.stringify(body) };
}

function answer(tree: Tree, method: string, url: URL, content: Buffer): Answer {
  const path = decodeURIComponent(url.pathname.replace(/^\/webhdfs\/v1/, ''));
  const op = `${method} ${url.searchParams.get('op')}`;
  const handler = handlers[op];
  return handler ? handler(tree, { path, url, content }) : failure(400, 'UnsupportedOperationException');
}

interface Request {
  readonly path: string;
  readonly url: URL;
  readonly content: Buffer;
}

type Handler = (tree: Tree, request: Request) => Answer;

/** The name node refers to a data node, which is this server as well. */
const redirected =
  (handler: Handler): Handler =>
  (tree, request) => {
    if (request.url.searchParams.has('datanode')) return handler(tree, request);
    const location = new URL(request.url);
    location.searchParams.set('datanode', 'true');
    return { status: 307, location: location.href };
  };

const handlers: Readonly<Record<string, Handler>> = {
  'GET GETFILESTATUS': (tree, { path }) => {
    const status = statusOf(tree, path, '');
    return status ? json(200, { FileStatus: status }) : failure(404, 'FileNotFoundException');
  },
  'GET LISTSTATUS': (tree, { path }) => {
    if (!statusOf(tree, path, '')) return failure(404, 'FileNotFoundException');
    const folder = path.replace(/\/$/, '');
    const names = [...tree.files.keys(), ...tree.folders].filter(
      (name) => name !== path && name.slice(0, name.lastIndexOf('/')) === folder,
    );
    return json(200, { FileStatuses: { FileStatus: names.toSorted().map((name) => statusOf(tree, name, name.slice(folder.length + 1))) } });
  },
  'GET OPEN': redirected((tree, { path }) => {
    const content = tree.files.get(path);
    return content ? { status: 200, body: content } : failure(404, 'FileNotFoundException');
  }),
  'PUT CREATE': redirected((tree, { path, content }) => {
    addFolders(tree, path.slice(0, path.lastIndexOf('/')));
    tree.files.set(path, content);
    return { status: 201 };
  }),
  'PUT MKDIRS': (tree, { path }) => {
    addFolders(tree, path);
    return json(200, { boolean: true });
  },
  'PUT RENAME': (tree, { path, url }) => {
    const target = url.searchParams.get('destination') ?? '';
    const content = tree.files.get(path);
    if (!content || statusOf(tree, target, '')) return json(200, { boolean: false });
    tree.files.delete(path);
    tree.files.set(target, content);
    return json(200, { boolean: true });
  },
  'DELETE DELETE': (tree, { path }) => {
    const isThere = statusOf(tree, path, '') !== undefined;
    for (const name of tree.files.keys()) if (name === path || name.startsWith(`${path}/`)) tree.files.delete(name);
    for (const name of tree.folders) if (name === path || name.startsWith(`${path}/`)) tree.folders.delete(name);
    return json(200, { boolean: isThere });
  },
};

function statusOf({ files, folders }: Tree, path: string, pathSuffix: string): object | undefined {
  const content = files.get(path);
  if (content) return { pathSuffix, type: 'FILE', length: content.length };
  return folders.has(path) ? { pathSuffix, type: 'DIRECTORY', length: 0 } : undefined;
}

function addFolders({ folders }: Tree, path: string): void {
  const parts = path.split('/').filter(Boolean);
  for (let index = 0; index <= parts.length; index++) folders.add(`/${parts.slice(0, index).join('/')}`);
}
