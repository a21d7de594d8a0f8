import type { KubeClient } from '@argosy/kube';
import { type Logger, OperationalError } from '@argosy/std';
import { ApiFailure, invalid } from '../../api/failure.ts';
import { secretsOf } from '../../services/secrets.ts';
import type { Caller, Claims } from '../caller.ts';
import type { SessionRequest } from '../gatekeeper.ts';
import { drawChecks, type IdentityProvider, type LoginChecks, openIdentityProvider } from './identity-provider.ts';
import { openSealer, type Sealer } from './sealed.ts';
import { createServiceAccounts, type ServiceAccounts } from './service-accounts.ts';
import type { SsoConfig } from './sso-config.ts';

export interface SsoOptions {
  readonly config: SsoConfig;
  /** The server's own. */
  readonly client: KubeClient;
  /** The server's own namespace: Secrets of the client, key of the sessions. */
  readonly namespace: string;
  /** Namespace of the service accounts. */
  readonly accountNamespace: string;
  readonly delegates: boolean;
  readonly clientOf: (authorization: string) => Promise<KubeClient>;
  readonly logger: Logger;
  now(): number;
}

/** A login that has begun: where to go, and what to keep meanwhile. */
export interface Login {
  readonly url: string;
  /** To be kept in a cookie for `LOGIN_SECONDS`. */
  readonly ticket: string;
}

export interface Session {
  /** Value of the cookie `authorization`. */
  readonly authorization: string;
  readonly seconds: number;
  /** Where the login began. */
  readonly redirect: string;
}

export const LOGIN_SECONDS = 180;
const PREFIX = 'Bearer v2:';

/** Single sign-on by OpenID Connect (acceptance 8-010 to 8-015). */
export interface Sso {
  begin(redirect: string, redirectUrl: string): Promise<Login>;
  /** Throws UNAUTHENTICATED where the provider or the ticket does not vouch for who comes. */
  complete(callbackUrl: URL, ticket: string): Promise<Session>;
  callerOf(request: SessionRequest): Promise<Caller>;
}

export function createSso(options: SsoOptions): Sso {
  const { config, client, namespace } = options;
  const accounts = createServiceAccounts({ ...options, namespace: options.accountNamespace });
  const sealer = once(() => openSealer(client, namespace));
  const provider = once(() => openProvider(options));
  return {
    async begin(redirect, redirectUrl) {
      const checks = drawChecks();
      const url = await (await provider()).loginUrl(checks, config.redirectUrl || redirectUrl);
      return { url, ticket: await (await sealer()).seal({ ...checks, redirect, expires: options.now() + LOGIN_SECONDS * 1_000 }) };
    },
    complete: async (callbackUrl, ticket) =>
      complete(options, { sealer: await sealer(), provider: await provider() }, { callbackUrl, ticket }),
    callerOf: async (request) => callerOf(options, { sealer: await sealer(), accounts }, request),
  };
}

async function openProvider({ config, client, namespace }: SsoOptions): Promise<IdentityProvider> {
  const read = secretsOf(client, namespace);
  const [clientId, clientSecret] = await Promise.all([read(config.clientId), read(config.clientSecret)]);
  return openIdentityProvider(config, { clientId: clientId.trim(), clientSecret: clientSecret.trim() });
}

interface Parts {
  readonly sealer: Sealer;
  readonly provider: IdentityProvider;
}

interface Return {
  readonly callbackUrl: URL;
  readonly ticket: string;
}

async function complete({ config, now }: SsoOptions, { sealer, provider }: Parts, { callbackUrl, ticket }: Return): Promise<Session> {
  const kept = await sealer.open(ticket);
  if (kept === undefined || Number(kept['expires']) < now())
    throw invalid('invalid state: the login took too long or began in another browser');
  const address = config.redirectUrl === '' ? callbackUrl : new URL(callbackUrl.search, config.redirectUrl);
  const claims = await provider.claimsOf(address, kept as unknown as LoginChecks).catch((error: Error) => {
    throw new ApiFailure('UNAUTHENTICATED', `failed to exchange token: ${error.message}`, error);
  });
  const sealed = await sealer.seal({ claims, expires: now() + config.sessionSeconds * 1_000 });
  return { authorization: `${PREFIX}${sealed}`, seconds: config.sessionSeconds, redirect: String(kept['redirect'] ?? '') };
}

interface SessionParts {
  readonly sealer: Sealer;
  readonly accounts: ServiceAccounts;
}

async function callerOf(
  options: SsoOptions,
  { sealer, accounts }: SessionParts,
  { authorization, namespace }: SessionRequest,
): Promise<Caller> {
  const session = await sealer.open(authorization.slice(PREFIX.length));
  if (session === undefined) throw new ApiFailure('UNAUTHENTICATED', 'failed to parse encrypted token');
  if (!(Number(session['expires']) > options.now()))
    throw new ApiFailure('UNAUTHENTICATED', 'failed to validate claims: the session has ended');
  const claims = session['claims'] as Claims;
  if (!options.config.rbac) return { mode: 'sso', client: options.client, identity: 'server', claims };
  const account = await accounts.accountFor(claims, namespace);
  const client = await options.clientOf(`Bearer ${account.token}`);
  return { mode: 'sso', client, identity: `account ${account.namespace}/${account.name}`, claims, serviceAccount: account };
}

/** Made when it is first used; what failed is tried again by the next. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: Error) => {
      made = undefined;
      throw new OperationalError(`SSO is not available: ${error.message}`, { code: 'SSO_FAILED', retry: 'backoff', cause: error });
    });
    return made;
  };
}
