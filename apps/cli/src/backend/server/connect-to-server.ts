import { createApiClient } from '@argosy/api-client';
import type { ServerFlags } from '../../command.ts';
import { CliFailure } from '../../failure.ts';
import type { Cluster } from '../backend.ts';
import { serverCluster } from './server-cluster.ts';

export interface ConnectToServerOptions {
  readonly server: ServerFlags;
  readonly namespace: string;
  readonly signal: AbortSignal;
  /** What goes after `Bearer`, or a whole value such as `Basic …`; asked before every request. */
  token(): Promise<string | undefined>;
}

/** Opens an Argo server. HTTP is what it speaks, whatever ARGO_HTTP1 says: the server answers both it and gRPC on one port. */
export async function connectToServer(options: ConnectToServerOptions): Promise<Cluster> {
  const { server, namespace, signal, token } = options;
  const api = createApiClient({
    url: serverUrl(server),
    headers: readHeaders(server.headers),
    token,
    ...(server.insecureSkipVerify && { fetch: await trustingFetch() }),
  });
  return serverCluster({ api, namespace, signal, token });
}

/** `host:port`, with TLS unless it is turned off; an address with a scheme is taken as it is. */
export function serverUrl({ address, secure, baseHref }: Pick<ServerFlags, 'address' | 'secure' | 'baseHref'>): string {
  const root = /^https?:\/\//.test(address) ? address : `${secure ? 'https' : 'http'}://${address}`;
  const path = baseHref.replace(/^\/+|\/+$/g, '');
  return `${root.replace(/\/+$/, '')}/${path === '' ? '' : `${path}/`}`;
}

/** `name:value`, several of them in one text parted by commas, as Argo takes them. */
function readHeaders(texts: readonly string[]): Record<string, string> {
  const terms = texts.flatMap((text) => text.split(',')).filter((term) => term.trim() !== '');
  return Object.fromEntries(
    terms.map((term) => {
      const split = term.indexOf(':');
      if (split < 1) throw new CliFailure(`additional headers must be colon(:)-separated: ${term}`);
      return [term.slice(0, split).trim(), term.slice(split + 1).trim()];
    }),
  );
}

async function trustingFetch(): Promise<typeof fetch> {
  const { Agent, fetch: send } = await import('./trusting-agent.ts');
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  return ((input: string, init: object) => send(input, { ...init, dispatcher })) as unknown as typeof fetch;
}
