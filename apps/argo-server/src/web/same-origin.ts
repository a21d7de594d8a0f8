import type { FastifyInstance } from 'fastify';
import { ApiFailure } from '../api/failure.ts';
import type { Config } from '../config.ts';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Keeps pages of other sites from acting through a browser: with its cookie, or on a local server that asks for none. Programs send no Origin and are not
 * concerned. A server of this machine alone answers only to its names, so that no foreign name can be pointed at it.
 */
export function refuseOtherOrigins(
  app: FastifyInstance,
  { host, accessControlAllowOrigin: allowed }: Pick<Config, 'host' | 'accessControlAllowOrigin'>,
): void {
  const isLocal = LOOPBACK.has(host);
  app.addHook('onRequest', async ({ method, headers }) => {
    if (isLocal && headers.host !== undefined && !LOOPBACK.has(hostname(headers.host)))
      throw refusal(`the host ${headers.host} is not this machine`);
    const { origin } = headers;
    if (READING.has(method) || origin === undefined || allowed === '*' || origin === allowed) return;
    if (hostOf(origin) !== (headers['x-forwarded-host'] ?? headers.host)) throw refusal(`pages of ${origin} may not change anything here`);
  });
}

function refusal(why: string): ApiFailure {
  return new ApiFailure('PERMISSION_DENIED', why);
}

function hostname(host: string): string {
  return host.replace(/:\d+$/, '');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
