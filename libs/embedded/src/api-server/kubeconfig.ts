import { InvariantError } from '@argosy/std';
import type { ConfiguredToken } from './auth/authentication.ts';

export interface KubeconfigSource {
  readonly url: string;
  readonly certificateAuthority: string;
  readonly tokens: readonly ConfiguredToken[];
}

export interface KubeconfigChoice {
  /** Whose token; default: the first one configured. */
  readonly username?: string;
  /** A token that is not configured, such as a service account's. */
  readonly token?: string;
  readonly namespace?: string;
}

/** A kubeconfig with one cluster, user and context. It is JSON, so that programs without a YAML parser read it, too. */
export function kubeconfigFor(
  { url, certificateAuthority, tokens }: KubeconfigSource,
  { username, token, namespace = 'argo' }: KubeconfigChoice = {},
): string {
  const configured = username === undefined ? tokens[0] : tokens.find((each) => each.username === username);
  if (username !== undefined && !configured) throw new InvariantError(`no token is configured for ${username}`);
  const bearer = token ?? configured?.token;
  const authority = certificateAuthority ? { 'certificate-authority-data': Buffer.from(certificateAuthority).toString('base64') } : {};
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'argosy', cluster: { server: url, ...authority } }],
      users: [{ name: 'argosy', user: bearer ? { token: bearer } : {} }],
      contexts: [{ name: 'argosy', context: { cluster: 'argosy', user: 'argosy', namespace } }],
      'current-context': 'argosy',
    },
    null,
    2,
  )}\n`;
}
