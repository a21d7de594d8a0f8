import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.ts';
import { streamFrames } from '../stream/stream-frames.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { invalid } from './failure.ts';
import type { RawQuery } from './query.ts';

export interface ServeOptions {
  /** Finds out who calls; throws UNAUTHENTICATED. */
  authenticate(request: FastifyRequest): Promise<Caller>;
}

/** Registers an endpoint with the router. */
export function serveEndpoint(app: FastifyInstance, endpoint: Endpoint, { authenticate }: ServeOptions): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      const call = callOf(request, reply, { caller: await authenticate(request), takesAnyBody: endpoint.body === 'Item' });
      if (endpoint.kind === 'call') return (await endpoint.handle(call)) ?? {};
      return streamFrames(request, reply, { frames: await endpoint.open(call), signal: call.signal });
    },
  });
}

interface Known {
  readonly caller: Caller;
  /** The body may be any JSON, not an object alone. */
  readonly takesAnyBody: boolean;
}

function callOf(request: FastifyRequest, reply: FastifyReply, { caller, takesAnyBody }: Known): Call {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return {
    params: request.params as Readonly<Record<string, string>>,
    query: request.query as RawQuery,
    // Argo's own command puts into the body of a DELETE what others put into its query.
    body: request.method === 'GET' ? {} : parsedBody(rawBody, takesAnyBody),
    rawBody,
    headers: request.headers,
    caller,
    signal: gone.signal,
  };
}

/** Any content type is JSON: Go's client sends none. */
function parsedBody(body: Buffer, takesAny: boolean): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw invalid(`the body is no JSON: ${(error as Error).message}`);
  }
  if (!takesAny && (typeof value !== 'object' || value === null || Array.isArray(value))) throw invalid('the body must be a JSON object');
  return value as Readonly<Record<string, unknown>>;
}
