import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiFailure, invalid } from '../../api/failure.ts';
import { LOGIN_SECONDS, type Sso } from './sso.ts';

export interface SsoRoutesOptions {
  /** `undefined`: single sign-on is not enabled. */
  readonly sso: () => Sso | undefined;
  readonly baseHref: string;
  /** Cookies go over HTTPS only. */
  readonly secure: boolean;
}

interface Redirect {
  Querystring: { readonly redirect?: string };
}

/** Logging in and out (acceptance 8-014). */
export function ssoRoutes(options: SsoRoutesOptions): (app: FastifyInstance) => void {
  return (app) => {
    app.get<Redirect>('/oauth2/redirect', async (request, reply) => {
      const { url, ticket } = await enabled(options).begin(
        ownPath(options, request.query.redirect ?? ''),
        callbackUrl(request, options).href,
      );
      return reply
        .header('set-cookie', cookie(options, { name: TICKET, value: ticket, seconds: LOGIN_SECONDS, isHidden: true }))
        .redirect(url, 302);
    });
    app.get('/oauth2/callback', (request, reply) => callback(options, request, reply));
    app.get('/oauth2/logout', async (_request, reply) =>
      reply
        .header('set-cookie', cookie(options, { name: 'authorization', value: '', seconds: 0, isHidden: false }))
        .redirect(`${options.baseHref}login`, 302),
    );
  };
}

const TICKET = 'argo-login';

function enabled({ sso }: SsoRoutesOptions): Sso {
  const found = sso();
  if (found === undefined) throw new ApiFailure('UNIMPLEMENTED', 'not implemented: SSO is not enabled');
  return found;
}

async function callback(options: SsoRoutesOptions, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const ticket = new RegExp(`(?:^|;\\s*)${TICKET}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1];
  if (ticket === undefined) throw invalid('invalid state: no login has begun in this browser');
  const { authorization, seconds, redirect } = await enabled(options).complete(callbackUrl(request, options), decodeURIComponent(ticket));
  const cookies = [
    cookie(options, { name: TICKET, value: '', seconds: 0, isHidden: true }),
    // Not hidden from scripts: Argo's UI logs out by clearing it.
    cookie(options, { name: 'authorization', value: authorization, seconds, isHidden: false }),
  ];
  return reply.header('set-cookie', cookies).redirect(redirect || options.baseHref, 302);
}

/** The address of this request as the browser sees it. */
function callbackUrl({ headers, protocol, url, host }: FastifyRequest, { baseHref }: SsoRoutesOptions): URL {
  const seenProtocol = String(headers['x-forwarded-proto'] ?? protocol).split(',')[0];
  const seenHost = String(headers['x-forwarded-host'] ?? host);
  const query = url.includes('?') ? url.slice(url.indexOf('?')) : '';
  return new URL(`${seenProtocol}://${seenHost}${baseHref}oauth2/callback${url.startsWith('/oauth2/callback') ? query : ''}`);
}

/** Only a place of ours: a login must not lead to somebody else's page. */
function ownPath({ baseHref }: SsoRoutesOptions, redirect: string): string {
  if (redirect === '') return '';
  const url = URL.canParse(redirect, 'http://own') ? new URL(redirect, 'http://own') : undefined;
  if (url === undefined || /^[\\/]{2}/.test(url.pathname)) return '';
  return url.pathname.startsWith(baseHref) ? url.pathname + url.search + url.hash : '';
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly seconds: number;
  readonly isHidden: boolean;
}

function cookie({ baseHref, secure }: SsoRoutesOptions, { name, value, seconds, isHidden }: Cookie): string {
  return [
    `${name}=${encodeURIComponent(value)}`,
    `Path=${baseHref}`,
    `Max-Age=${seconds}`,
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
    ...(isHidden ? ['HttpOnly'] : []),
  ].join('; ');
}
