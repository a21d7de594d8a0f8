import { ApiError, type ErrorBody, statusCodes, statusName } from './api-error.ts';
import type { Query } from './query.ts';
import { readSse } from './sse.ts';
import type { Transport } from './transport.ts';

/**
 * `open`: answers are coming; `waiting`: the connection broke and is opened again after a pause, or the server says that it does not hear from
 * Kubernetes itself at the moment.
 */
export type StreamState = 'open' | 'waiting';

export interface StreamOptions {
  readonly signal?: AbortSignal;
  /** False: a broken connection is an error. Default true: it is opened again where it broke off. */
  readonly resume?: boolean;
  /** Told when the stream opens, and when it broke and why. */
  readonly onState?: (state: StreamState, reason?: unknown) => void;
}

export interface OpenStream {
  readonly path: string;
  readonly query: Query;
  readonly options: StreamOptions;
  /** True: the server's end of the answer is the end (logs); false: it is asked again (watches). */
  readonly ends: boolean;
}

interface Frame<T> {
  readonly result?: T;
  readonly error?: ErrorBody & { readonly http_code?: number; readonly grpc_code?: number };
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** The server sends a heartbeat every 15 s; without any, the connection is dead although nobody closed it. */
const SILENCE = 45_000;

/**
 * Reads a stream of the server, `data: {"result": …}`, to its end. It resumes with the id of the last event (`Last-Event-ID`), so nothing is lost
 * or repeated; what the server refuses (rights, bad selectors, 410) is thrown.
 */
export async function* openStream<T>(transport: Transport, stream: OpenStream): AsyncGenerator<T> {
  const { options } = stream;
  const position: Position = { lastId: undefined, lastOfPart: new Map(), pause: FIRST_PAUSE };
  while (!options.signal?.aborted) {
    let failure: unknown;
    try {
      yield* readOnce<T>(transport, stream, position);
      if (stream.ends || options.resume === false) return;
    } catch (error) {
      if (options.signal?.aborted) return;
      failure = transient(error, options);
    }
    options.onState?.('waiting', failure);
    await pause(position.pause, options.signal);
    position.pause = Math.min(position.pause * 2, LONGEST_PAUSE);
  }
}

interface Position {
  lastId: string | undefined;
  /** Of ids like `position@part`: the last position of each part. */
  readonly lastOfPart: Map<string, string>;
  pause: number;
}

async function* readOnce<T>(transport: Transport, { path, query, options }: OpenStream, position: Position): AsyncGenerator<T> {
  const watchdog = createWatchdog(options.signal);
  try {
    // Sent from the start: the server gives ids only to those who show that they know them.
    const headers = { accept: 'text/event-stream', 'last-event-id': position.lastId ?? '' };
    const answer = await transport.response('GET', path, { query, headers, signal: watchdog.signal });
    options.onState?.('open');
    for await (const event of readSse(bytesOf(answer, watchdog.touch))) {
      position.pause = FIRST_PAUSE;
      const result = 'comment' in event ? heed(event.comment, options) : resultOf<T>(event.data);
      if (result !== undefined && 'id' in event && advances(position, event.id)) yield result;
    }
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError(`the stream broke: ${messageOf(error)}`, BROKEN);
  } finally {
    watchdog.stop();
  }
}

/** What the server tells readers that know ids: whether it hears from Kubernetes itself. */
const STATES_OF_COMMENTS: Readonly<Record<string, StreamState>> = { behind: 'waiting', current: 'open' };

function heed(comment: string, { onState }: StreamOptions): undefined {
  const state = STATES_OF_COMMENTS[comment];
  if (state !== undefined) onState?.(state);
}

/**
 * Notes where a stream is; false for what was read before it broke. A stream of several parts, such as the pods of a log, overlaps when it is opened again,
 * since its parts do not arrive in one order; the ids of one part do.
 */
function advances(position: Position, id: string | undefined): boolean {
  if (id === undefined) return true;
  const at = id.indexOf('@');
  if (at >= 0) {
    const [place, part] = [id.slice(0, at), id.slice(at + 1)];
    const last = position.lastOfPart.get(part);
    if (last !== undefined && place <= last) return false;
    position.lastOfPart.set(part, place);
  }
  position.lastId = id;
  return true;
}

function resultOf<T>(data: string): T | undefined {
  if (data === '') return undefined;
  const frame = JSON.parse(data) as Frame<T>;
  if (frame.error) throw errorOfFrame(frame.error);
  return frame.result;
}

const BROKEN = { status: 'UNAVAILABLE', httpStatus: 0 } as const;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function errorOfFrame(error: NonNullable<Frame<unknown>['error']>): ApiError {
  const httpStatus = error.http_code ?? 0;
  const status = statusName(error.grpc_code ?? error.code, httpStatus);
  return new ApiError(error.message ?? error.error ?? 'the stream failed', { status, httpStatus, details: error.details ?? [] });
}

const TRANSIENT: ReadonlySet<number> = new Set([statusCodes.UNAVAILABLE, statusCodes.RESOURCE_EXHAUSTED, statusCodes.DEADLINE_EXCEEDED]);

/** The error if the stream may be opened again after it; others are thrown. */
function transient(error: unknown, { resume = true }: StreamOptions): unknown {
  if (resume && error instanceof ApiError && TRANSIENT.has(statusCodes[error.status])) return error;
  throw error;
}

async function* bytesOf(answer: Response, touch: () => void): AsyncGenerator<Uint8Array> {
  const reader = answer.body?.getReader();
  if (!reader) return;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      touch();
      yield part.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function createWatchdog(outer: AbortSignal | undefined): { readonly signal: AbortSignal; touch(): void; stop(): void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  let timer = setTimeout(abort, SILENCE);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    touch: () => {
      clearTimeout(timer);
      timer = setTimeout(abort, SILENCE);
    },
    stop: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
      abort();
    },
  };
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}
