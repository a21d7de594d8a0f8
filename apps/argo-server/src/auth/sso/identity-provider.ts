import { OperationalError } from '@argosy/std';
import * as oidc from 'openid-client';
import { Agent, fetch as undiciFetch } from 'undici';
import type { Claims } from '../caller.ts';
import type { SsoConfig } from './sso-config.ts';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What must be the same when somebody comes back from the provider. */
export interface LoginChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** The party that knows who people are. */
export interface IdentityProvider {
  /** Where to send somebody who wants to log in. */
  loginUrl(checks: LoginChecks, redirectUrl: string): Promise<string>;
  /** Who came back, by the address at which they did. */
  claimsOf(callbackUrl: URL, checks: LoginChecks): Promise<Claims>;
}

type Fetch = (url: string, init?: object) => Promise<Response>;

/** Finds the provider's addresses. */
export async function openIdentityProvider(config: SsoConfig, credentials: Credentials): Promise<IdentityProvider> {
  const send = fetchWith(config);
  const client = new oidc.Configuration(await discover(config, send), credentials.clientId, credentials.clientSecret);
  client[oidc.customFetch] = send as unknown as oidc.CustomFetch;
  if (config.issuer.startsWith('http:')) oidc.allowInsecureRequests(client);
  return {
    async loginUrl({ state, nonce, codeVerifier }, redirectUrl) {
      const challenge = await oidc.calculatePKCECodeChallenge(codeVerifier);
      return oidc.buildAuthorizationUrl(client, {
        redirect_uri: redirectUrl,
        scope: config.scopes.join(' '),
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }).href;
    },
    async claimsOf(callbackUrl, { state, nonce, codeVerifier }) {
      const tokens = await oidc.authorizationCodeGrant(client, callbackUrl, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
      });
      const raw = { ...tokens.claims() } as Readonly<Record<string, unknown>>;
      const groups = await groupsOf(config, { raw, accessToken: tokens.access_token, send });
      return claimsFrom(raw, groups);
    },
  };
}

/** Discovery by hand: behind a proxy a provider may go by another name than its address. */
async function discover({ issuer, issuerAlias }: SsoConfig, send: Fetch): Promise<oidc.ServerMetadata> {
  const address = `${issuer}/.well-known/openid-configuration`;
  const answer = await send(address).catch((error: unknown) => {
    throw failure(`cannot reach ${address}: ${(error as Error).message}`, error);
  });
  if (!answer.ok) throw failure(`${address} answered with status ${answer.status}`);
  const metadata = (await answer.json()) as oidc.ServerMetadata;
  if (![issuer, issuerAlias].includes(metadata.issuer.replace(/\/$/, '')))
    throw failure(`the provider at ${issuer} calls itself ${metadata.issuer}: set issuerAlias`);
  return metadata;
}

function fetchWith({ insecureSkipVerify, rootCa }: SsoConfig): Fetch {
  const dispatcher = new Agent({ connect: { rejectUnauthorized: !insecureSkipVerify, ...(rootCa !== '' && { ca: rootCa }) } });
  return (url, init) => undiciFetch(url, { ...init, dispatcher }) as unknown as Promise<Response>;
}

interface GroupSources {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly accessToken: string;
  readonly send: Fetch;
}

async function groupsOf(
  { groupClaim, groupFilters, userInfoPath, issuer }: SsoConfig,
  { raw, accessToken, send }: GroupSources,
): Promise<readonly string[]> {
  const asked = userInfoPath === '' ? undefined : await userInfo(`${issuer}${userInfoPath}`, accessToken, send);
  const found = asked?.['groups'] ?? raw[groupClaim] ?? [];
  const groups = Array.isArray(found) ? found.map(String) : [String(found)];
  return groupFilters.length === 0 ? groups : groups.filter((group) => groupFilters.some((filter) => filter.test(group)));
}

async function userInfo(address: string, accessToken: string, send: Fetch): Promise<Readonly<Record<string, unknown>>> {
  const answer = await send(address, { headers: { authorization: `Bearer ${accessToken}` } });
  if (!answer.ok) throw failure(`${address} answered with status ${answer.status}`);
  return (await answer.json()) as Readonly<Record<string, unknown>>;
}

function claimsFrom(raw: Readonly<Record<string, unknown>>, groups: readonly string[]): Claims {
  const text = (name: string): string | undefined => (typeof raw[name] === 'string' ? (raw[name] as string) : undefined);
  return {
    issuer: text('iss'),
    subject: text('sub'),
    groups,
    name: text('name'),
    email: text('email'),
    emailVerified: raw['email_verified'] === true,
    preferredUsername: text('preferred_username'),
    raw: { ...raw, groups },
  };
}

function failure(message: string, cause?: unknown): OperationalError {
  return new OperationalError(message, { code: 'SSO_FAILED', retry: 'backoff', cause });
}

/** Values that nobody can guess. */
export function drawChecks(): LoginChecks {
  return { state: oidc.randomState(), nonce: oidc.randomNonce(), codeVerifier: oidc.randomPKCECodeVerifier() };
}
