import { Readable } from 'node:stream';
import { request } from 'undici';
import { artifactError } from '../../driver.ts';
import { codeOfStatus, storeFailure } from '../status-codes.ts';

export interface HdfsStatus {
  readonly pathSuffix: string;
  readonly type: 'FILE' | 'DIRECTORY';
  readonly length: number;
}

/** The REST API of a Hadoop file system; `undefined` where a path is not there. */
export interface WebHdfs {
  status(path: string): Promise<HdfsStatus | undefined>;
  list(path: string): Promise<readonly HdfsStatus[] | undefined>;
  open(path: string): Promise<Readable>;
  create(path: string, content: Readable | Buffer): Promise<void>;
  makeFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}

interface Connection {
  readonly addresses: readonly string[];
  readonly user: string | undefined;
}

/** Ports by which name nodes take other protocols than this one. */
const otherPorts: ReadonlySet<string> = new Set(['', '8020', '9000', '9820']);
const standardPort = '9870';

/** Name nodes as in Argo (`host:8020`), or URLs of their REST API. */
export function webHdfs(addresses: readonly string[], user: string | undefined): WebHdfs {
  const connection: Connection = { addresses: addresses.map(baseOf), user };
  const json = async (path: string, operation: Operation): Promise<unknown> => (await call(connection, path, operation))?.json();
  return {
    async status(path) {
      return ((await json(path, { op: 'GETFILESTATUS' })) as { readonly FileStatus: HdfsStatus } | undefined)?.FileStatus;
    },
    async list(path) {
      const answer = (await json(path, { op: 'LISTSTATUS' })) as
        | { readonly FileStatuses: { readonly FileStatus: readonly HdfsStatus[] } }
        | undefined;
      return answer?.FileStatuses.FileStatus;
    },
    async open(path) {
      const answer = await call(connection, path, { op: 'OPEN' });
      if (answer === undefined) throw artifactError('ARTIFACT_NOT_FOUND', `there is no hdfs ${path}`);
      return answer.body;
    },
    create: async (path, content) =>
      void (await call(connection, path, { op: 'CREATE', method: 'PUT', query: { overwrite: 'true' }, content })),
    makeFolder: async (path) => void (await json(path, { op: 'MKDIRS', method: 'PUT' })),
    async rename(from, to) {
      const answer = (await json(from, { op: 'RENAME', method: 'PUT', query: { destination: to } })) as
        | { readonly boolean?: boolean }
        | undefined;
      if (!answer?.boolean) throw artifactError('ARTIFACT_FAILED', `hdfs ${from} cannot be renamed to ${to}`);
    },
    remove: async (path) => void (await json(path, { op: 'DELETE', method: 'DELETE', query: { recursive: 'true' } })),
  };
}

function baseOf(address: string): string {
  const url = new URL(/^https?:\/\//.test(address) ? address : `http://${address}`);
  const isOther = !/^https?:\/\//.test(address) && otherPorts.has(url.port);
  return `${url.protocol}//${url.hostname}:${isOther ? standardPort : url.port || (url.protocol === 'https:' ? '9871' : standardPort)}`;
}

interface Operation {
  readonly op: string;
  readonly method?: 'GET' | 'PUT' | 'DELETE';
  readonly query?: Readonly<Record<string, string>>;
  /** Sent to the data node that the name node refers to. */
  readonly content?: Readable | Buffer;
}

interface Answer {
  readonly body: Readable;
  json(): Promise<unknown>;
}

/** Asks the name nodes one after the other until one that is active answers. */
async function call(connection: Connection, path: string, operation: Operation): Promise<Answer | undefined> {
  let last: unknown;
  for (const address of connection.addresses) {
    try {
      return await ask(address, connection.user, { path, operation });
    } catch (error) {
      const isNext =
        (error as { readonly standby?: boolean }).standby === true || (error as { readonly retry?: string }).retry === 'backoff';
      // What was begun with the content cannot be begun anew.
      if (!isNext || (operation.content instanceof Readable && operation.content.readableDidRead)) throw error;
      last = error;
    }
  }
  throw last;
}

async function ask(
  address: string,
  user: string | undefined,
  { path, operation }: { readonly path: string; readonly operation: Operation },
): Promise<Answer | undefined> {
  const { op, method = 'GET', query = {}, content } = operation;
  const search = new URLSearchParams({ op, ...(user && { 'user.name': user }), ...query });
  const url = `${address}/webhdfs/v1${path.split('/').map(encodeURIComponent).join('/')}?${search}`;
  const place = `hdfs ${address}${path}`;
  try {
    const first = await request(url, { method });
    const next = first.headers['location'];
    if (first.statusCode === 307 && typeof next === 'string') {
      await first.body.dump();
      return await answered(await request(next, { method, ...(content !== undefined && { body: content }) }), place);
    }
    return await answered(first, place);
  } catch (error) {
    throw storeFailure(error, place, 0);
  }
}

async function answered({ statusCode, body }: Awaited<ReturnType<typeof request>>, place: string): Promise<Answer | undefined> {
  if (statusCode < 300) return { body, json: () => body.json() };
  const { exception = String(statusCode), message = '' } = problemOf(await body.json().catch(() => undefined));
  if (statusCode === 404 && exception === 'FileNotFoundException') return undefined;
  const error = artifactError(codeOfStatus(statusCode), `${place}: ${exception}: ${message.split('\n')[0]}`);
  throw Object.assign(error, { standby: exception === 'StandbyException' });
}

interface Problem {
  readonly exception?: string;
  readonly message?: string;
}

function problemOf(answer: unknown): Problem {
  return (answer as { readonly RemoteException?: Problem } | undefined)?.RemoteException ?? {};
}
