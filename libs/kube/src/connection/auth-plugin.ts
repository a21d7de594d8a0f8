import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import type { KubeConnection, TlsIdentity } from './connection.ts';

interface PluginOptions {
  headers?: Record<string, string>;
  cert?: string | Buffer;
  key?: string | Buffer;
}

/** How long a plugin's answer is used before the plugin is asked again; it keeps track of expiry itself. */
const FRESH_FOR = 30_000;

/** Credentials from an exec plugin or an OIDC provider. Loaded only when a kubeconfig asks for them, because it is heavy. */
export async function pluginConnection(
  cluster: Readonly<Record<string, unknown>>,
  user: Readonly<Record<string, unknown>>,
  tls: TlsIdentity,
): Promise<Pick<KubeConnection, 'tls' | 'token'>> {
  const config = new KubeConfig();
  config.loadFromString(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'cluster', cluster }],
      users: [{ name: 'user', user }],
      contexts: [{ name: 'context', context: { cluster: 'cluster', user: 'user' } }],
      'current-context': 'context',
    }),
  );
  const first = await ask(config);
  let answer: Promise<PluginOptions> = Promise.resolve(first);
  let askedAt = Date.now();
  const token = async (): Promise<string | undefined> => {
    if (Date.now() - askedAt > FRESH_FOR) {
      askedAt = Date.now();
      answer = ask(config);
    }
    return bearerOf(await answer);
  };
  return { tls: { ...tls, ...(first.cert ? { cert: String(first.cert), key: String(first.key ?? '') } : {}) }, token };
}

async function ask(config: KubeConfig): Promise<PluginOptions> {
  const options: PluginOptions = { headers: {} };
  await config.applyToHTTPSOptions(options);
  return options;
}

function bearerOf(options: PluginOptions): string | undefined {
  return /^Bearer (.+)$/.exec(options.headers?.['Authorization'] ?? '')?.[1];
}
