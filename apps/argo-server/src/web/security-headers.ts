import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';

type HeaderOptions = Pick<Config, 'hsts' | 'secure' | 'frameOptions' | 'accessControlAllowOrigin'>;

/** Headers that keep a browser from doing what it should not (acceptance 8-005). */
export function addSecurityHeaders(app: FastifyInstance, options: HeaderOptions, version: string): void {
  const headers = headersOf(options, version);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (options.accessControlAllowOrigin !== '' && request.method === 'OPTIONS')
      return reply
        .headers({
          'access-control-allow-methods': 'GET, POST, PUT, DELETE',
          'access-control-allow-headers': 'Authorization, Content-Type, Last-Event-ID',
          'access-control-max-age': '600',
        })
        .code(204)
        .send();
    return undefined;
  });
}

/** No inline script, no other origin: what users upload cannot act in the name of who looks at it. */
export const contentSecurityPolicy = "default-src 'self' 'unsafe-inline'; img-src 'self' data:";

function headersOf({ hsts, secure, frameOptions, accessControlAllowOrigin }: HeaderOptions, version: string): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'argo-version': version,
    ...(frameOptions !== '' && { 'x-frame-options': frameOptions }),
    ...(hsts && secure && { 'strict-transport-security': 'max-age=31536000' }),
    ...(accessControlAllowOrigin !== '' && { 'access-control-allow-origin': accessControlAllowOrigin, vary: 'Origin' }),
  };
}
