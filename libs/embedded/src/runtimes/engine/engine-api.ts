import http from 'node:http';
import type { Duplex } from 'node:stream';
import { OperationalError } from '@argosy/std';

/** An answer of the engine that is not a success: its HTTP status and its own words. */
export class EngineError extends OperationalError {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message, { code: 'ENGINE_ERROR', retry: status >= 500 ? 'backoff' : 'never' });
    this.status = status;
  }
}

/** The Docker Engine API over its unix socket; podman serves the same. */
export interface EngineApi {
  /** Sends JSON and gives the parsed answer; undefined where there is none. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** The body of the answer as it comes. */
  stream(method: string, path: string, body?: unknown): Promise<http.IncomingMessage>;
  /** Takes the connection over: from then on it carries what a process reads and writes. */
  hijack(path: string, body: unknown): Promise<Duplex>;
}

/** Docker Engine 20.10 and podman 4 both know this version. */
const version = '/v1.41';

export function openEngineApi(socketPath: string): EngineApi {
  const send = (
    method: string,
    path: string,
    { body, headers }: { readonly body?: unknown; readonly headers?: http.OutgoingHttpHeaders },
  ): http.ClientRequest => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const length = { 'Content-Length': Buffer.byteLength(text ?? '') };
    const type = text === undefined ? {} : { 'Content-Type': 'application/json' };
    const request = http.request({
      socketPath,
      method,
      path: `${version}${path}`,
      agent: false,
      headers: { Host: 'engine', ...length, ...type, ...headers },
    });
    request.end(text);
    return request;
  };
  const stream: EngineApi['stream'] = async (method, path, body) => {
    const response = await answer(send(method, path, { body }));
    if ((response.statusCode ?? 500) < 400) return response;
    throw new EngineError(response.statusCode ?? 500, messageOf(await textOf(response)) || `${method} ${path} failed`);
  };
  return {
    stream,
    call: async <T>(method: string, path: string, body?: unknown) => {
      const text = await textOf(await stream(method, path, body));
      return (text.trim() === '' ? undefined : JSON.parse(text)) as T;
    },
    hijack: (path, body) => {
      const request = send('POST', path, { body, headers: { Connection: 'Upgrade', Upgrade: 'tcp' } });
      return new Promise((resolve, reject) => {
        request.once('error', reject);
        request.once('upgrade', (_response, socket, head) => {
          if (head.length > 0) socket.unshift(head);
          resolve(socket);
        });
        request.once('response', (response) => {
          textOf(response).then((text) => reject(new EngineError(response.statusCode ?? 500, messageOf(text))), reject);
        });
      });
    },
  };
}

function answer(request: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => request.once('response', resolve).once('error', reject));
}

async function textOf(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as { readonly message?: string }).message ?? text;
  } catch {
    // A proxy in between may answer in its own format.
    return text.trim();
  }
}

/** True for an answer with one of these HTTP statuses. */
export function isEngineError(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof EngineError && statuses.includes(error.status);
}
