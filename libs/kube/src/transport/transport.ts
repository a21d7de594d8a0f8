import type { Milliseconds } from '@argosy/std';
import type { Dispatcher } from 'undici';
import type { KubeConnection } from '../connection/connection.ts';
import { KubeError, kubeErrorOfResponse, kubeUnreachable } from '../kube-error.ts';
import { pauseAlive, type Timers } from '../timers.ts';
import { openPools, type Pools } from './pools.ts';
import { type Repeatable, retryDelay } from './retry.ts';

/** What a finished request looked like, for metrics. `code` is 0 where no answer came. */
export interface RequestReport {
  readonly verb: string;
  readonly resource: string;
  readonly code: number;
  readonly duration: Milliseconds;
}

/** Holds requests back: a client-side rate limit. */
export interface RequestLimiter {
  wait(): Promise<void>;
}

export interface TransportOptions {
  readonly connection: KubeConnection;
  readonly userAgent: string;
  readonly connections: number;
  readonly timers: Timers;
  readonly limiter?: RequestLimiter | undefined;
  readonly onRequest?: ((report: RequestReport) => void) | undefined;
}

export interface Call {
  readonly method: Dispatcher.HttpMethod;
  readonly path: string;
  readonly verb: string;
  readonly resource: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  readonly repeatable: Repeatable;
  readonly signal?: AbortSignal | undefined;
}

type ResponseStream = Dispatcher.ResponseData['body'];

/** Sends calls over shared connections, repeats those that may be repeated, and turns failures into `KubeError`s. */
export interface Transport {
  readonly serverUrl: string;
  /** The parsed JSON body. */
  json(call: Call): Promise<unknown>;
  /** The body as it arrives, over a connection of its own. Never repeated. */
  stream(call: Call): Promise<ResponseStream>;
  close(): Promise<void>;
}

export function createTransport(options: TransportOptions): Transport {
  const url = new URL(options.connection.server);
  const state: State = {
    ...options,
    pools: openPools(url.origin, options.connection.tls, options.connections),
    prefix: url.pathname.replace(/\/$/, ''),
    pausedUntil: 0,
  };
  return {
    serverUrl: options.connection.server,
    json: (call) => callJson(state, call),
    stream: (call) => openStream(state, call),
    close: async () => {
      await Promise.all([state.pools.calls.close(), state.pools.watches.destroy()]);
    },
  };
}

interface State extends TransportOptions {
  readonly pools: Pools;
  readonly prefix: string;
  /** Set by a 429: nobody sends before this time. */
  pausedUntil: number;
}

async function callJson(state: State, call: Call): Promise<unknown> {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  for (let attempt = 0; ; attempt++) {
    await admission(state, call);
    try {
      return await attemptJson(state, call, body);
    } catch (error) {
      const delay = error instanceof KubeError ? retryDelay(error, call.repeatable, { attempt, timers: state.timers }) : undefined;
      if (delay === undefined || call.signal?.aborted) throw error;
      if ((error as KubeError).status?.code === 429) state.pausedUntil = Math.max(state.pausedUntil, state.timers.now() + delay);
      await pauseAlive(state.timers, delay, call.signal);
    }
  }
}

async function admission(state: State, call: Call): Promise<void> {
  const wait = state.pausedUntil - state.timers.now();
  if (wait > 0) await pauseAlive(state.timers, wait * (1 + state.timers.random() / 4), call.signal);
  await state.limiter?.wait();
}

async function attemptJson(state: State, call: Call, body: string | undefined): Promise<unknown> {
  const started = state.timers.now();
  let code = 0;
  try {
    const response = await send(state, state.pools.calls, { call, body });
    code = response.statusCode;
    const text = await readText(state, response);
    if (code >= 400) throw withRetryAfter(kubeErrorOfResponse(code, text, `${call.verb} ${call.resource}`), response);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } finally {
    state.onRequest?.({ verb: call.verb, resource: call.resource, code, duration: state.timers.now() - started });
  }
}

async function openStream(state: State, call: Call): Promise<ResponseStream> {
  await admission(state, call);
  const started = state.timers.now();
  const response = await send(state, state.pools.watches, { call, body: undefined });
  state.onRequest?.({ verb: call.verb, resource: call.resource, code: response.statusCode, duration: state.timers.now() - started });
  if (response.statusCode < 400) return response.body;
  throw withRetryAfter(
    kubeErrorOfResponse(response.statusCode, await readText(state, response), `${call.verb} ${call.resource}`),
    response,
  );
}

async function send(
  state: State,
  pool: Pools['calls'],
  request: { readonly call: Call; readonly body: string | undefined },
): Promise<Dispatcher.ResponseData> {
  const { call, body } = request;
  const headers = await headersOf(state, {
    accept: call.accept,
    contentType: body === undefined ? undefined : (call.contentType ?? 'application/json'),
  });
  const signal = call.signal ? { signal: call.signal } : {};
  try {
    return await pool.request({ method: call.method, path: state.prefix + call.path, headers, body: body ?? null, ...signal });
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw kubeUnreachable(state.connection.server, error, !wasNeverSent(error));
  }
}

interface ContentTypes {
  readonly accept: string | undefined;
  readonly contentType: string | undefined;
}

async function headersOf(
  state: State,
  { accept = 'application/json', contentType }: ContentTypes,
): Promise<Record<string, string | string[]>> {
  const token = await state.connection.token();
  const headers: Record<string, string | string[]> = { accept, 'user-agent': state.userAgent };
  for (const [name, value] of Object.entries(state.connection.headers)) headers[name] = typeof value === 'string' ? value : [...value];
  if (token) headers['authorization'] = `Bearer ${token}`;
  if (contentType !== undefined) headers['content-type'] = contentType;
  return headers;
}

async function readText(state: State, response: Dispatcher.ResponseData): Promise<string> {
  try {
    return await response.body.text();
  } catch (error) {
    throw kubeUnreachable(state.connection.server, error, true);
  }
}

const CONNECT_FAILURES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
]);

function wasNeverSent(error: unknown): boolean {
  const { code, errors } = error as { code?: string; errors?: readonly { code?: string }[] };
  if (code !== undefined && CONNECT_FAILURES.has(code)) return true;
  return errors !== undefined && errors.every((inner) => inner.code !== undefined && CONNECT_FAILURES.has(inner.code));
}

/** The header counts as much as the body's own advice. */
function withRetryAfter(error: KubeError, response: Dispatcher.ResponseData): KubeError {
  const seconds = Number(response.headers['retry-after']);
  if (!(seconds >= 0) || error.status?.details?.retryAfterSeconds !== undefined) return error;
  const status = { ...error.status, details: { ...error.status?.details, retryAfterSeconds: seconds } };
  return new KubeError(error.message, { code: error.code, retry: error.retry, status, cause: error.cause });
}
