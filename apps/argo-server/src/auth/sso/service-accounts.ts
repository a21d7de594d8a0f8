import { annotations } from '@argosy/api';
import { argoFunctions, compileExpression } from '@argosy/expressions';
import { coreResources, type KubeClient, type KubeObject } from '@argosy/kube';
import type { Logger } from '@argosy/std';
import { LRUCache } from 'lru-cache';
import { ApiFailure } from '../../api/failure.ts';
import type { Claims } from '../caller.ts';

/** The service account that somebody acts as. */
export interface ActingAccount {
  readonly name: string;
  readonly namespace: string;
  /** Bearer token. */
  readonly token: string;
}

export interface ServiceAccountsOptions {
  /** The server's own. */
  readonly client: KubeClient;
  /** Where accounts of all namespaces are. */
  readonly namespace: string;
  /** Also accounts of the namespace that a request is about. */
  readonly delegates: boolean;
  readonly logger: Logger;
  now(): number;
}

/** Chooses accounts by the rules in their annotations (acceptance 8-011). */
export interface ServiceAccounts {
  /** Throws PERMISSION_DENIED where no rule lets them in. */
  accountFor(claims: Claims, namespace: string): Promise<ActingAccount>;
}

interface Candidate {
  readonly account: KubeObject;
  readonly precedence: number;
}

/** Changes of rules are in force after this. */
const REMEMBERED = 10_000;

export function createServiceAccounts(options: ServiceAccountsOptions): ServiceAccounts {
  const lists = new LRUCache<string, Promise<readonly KubeObject[]>>({ max: 1_000, ttl: REMEMBERED });
  const listed = (namespace: string): Promise<readonly KubeObject[]> => {
    const known =
      lists.get(namespace) ?? options.client.list<KubeObject>(coreResources.ServiceAccount, { namespace }).then(({ items }) => items);
    lists.set(namespace, known);
    known.catch(() => lists.delete(namespace));
    return known;
  };
  const bestIn = async (namespace: string, claims: Claims): Promise<Candidate | undefined> =>
    bestOf(options, await listed(namespace), claims);
  return {
    async accountFor(claims, namespace) {
      const login = await bestIn(options.namespace, claims);
      if (login === undefined) throw new ApiFailure('PERMISSION_DENIED', 'not allowed');
      const isElsewhere = options.delegates && namespace !== '' && namespace !== options.namespace;
      const delegated = isElsewhere ? await bestIn(namespace, claims) : undefined;
      const { account } = delegated !== undefined && delegated.precedence > login.precedence ? delegated : login;
      return {
        name: account.metadata.name ?? '',
        namespace: account.metadata.namespace ?? '',
        token: await tokenOf(options.client, account),
      };
    },
  };
}

function bestOf(options: ServiceAccountsOptions, accounts: readonly KubeObject[], claims: Claims): Candidate | undefined {
  return accounts
    .filter(({ metadata }) => metadata.annotations?.[annotations.rbacRule] !== undefined)
    .map((account) => ({ account, precedence: Number(account.metadata.annotations?.[annotations.rbacRulePrecedence] ?? 0) || 0 }))
    .toSorted((left, right) => right.precedence - left.precedence)
    .find(({ account }) => letsIn(options, account, claims));
}

/** A rule that cannot be evaluated lets nobody in, and does not keep the others from it. */
function letsIn({ logger, now }: ServiceAccountsOptions, { metadata }: KubeObject, claims: Claims): boolean {
  const rule = metadata.annotations?.[annotations.rbacRule] ?? '';
  const environment = {
    ...argoFunctions,
    ...claims.raw,
    iss: claims.issuer,
    sub: claims.subject,
    email: claims.email,
    groups: claims.groups ?? [],
  };
  try {
    return compileExpression(rule).evaluate(environment, { now: now(), seed: '' }) === true;
  } catch (error) {
    logger.error(`the rule of a service account cannot be evaluated: ${(error as Error).message}`, {
      account: metadata.name,
      namespace: metadata.namespace,
      rule,
    });
    return false;
  }
}

interface Secret extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

async function tokenOf(client: KubeClient, { metadata }: KubeObject): Promise<string> {
  const name = metadata.annotations?.[annotations.serviceAccountTokenName] ?? `${metadata.name ?? ''}.service-account-token`;
  const { data } = await client.get<Secret>(coreResources.Secret, { name, namespace: metadata.namespace ?? '' });
  const token = data?.['token'];
  if (token === undefined) throw new ApiFailure('PERMISSION_DENIED', `the Secret ${name} holds no token`);
  return Buffer.from(token, 'base64').toString('utf8');
}
