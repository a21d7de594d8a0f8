import { coreResources, createKubeClient, type KubeClient, type KubeConnection, type KubeObject } from '@argosy/kube';
import { LRUCache } from 'lru-cache';
import { createHash } from 'node:crypto';
import type { Caller, Claims } from './caller.ts';

export interface ClientCallersOptions {
  /** The API server as the server reaches it; credentials are replaced. */
  readonly connection: KubeConnection;
  readonly userAgent: string;
}

/** Clients that act with the rights of those who call (acceptance 8-008). */
export interface ClientCallers {
  /** Asks the API server whether it knows the caller; throws its refusal. */
  callerOf(authorization: string): Promise<Caller>;
  /** A client for a bearer token, which is not asked about. */
  clientOf(authorization: string): Promise<KubeClient>;
  close(): Promise<void>;
}

/** How long it is taken for granted that a token is known; what it may do is asked for much more often. */
const KNOWN_FOR = 60_000;
const MOST_CLIENTS = 200;
const CONNECTIONS = 4;

export function createClientCallers(options: ClientCallersOptions): ClientCallers {
  const clients = new LRUCache<string, Promise<KubeClient>>({
    max: MOST_CLIENTS,
    // Requests under way go on; the pool closes after them.
    dispose: (client) => void client.then((open) => open.close()).catch(() => undefined),
  });
  const known = new LRUCache<string, true>({ max: 10_000, ttl: KNOWN_FOR });
  const clientOf = (authorization: string): Promise<KubeClient> => {
    const key = digest(authorization);
    const open = clients.get(key) ?? openClient(options, authorization);
    clients.set(key, open);
    return open;
  };
  return {
    clientOf,
    async callerOf(authorization) {
      const identity = digest(authorization);
      const client = await clientOf(authorization);
      if (!known.has(identity)) {
        await client.create(coreResources.SelfSubjectAccessReview, REVIEW);
        known.set(identity, true);
      }
      const claims = claimsOfToken(authorization);
      const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(claims?.subject ?? '');
      return {
        mode: 'client',
        client,
        identity,
        claims,
        ...(account && { serviceAccount: { namespace: account[1] as string, name: account[2] as string } }),
      };
    },
    async close() {
      const open = [...clients.values()];
      clients.clear();
      await Promise.allSettled(open);
    },
  };
}

/** Any question does: who is not known gets no answer. */
const REVIEW = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectAccessReview',
  metadata: {},
  spec: { resourceAttributes: { verb: 'list', group: 'argoproj.io', resource: 'workflows' } },
} satisfies KubeObject & { readonly spec: unknown };

function openClient({ connection, userAgent }: ClientCallersOptions, authorization: string): Promise<KubeClient> {
  const { server, tls } = connection;
  // The server's own certificate would make everybody the server.
  const { cert: _cert, key: _key, ...trust } = tls;
  const isBearer = authorization.startsWith('Bearer ');
  return createKubeClient({
    connection: {
      server,
      tls: trust,
      headers: isBearer ? {} : { authorization },
      token: async () => (isBearer ? authorization.slice('Bearer '.length) : undefined),
    },
    userAgent,
    connections: CONNECTIONS,
  });
}

function digest(authorization: string): string {
  return createHash('sha256').update(authorization).digest('base64url');
}

/** What a token says about its owner. The API server has checked it; this only reads it. */
function claimsOfToken(authorization: string): Claims | undefined {
  const payload = authorization.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const raw = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Readonly<Record<string, unknown>>;
    const text = (name: string): string | undefined => (typeof raw[name] === 'string' ? (raw[name] as string) : undefined);
    return { issuer: text('iss'), subject: text('sub'), email: text('email'), name: text('name'), raw };
  } catch {
    return undefined;
  }
}
