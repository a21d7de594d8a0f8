import { errorOfAnswer, unreachable } from './api-error.ts';
import { type Query, queryText } from './query.ts';

export interface TransportOptions {
  /** Address of the server with its base path, for example `https://argo.example.com/argo/`; empty in a browser: below the document's base. */
  readonly url: string;
  /** A token, or a whole header value (`Basic …`); a function is asked before every request. In a browser the cookie goes without it. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>);
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `fetch` of the platform if absent. */
  readonly fetch?: typeof fetch;
}

export interface RequestDetails {
  readonly query?: Query;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Sends requests below one base address. */
export interface Transport {
  /** The address of a path, for links and downloads. */
  address(path: string, query?: Query): string;
  /** The parsed body of the answer. Failures are `ApiError`s. */
  json<T>(method: string, path: string, details?: RequestDetails): Promise<T>;
  /** The answer itself, once it is known to be good. */
  response(method: string, path: string, details?: RequestDetails): Promise<Response>;
}

/** Opens a transport; nothing is sent before the first request. */
export function createTransport(options: TransportOptions): Transport {
  const base = options.url === '' || options.url.endsWith('/') ? options.url : `${options.url}/`;
  const send = options.fetch ?? ((input: string | URL | Request, init?: RequestInit) => fetch(input, init));
  const address = (path: string, query: Query = {}): string => `${base}${path}${queryText(query)}`;
  const response = async (method: string, path: string, details: RequestDetails = {}): Promise<Response> => {
    const url = address(path, details.query);
    const init = await requestInit(options, method, details);
    const answer = await send(url, init).catch((error: unknown) => {
      throw details.signal?.aborted ? error : unreachable(url, error);
    });
    if (!answer.ok) throw errorOfAnswer(answer.status, await answer.text());
    return answer;
  };
  return {
    address,
    response,
    json: async <T>(method: string, path: string, details?: RequestDetails): Promise<T> => {
      const answer = await response(method, path, details);
      const text = await answer.text();
      try {
        return (text === '' ? {} : JSON.parse(text)) as T;
      } catch {
        // A login page or a proxy in between.
        throw errorOfAnswer(502, `${address(path)} answered with something other than JSON`);
      }
    },
  };
}

async function requestInit(options: TransportOptions, method: string, { body, headers, signal }: RequestDetails): Promise<RequestInit> {
  const content = contentOf(body);
  return {
    method,
    headers: { accept: 'application/json', ...content.headers, ...options.headers, ...headers, ...(await authorization(options.token)) },
    ...(content.body !== undefined && { body: content.body }),
    ...(signal && { signal }),
  };
}

interface Content {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: NonNullable<RequestInit['body']>;
}

function contentOf(body: unknown): Content {
  if (body === undefined) return { headers: {} };
  if (body instanceof Uint8Array || body instanceof Blob) return { headers: {}, body: body as NonNullable<RequestInit['body']> };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function authorization(given: TransportOptions['token']): Promise<Readonly<Record<string, string>>> {
  const token = typeof given === 'function' ? await given() : given;
  if (!token) return {};
  return { authorization: /^\S+ /.test(token) ? token : `Bearer ${token}` };
}
