import type { IncomingHttpHeaders } from 'node:http';
import { unauthorized } from '../status-error.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';
import { adminUser, anonymousUser, type Identity, serviceAccountUser, type User } from './user.ts';

/** A bearer token of the configuration and who uses it. */
export interface ConfiguredToken {
  readonly token: string;
  readonly username: string;
  readonly groups?: readonly string[];
}

export interface AuthenticationOptions {
  /** Empty: requests without a token are the administrator's. */
  readonly tokens: readonly ConfiguredToken[];
  readonly serviceAccounts: ServiceAccountTokens;
}

export type Authenticate = (headers: IncomingHttpHeaders) => Identity;

/** Makes the function that tells who a request is from; throws 401 for tokens that are nobody's. */
export function authentication({ tokens, serviceAccounts }: AuthenticationOptions): Authenticate {
  const users = new Map(tokens.map((each) => [each.token, configuredUser(each)]));
  const withoutToken = tokens.length === 0 ? adminUser : anonymousUser;
  return (headers) => {
    const [scheme, token] = headers.authorization?.split(' ') ?? [];
    const isBearer = scheme?.toLowerCase() === 'bearer' && token;
    const user = isBearer ? (users.get(token) ?? serviceAccounts.verify(token)) : withoutToken;
    if (!user) throw unauthorized();
    return headers['impersonate-user'] ? { user, impersonated: impersonatedUser(headers) } : { user };
  };
}

function configuredUser({ username, groups = ['system:masters'] }: ConfiguredToken): User {
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(username);
  if (account) return serviceAccountUser(account[1] ?? '', account[2] ?? '');
  return { username, groups: [...groups, 'system:authenticated'] };
}

function impersonatedUser(headers: IncomingHttpHeaders): User {
  const username = String(headers['impersonate-user']);
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(username);
  if (account) return serviceAccountUser(account[1] ?? '', account[2] ?? '');
  const groups = headers['impersonate-group'];
  const asked =
    groups === undefined
      ? []
      : String(groups)
          .split(',')
          .map((group) => group.trim());
  return { username, groups: [...asked, 'system:authenticated'] };
}
