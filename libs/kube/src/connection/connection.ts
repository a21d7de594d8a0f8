import { OperationalError } from '@argosy/std';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inClusterConnection } from './in-cluster.ts';
import { kubeconfigConnection } from './kubeconfig.ts';

export interface ConnectionOptions {
  /** One or several kubeconfig files, separated as in KUBECONFIG. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly cluster?: string | undefined;
  readonly user?: string | undefined;
  /** URL that replaces the kubeconfig's, or that is enough on its own. */
  readonly server?: string | undefined;
  readonly token?: string | undefined;
  /** PEM text of the authorities to trust. */
  readonly certificateAuthority?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
  readonly tlsServerName?: string | undefined;
  readonly impersonate?:
    | { readonly user?: string | undefined; readonly groups?: readonly string[]; readonly uid?: string | undefined }
    | undefined;
  /** Only a pod's own service account, no kubeconfig. */
  readonly inCluster?: boolean | undefined;
  /** Where KUBECONFIG, HOME and KUBERNETES_SERVICE_HOST are read; absent: nowhere. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

export interface TlsIdentity {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly rejectUnauthorized?: boolean | undefined;
  readonly servername?: string | undefined;
}

/** How one API server is reached, and as whom. */
export interface KubeConnection {
  /** `https://host:port`, with a path where the server lives below one. */
  readonly server: string;
  /** The namespace of the context, or of the pod. */
  readonly namespace?: string | undefined;
  readonly tls: TlsIdentity;
  /** Headers of every request: basic auth, impersonation. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** The bearer token to use now; it may rotate. */
  token(): Promise<string | undefined>;
}

/**
 * Finds out which API server to talk to: the given kubeconfig, then KUBECONFIG, then the default file of the home folder, then the
 * pod's service account. Throws `KUBE_NO_CONFIGURATION` with a hint where there is none.
 */
export async function openConnection(options: ConnectionOptions = {}): Promise<KubeConnection> {
  const found = await findConnection(options);
  const impersonation = impersonationHeaders(options.impersonate);
  return {
    ...found,
    server: (options.server ?? found.server).replace(/\/+$/, ''),
    tls: { ...found.tls, ...overridesOf(options) },
    headers: { ...found.headers, ...impersonation },
    token: options.token === undefined ? found.token : async () => options.token,
  };
}

async function findConnection(options: ConnectionOptions): Promise<KubeConnection> {
  const environment = options.environment ?? {};
  if (options.inCluster) return inClusterConnection(environment);
  const files = kubeconfigFiles(options, environment);
  if (files.length > 0) return kubeconfigConnection(files, options);
  if (options.server !== undefined) return { server: options.server, tls: {}, headers: {}, token: async () => undefined };
  if (environment['KUBERNETES_SERVICE_HOST']) return inClusterConnection(environment);
  throw new OperationalError(
    'no Kubernetes API server is configured: give --kubeconfig, set KUBECONFIG, or start one with `argo local up`',
    {
      code: 'KUBE_NO_CONFIGURATION',
      retry: 'never',
    },
  );
}

function kubeconfigFiles(options: ConnectionOptions, environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (options.kubeconfig !== undefined) return options.kubeconfig.split(delimiter).filter(Boolean);
  if (options.server !== undefined && options.token !== undefined) return [];
  const named = (environment['KUBECONFIG'] ?? '').split(delimiter).filter(Boolean);
  if (named.length > 0) return named.filter((file) => existsSync(file)).length > 0 ? named.filter((file) => existsSync(file)) : named;
  const home = environment['HOME'];
  const standard = home ? join(home, '.kube', 'config') : '';
  return standard && existsSync(standard) ? [standard] : [];
}

function overridesOf(options: ConnectionOptions): TlsIdentity {
  return {
    ...(options.certificateAuthority === undefined ? {} : { ca: options.certificateAuthority }),
    ...(options.insecureSkipTlsVerify ? { rejectUnauthorized: false } : {}),
    ...(options.tlsServerName === undefined ? {} : { servername: options.tlsServerName }),
  };
}

function impersonationHeaders(impersonate: ConnectionOptions['impersonate']): Readonly<Record<string, string | readonly string[]>> {
  return {
    ...(impersonate?.user ? { 'impersonate-user': impersonate.user } : {}),
    ...(impersonate?.uid ? { 'impersonate-uid': impersonate.uid } : {}),
    ...(impersonate?.groups?.length ? { 'impersonate-group': impersonate.groups } : {}),
  };
}
