import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@argosy/std';
import type { Store } from '../../store/store.ts';
import { serviceAccountUser, type User } from './user.ts';

export interface TokenSubject {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly pod?: { readonly name: string; readonly uid: string };
}

export interface IssuedToken {
  readonly token: string;
  readonly expirationTimestamp: string;
}

interface Claims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly iss: string;
  readonly nbf: number;
  readonly sub: string;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly serviceaccount: { readonly name: string; readonly uid: string };
    readonly pod?: { readonly name: string; readonly uid: string };
  };
}

export const tokenIssuer = 'https://kubernetes.default.svc.cluster.local';
const keySetting = 'service-account-key';

/** Issues and checks tokens of service accounts. The key is kept with the data, so that tokens outlive a restart. */
export class ServiceAccountTokens {
  private readonly store: Store;
  private readonly clock: Clock;
  private readonly key: Buffer;
  private readonly checked = new Map<string, Claims>();

  constructor(store: Store, clock: Clock) {
    this.store = store;
    this.clock = clock;
    const kept = store.getSetting(keySetting);
    this.key = kept ? Buffer.from(kept, 'base64') : randomBytes(32);
    if (!kept) store.setSetting(keySetting, this.key.toString('base64'));
  }

  issue(subject: TokenSubject, options: { readonly audiences?: readonly string[]; readonly expirationSeconds?: number } = {}): IssuedToken {
    const now = Math.floor(this.clock.now() / 1000);
    const exp = now + (options.expirationSeconds ?? 3600);
    const { namespace, name, uid, pod } = subject;
    const claims: Claims = {
      aud: options.audiences?.length ? options.audiences : [tokenIssuer],
      exp,
      iat: now,
      iss: tokenIssuer,
      nbf: now,
      sub: `system:serviceaccount:${namespace}:${name}`,
      'kubernetes.io': { namespace, serviceaccount: { name, uid }, ...(pod ? { pod } : {}) },
    };
    const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
    return { token: `${text}.${this.sign(text)}`, expirationTimestamp: new Date(exp * 1000).toISOString().replace('.000', '') };
  }

  /** The user of a token that this server issued, whose account still exists; undefined for every other text. */
  verify(token: string): User | undefined {
    const claims = this.checked.get(token) ?? this.read(token);
    if (!claims || claims.exp * 1000 <= this.clock.now()) return undefined;
    const { namespace, serviceaccount } = claims['kubernetes.io'];
    const account = this.store.get('serviceaccounts', namespace, serviceaccount.name)?.object;
    if (account?.metadata.uid !== serviceaccount.uid) return undefined;
    this.checked.set(token, claims);
    return serviceAccountUser(namespace, serviceaccount.name, serviceaccount.uid);
  }

  private read(token: string): Claims | undefined {
    const [header, payload, signature, ...rest] = token.split('.');
    if (!header || !payload || !signature || rest.length > 0) return undefined;
    const expected = Buffer.from(this.sign(`${header}.${payload}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
  }

  private sign(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64url');
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
