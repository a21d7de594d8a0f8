import type { IncomingHttpHeaders } from 'node:http';
import rateLimit from '@fastify/rate-limit';
import { buildInfo } from '@argosy/program';
import type { Logger } from '@argosy/std';
import type { Metrics } from '@argosy/telemetry';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Endpoint } from './api/endpoint.ts';
import { ApiFailure, failureAnswer } from './api/failure.ts';
import { serveEndpoint } from './api/serve-endpoint.ts';
import type { Caller } from './auth/caller.ts';
import type { Gatekeeper } from './auth/gatekeeper.ts';
import type { Webhooks } from './auth/webhooks.ts';
import type { Config } from './config.ts';
import { addSecurityHeaders } from './web/security-headers.ts';
import { refuseOtherOrigins } from './web/same-origin.ts';
import { serveStaticFiles } from './web/static-files.ts';

export interface AppOptions {
  readonly config: Config;
  readonly gatekeeper: Gatekeeper;
  readonly webhooks: Webhooks;
  readonly endpoints: readonly Endpoint[];
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly certificate: { readonly key: string; readonly cert: string } | undefined;
  /** Routes that are no part of the table: artifacts, logging in, descriptions. */
  readonly plugins: readonly ((app: FastifyInstance, authenticate: (request: FastifyRequest) => Promise<Caller>) => void)[];
}

/** The server as a whole, not listening yet. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { config, endpoints, logger, certificate } = options;
  const app = fastify({
    bodyLimit: config.bodyLimit,
    // Names of tags and templates may be long.
    routerOptions: { maxParamLength: 1_000, ignoreTrailingSlash: false },
    forceCloseConnections: true,
    rewriteUrl: ({ url = '/' }) => withoutBase(url, config.baseHref),
    ...(certificate && { https: certificate }),
  }) as unknown as FastifyInstance;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  addSecurityHeaders(app, config, buildInfo().version);
  addAccessLog(app, options);
  refuseOtherOrigins(app, config);
  answerFailures(app, logger);
  await limitRate(app, config);
  const authenticate = async (request: FastifyRequest): Promise<Caller> =>
    options.gatekeeper.authenticate({
      headers: await signedHeaders(request, options.webhooks),
      namespace: (request.params as { readonly namespace?: string }).namespace ?? '',
    });
  for (const endpoint of endpoints) serveEndpoint(app, endpoint, { authenticate });
  for (const plugin of options.plugins) plugin(app, authenticate);
  serveOperations(app, options, authenticate);
  serveStaticFiles(app, { folder: config.uiFolder, baseHref: config.baseHref });
  return app;
}

/** Events may come from services that sign what they send instead of having a token. */
async function signedHeaders({ method, url, headers, params, body }: FastifyRequest, webhooks: Webhooks): Promise<IncomingHttpHeaders> {
  if (method !== 'POST' || headers.authorization !== undefined || !url.startsWith('/api/v1/events/')) return headers;
  const { namespace = '' } = params as { readonly namespace?: string };
  const authorization = await webhooks.authorizationOf({ namespace, headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) });
  return authorization === undefined ? headers : { ...headers, authorization };
}

/** A proxy may or may not take the base path off. */
function withoutBase(url: string, baseHref: string): string {
  return baseHref !== '/' && url.startsWith(baseHref) ? url.slice(baseHref.length - 1) : url;
}

function addAccessLog(app: FastifyInstance, { logger, metrics }: AppOptions): void {
  app.addHook('onResponse', async (request, reply) => {
    const path = request.url.split('?')[0];
    const level = path?.startsWith('/api/') || path?.includes('artifact') ? 'info' : 'debug';
    const duration = reply.elapsedTime;
    const route = request.routeOptions.url ?? 'static';
    logger[level]('request', { method: request.method, path, status: reply.statusCode, duration: `${duration.toFixed(1)}ms` });
    metrics.observe(
      'argosy_server_request_duration_seconds',
      { method: request.method, route, status: String(reply.statusCode) },
      duration / 1_000,
    );
  });
}

function answerFailures(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const { httpStatus, body, isExpected } = failureAnswer(error);
    if (!isExpected) logger.error(`${request.method} ${request.url}: ${body.message}`, { stack: (error as Error).stack });
    return reply.code(httpStatus).send(body);
  });
}

async function limitRate(app: FastifyInstance, { apiRateLimit, ipHeaders }: Config): Promise<void> {
  if (apiRateLimit === 0) return;
  await app.register(rateLimit, {
    max: apiRateLimit,
    timeWindow: 1_000,
    keyGenerator: (request) => String(ipHeaders.map((name) => request.headers[name]).find((value) => value !== undefined) ?? request.ip),
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    // Acceptance 8-057.
    errorResponseBuilder: () => new ApiFailure('RESOURCE_EXHAUSTED', 'You have reached maximum request limit.'),
  });
}

/** Health, and metrics for those who may ask (acceptance 8-006). */
function serveOperations(
  app: FastifyInstance,
  { metrics, config }: AppOptions,
  authenticate: (request: FastifyRequest) => Promise<Caller>,
): void {
  app.get('/healthz', async () => ({}));
  app.get('/metrics', async (request, reply) => {
    if (config.metricsAuth) await authenticate(request);
    const { contentType, text } = await metrics.render();
    return reply.type(contentType).send(text);
  });
}
