import type { KubeClient } from '@argosy/kube';

/** How callers make themselves known (acceptance 8.2). */
export type AuthMode = 'client' | 'server' | 'sso';

/** What is known of a person, of a token or of a session. */
export interface Claims {
  readonly issuer?: string | undefined;
  readonly subject?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly emailVerified?: boolean | undefined;
  readonly preferredUsername?: string | undefined;
  /** All claims, for rules. */
  readonly raw?: Readonly<Record<string, unknown>>;
}

/** Who makes a request, and the access to the cluster that comes with it. */
export interface Caller {
  readonly mode: AuthMode;
  /** Acts with the caller's rights. */
  readonly client: KubeClient;
  /** Keeps what was found out about this caller's rights apart from others'. */
  readonly identity: string;
  readonly claims?: Claims | undefined;
  readonly serviceAccount?: { readonly name: string; readonly namespace: string } | undefined;
}
