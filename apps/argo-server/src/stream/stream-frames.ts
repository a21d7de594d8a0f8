import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Frame } from '../api/endpoint.ts';
import { failureAnswer } from '../api/failure.ts';

export interface FrameStream {
  /** `undefined` is a heartbeat. */
  readonly frames: AsyncIterable<Frame | undefined>;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/** A connection on which nothing passes is cut by proxies, and a client cannot tell it from a dead one. */
const HEARTBEAT = 15_000;

/**
 * Writes frames as server-sent events, or as lines of JSON for those who do not ask for events (acceptance 8-007). The reader's pace is the writer's. Ids go only to
 * readers that know them: Argo's own command takes every line of more than six characters for data.
 */
export async function streamFrames(request: FastifyRequest, reply: FastifyReply, { frames, signal }: FrameStream): Promise<FastifyReply> {
  const format = formatFor(request);
  const raw = begin(reply, format);
  const heartbeat = format === 'lines' ? undefined : setInterval(() => raw.write(':\n\n'), HEARTBEAT);
  const write = async (json: string, id?: string): Promise<void> => {
    if (!raw.write(FORMATS[format](json, id))) await drained(raw, signal);
  };
  try {
    for await (const frame of frames) {
      if (signal.aborted) break;
      if (frame === undefined) continue;
      if ('json' in frame) await write(`{"result":${frame.json}}`, frame.id);
      else if (format === 'events with ids') raw.write(`: ${frame.comment}\n\n`);
    }
  } catch (error) {
    if (!signal.aborted) await write(JSON.stringify({ error: streamError(request, error) }));
  } finally {
    clearInterval(heartbeat);
    raw.end();
  }
  return reply;
}

type Format = 'lines' | 'events' | 'events with ids';

const FORMATS: Readonly<Record<Format, (json: string, id: string | undefined) => string>> = {
  lines: (json) => `${json}\n`,
  events: (json) => `data: ${json}\n\n`,
  'events with ids': (json, id) => `${id ? `id: ${id}\n` : ''}data: ${json}\n\n`,
};

function formatFor({ headers }: FastifyRequest): Format {
  if (!(headers.accept ?? '').includes('text/event-stream')) return 'lines';
  return headers['last-event-id'] !== undefined || headers['sec-fetch-mode'] !== undefined ? 'events with ids' : 'events';
}

function begin(reply: FastifyReply, format: Format): FastifyReply['raw'] {
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, {
    'content-type': format === 'lines' ? 'application/json' : 'text/event-stream',
    'cache-control': 'no-cache',
    // nginx holds answers back otherwise.
    'x-accel-buffering': 'no',
  });
  raw.flushHeaders();
  return raw;
}

function streamError(request: FastifyRequest, error: unknown): object {
  const { httpStatus, body, isExpected } = failureAnswer(error);
  if (!isExpected) request.log.error(error);
  return { grpc_code: body.code, http_code: httpStatus, message: body.message, http_status: String(httpStatus), details: [] };
}

function drained(raw: FastifyReply['raw'], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      raw.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    raw.once('drain', done);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
