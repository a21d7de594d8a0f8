import type { KubeClient } from './client.ts';
import { type ConnectionOptions, type KubeConnection, openConnection } from './connection/connection.ts';
import { httpClient } from './http-client.ts';
import { realTimers, type Timers } from './timers.ts';
import { createTransport, type RequestLimiter, type RequestReport } from './transport/transport.ts';

export interface KubeClientOptions extends ConnectionOptions {
  /** Found already; the options that find one are ignored then. */
  readonly connection?: KubeConnection;
  /** `<program>/<version>`, as it shows up in audit logs. */
  readonly userAgent?: string;
  /** Connections shared by all calls; watches have their own. */
  readonly connections?: number;
  readonly limiter?: RequestLimiter | undefined;
  /** Called after every attempt of a request. */
  readonly onRequest?: (report: RequestReport) => void;
  readonly timers?: Timers;
}

/**
 * Opens a client of the API server that the options lead to. Nothing is sent before the first call.
 *
 * @example
 * const client = await createKubeClient({ environment: process.env, userAgent: 'argo/v0.1.0' });
 * const pods = await client.list(coreResources.Pod, { namespace: 'argo' });
 */
export async function createKubeClient(options: KubeClientOptions = {}): Promise<KubeClient> {
  const connection = options.connection ?? (await openConnection(options));
  const userAgent = options.userAgent ?? 'argosy';
  const transport = createTransport({
    connection,
    userAgent,
    connections: options.connections ?? 16,
    timers: options.timers ?? realTimers,
    limiter: options.limiter,
    onRequest: options.onRequest,
  });
  return httpClient({ connection, transport, userAgent });
}
