import { createKubeClient, type KubeConnection, openConnection, realTimers } from '@argosy/kube';
import { buildInfo } from '@argosy/program';
import { createTokenBucket } from '@argosy/reconciler';
import type { Logger } from '@argosy/std';
import { createLogger, createMetrics } from '@argosy/telemetry';
import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { Config } from './config.ts';
import { createServer } from './server.ts';

/** Serves until `signal` is aborted; resolves to the exit code. */
export async function run(config: Config, signal: AbortSignal): Promise<number> {
  const metrics = createMetrics({ process: true });
  const logger = createLogger({ ...config.log, onLine: (level) => metrics.increment('argo_workflows_log_messages', { level }) });
  const connection = await openConnection(connectionOptions(config));
  const userAgent = `argo-server/${buildInfo().version}`;
  const limiter = createTokenBucket({ rate: config.rate.qps, burst: config.rate.burst, timers: realTimers });
  const client = await createKubeClient({ connection, userAgent, limiter });
  const server = await createServer({ config, connection, client, metrics, logger, timers: realTimers });
  try {
    await listen(server.app, config);
    announce(server.app, { config, connection, logger });
    await ended(signal);
    logger.info('stopping');
  } finally {
    await server.stop();
    await client.close();
  }
  return 0;
}

function connectionOptions({
  kubeconfig,
  context,
  server,
  token,
  insecureSkipTlsVerify,
  environment,
}: Config): Parameters<typeof openConnection>[0] {
  return { kubeconfig, context, server, token, insecureSkipTlsVerify, environment };
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<void> {
  await app.listen({ host, port });
}

function announce(
  app: FastifyInstance,
  { config, connection, logger }: { readonly config: Config; readonly connection: KubeConnection; readonly logger: Logger },
): void {
  const { port } = app.server.address() as AddressInfo;
  const url = `${config.secure ? 'https' : 'http'}://localhost:${port}${config.baseHref}`;
  logger.info('Argo Server started successfully', {
    url,
    server: connection.server,
    modes: [...config.authModes].join(','),
    version: buildInfo().version,
  });
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
