import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export interface TestIdentityProvider {
  readonly issuer: string;
  stop(): Promise<void>;
}

/** Claims of everybody who logs in with this name. */
export type People = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A provider of OpenID Connect on this machine that lets in whoever gives a known name. */
export async function startIdentityProvider(people: People): Promise<TestIdentityProvider> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'argo',
        client_secret: 'shh',
        redirect_uris: ['http://127.0.0.1/callback'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], groups: ['groups', 'roles'], email: ['email', 'email_verified', 'preferred_username'] },
    scopes: ['openid', 'groups', 'email'],
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ['a key for tests'] },
    features: { devInteractions: { enabled: false } },
    findAccount: async (_context, sub) => ({ accountId: sub, claims: async () => ({ sub, ...people[sub] }) }),
    // Consent is taken for granted.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({ clientId: oidc.client?.clientId ?? '', accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid groups email');
      await grant.save();
      return grant;
    },
    interactions: { url: (_context, { uid }) => `/as/${uid}` },
  });
  // Tests listen at ports that are not known before.
  provider.Client.prototype.redirectUriAllowed = () => true;
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/as/')) return void provider.callback()(request, response);
    const login = new URL(request.url, issuer).searchParams.get('name') ?? (request.headers['x-name'] as string);
    void provider.interactionFinished(request, response, { login: { accountId: login } });
  });
  return {
    issuer,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Walks through a login as a browser would, with cookies, and gives the answer that leads back into the application. */
export async function walkThroughLogin(
  start: string,
  name: string,
): Promise<{ readonly location: string; readonly cookies: ReadonlyMap<string, string> }> {
  const cookies = new Map<string, Map<string, string>>();
  let url = start;
  for (let step = 0; step < 12; step++) {
    const { host, origin } = new URL(url);
    const jar = cookies.get(host) ?? new Map<string, string>();
    cookies.set(host, jar);
    const cookie = [...jar].map(([key, value]) => `${key}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie, 'x-name': name } });
    for (const line of answer.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(key, value);
    }
    const location = answer.headers.get('location');
    if (location === null)
      throw new Error(`${url}: ${answer.status} ${(await answer.text()).replaceAll(/<style[^]*?<.style>|<[^>]+>/g, ' ')}`);
    if (new URL(url).pathname.endsWith('/oauth2/callback')) return { location, cookies: jar };
    url = new URL(location, origin).href;
  }
  throw new Error('the login does not end');
}
