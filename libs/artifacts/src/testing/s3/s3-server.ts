import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Certificate } from '../certificate.ts';
import { answerBucket } from './bucket-requests.ts';
import { answerObject } from './object-requests.ts';
import { type Fault, type S3Answer, type S3Request, type S3Store, s3Error } from './protocol.ts';
import { checkSignature } from './signature.ts';

export interface S3Server {
  readonly endpoint: string;
  readonly store: S3Store;
  readonly requests: S3Request[];
  /** Looked at in order; the first that answers is used up. */
  readonly faults: Fault[];
  close(): Promise<void>;
}

/** A small S3 in memory, with signatures checked; buckets in paths, or in host names below store.test. What it does not know it answers with 501. */
export async function startS3Server(keys: ReadonlyMap<string, string>, certificate?: Certificate): Promise<S3Server> {
  const store: S3Store = { buckets: new Map(), lockedBuckets: new Set(), uploads: new Map() };
  const requests: S3Request[] = [];
  const faults: Fault[] = [];
  const listener = async (incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const body = await buffer(incoming).catch(() => undefined);
    // The client went away.
    if (body === undefined) return;
    const request = parseRequest(incoming, body);
    requests.push(request);
    const refused = checkSignature(incoming, body, keys);
    send(response, refused ? s3Error(403, refused) : (faultFor(faults, request) ?? answer(store, request)), request.method);
  };
  const server = certificate ? https.createServer(certificate, listener) : http.createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  };
  return { endpoint: `127.0.0.1:${(server.address() as AddressInfo).port}`, store, requests, faults, close };
}

function faultFor(faults: Fault[], request: S3Request): S3Answer | undefined {
  for (const [index, fault] of faults.entries()) {
    const answered = fault(request);
    if (!answered) continue;
    faults.splice(index, 1);
    return answered;
  }
  return undefined;
}

function parseRequest(incoming: http.IncomingMessage, body: Buffer): S3Request {
  const url = new URL(incoming.url ?? '/', 'http://host');
  const named = /^([^.]+)\.store\.test(:|$)/.exec(incoming.headers.host ?? '')?.[1];
  const [bucket = '', ...rest] = [...(named ? [named] : []), ...url.pathname.split('/').slice(1)];
  const key = decodeURIComponent(rest.join('/'));
  return { method: incoming.method ?? '', bucket, key, query: url.searchParams, headers: incoming.headers, body };
}

function answer(store: S3Store, request: S3Request): S3Answer {
  if (String(request.headers['content-encoding']).includes('aws-chunked')) return s3Error(501, 'NotImplemented');
  return request.key === '' ? answerBucket(store, request) : answerObject(store, request);
}

function send(response: http.ServerResponse, { status, headers = {}, body = '', cutAfter }: S3Answer, method: string): void {
  const content = Buffer.from(body as string);
  response.writeHead(status, { 'content-length': String(content.length), ...headers });
  if (cutAfter !== undefined) response.write(content.subarray(0, cutAfter), () => response.destroy());
  else response.end(method === 'HEAD' ? undefined : content);
}
