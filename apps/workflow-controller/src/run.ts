import { decide } from '@argosy/engine';
import { createKubeClient, openConnection, realTimers, type KubeClient, type KubeConnection, type RequestLimiter } from '@argosy/kube';
import type { PersistenceConnection, SyncConnection } from '@argosy/persistence';
import { createLeaderElection, createTokenBucket, type LeaderElection } from '@argosy/reconciler';
import { buildInfo } from '@argosy/program';
import type { Logger } from '@argosy/std';
import { createLogger, createMetrics, type Metrics, type OtlpExport, showEventLoopLag, startOtlpExport } from '@argosy/telemetry';
import { connectPersistence, connectSync } from './archive/connect.ts';
import type { Config } from './config.ts';
import { type Controller, createController } from './controller.ts';
import { openEndpoints } from './http/endpoints.ts';
import { followMetricSettings } from './settings/metric-settings.ts';
import { followSettings, type SettingsSource } from './settings/settings-source.ts';
import { problemOfCron, problemOfWorkflow } from './validate.ts';

/** Runs until `signal` is aborted or leadership is lost; resolves to the exit code. */
export async function run(config: Config, signal: AbortSignal): Promise<number> {
  const metrics = createMetrics({ process: true, timeToLive: () => settings.current().metrics.timeToLive });
  const logger = createLogger({ ...config.log, onLine: (level) => metrics.increment('argo_workflows_log_messages', { level }) });
  const connection = await openConnection(connectionOptions(config));
  const client = await connect(config, connection, metrics);
  const namespace = config.namespace ?? connection.namespace ?? 'argo';
  const settings = followSettings({ client, namespace, name: config.configMap, timers: realTimers, logger });
  await settings.start();
  followMetricSettings({ settings, metrics, logger });
  const stopLag = showEventLoopLag(metrics);
  const otlp = await otlpOf(config, metrics, logger);
  const persistence = connectPersistence({ client, namespace, settings, logger });
  const sync = connectSync({ client, namespace, settings, logger });
  const controller = controllerOf({ config, client, namespace, settings, metrics, logger, persistence, sync });
  const end = endOf(signal);
  // Nothing else keeps a process alive whose API server is away.
  const alive = setInterval(() => undefined, 60_000);
  const election = electionOf({ config, client, namespace, settings, logger, controller, end });
  const closeEndpoints = await openEndpoints({ config, controller, metrics, logger, settings, isLeader: () => election?.isLeader ?? true });
  announce(config, { client, namespace, logger, metrics });
  if (election === undefined) await controller.start();
  else election.start();
  const code = await end.reached;
  logger.info('stopping');
  await Promise.race([controller.stop(), new Promise((resolve) => setTimeout(resolve, GRACE))]);
  await election?.stop();
  settings.stop();
  await Promise.all([persistence.close(), sync.close()]);
  closeEndpoints();
  stopLag();
  await otlp?.stop();
  clearInterval(alive);
  return code;
}

/** How long requests under way may take when the process is to end. Nothing is lost when they are cut off. */
const GRACE = 5_000;

interface Parts {
  readonly config: Config;
  readonly client: KubeClient;
  readonly namespace: string;
  readonly settings: SettingsSource;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

interface Persistent {
  readonly persistence: PersistenceConnection;
  readonly sync: SyncConnection;
}

function connectionOptions(config: Config): Parameters<typeof openConnection>[0] {
  const { kubeconfig, context, server, token, insecureSkipTlsVerify, environment } = config;
  return { kubeconfig, context, server, token, insecureSkipTlsVerify, environment };
}

function connect({ rate }: Config, connection: KubeConnection, metrics: Metrics): Promise<KubeClient> {
  return createKubeClient({
    connection,
    userAgent: `workflow-controller/${buildInfo().version}`,
    connections: 32,
    limiter: rate && measuredLimiter(rate, metrics),
    onRequest: ({ verb, resource, code, duration }) => {
      const labels = { kind: resource, verb, status_code: String(code) };
      metrics.increment('argo_workflows_k8s_request_total', labels);
      metrics.increment('argosy_api_requests_total', { verb, resource, code: String(code) });
      metrics.observe('argo_workflows_k8s_request_duration', labels, duration / 1_000);
    },
  });
}

function measuredLimiter({ qps, burst }: NonNullable<Config['rate']>, metrics: Metrics): RequestLimiter {
  const bucket = createTokenBucket({ rate: qps, burst, timers: realTimers });
  return {
    async wait() {
      const since = realTimers.now();
      await bucket.wait();
      metrics.observe('argo_workflows_client_rate_limiter_latency', {}, (realTimers.now() - since) / 1_000);
    },
  };
}

function controllerOf({ config, client, namespace, settings, metrics, logger, persistence, sync }: Parts & Persistent): Controller {
  return createController({
    client,
    ownNamespace: namespace,
    namespace: config.managedNamespace ?? (config.namespaced ? namespace : undefined),
    workers: config.workers,
    flags: config.policy,
    artifactGc: config.artifactGc,
    storage: config.storage,
    cacheGc: config.cacheGc,
    persistence,
    sync,
    propagation: config.propagation,
    timers: realTimers,
    logger,
    metrics,
    settings: settings.current,
    onSettings: settings.onChange,
    decide,
    validate: problemOfWorkflow,
    validateCron: problemOfCron,
  });
}

function otlpOf({ otlpInterval, identity }: Config, metrics: Metrics, logger: Logger): Promise<OtlpExport | undefined> {
  if (otlpInterval === undefined) return Promise.resolve(undefined);
  return startOtlpExport({
    metrics,
    interval: otlpInterval,
    attributes: { 'service.name': 'workflow-controller', 'service.instance.id': identity, 'service.version': buildInfo().version },
    onFailure: (error) => logger.warn(`metrics could not be exported: ${error.message}`),
  });
}

interface End {
  readonly reached: Promise<number>;
  with(code: number): void;
}

function endOf(signal: AbortSignal): End {
  let finish = (_code: number): void => undefined;
  const reached = new Promise<number>((resolve) => {
    finish = resolve;
  });
  signal.addEventListener('abort', () => finish(0), { once: true });
  return { reached, with: (code) => finish(code) };
}

/** One that lost its leadership ends: a process that starts afresh has no state to be wrong about. */
function electionOf(parts: Omit<Parts, 'metrics'> & { readonly controller: Controller; readonly end: End }): LeaderElection | undefined {
  const { config, client, namespace, settings, logger, controller, end } = parts;
  const isInCluster = config.kubeconfig === undefined && config.environment['KUBERNETES_SERVICE_HOST'] !== undefined;
  if (!(config.leaderElection ?? isInCluster)) return undefined;
  const { instanceId } = settings.current();
  return createLeaderElection({
    client,
    namespace,
    name: instanceId ? `workflow-controller-${instanceId}` : 'workflow-controller',
    identity: config.identity,
    timers: realTimers,
    logger,
    onStarted: () => void controller.start().catch((error: Error) => fail(error, logger, end)),
    onStopped: () => end.with(1),
  });
}

function fail(error: Error, logger: Logger, end: End): void {
  logger.error(`cannot start: ${error.message}`);
  end.with(1);
}

function announce(
  config: Config,
  { client, namespace, logger, metrics }: Pick<Parts, 'client' | 'namespace' | 'logger' | 'metrics'>,
): void {
  const build = buildInfo();
  const managed = config.managedNamespace ?? (config.namespaced ? namespace : '(all)');
  logger.info('workflow-controller', { version: build.version, server: client.serverUrl, namespace, managed });
  metrics.set(
    'argo_workflows_version',
    {
      version: build.version,
      platform: `${process.platform}/${process.arch}`,
      go_version: `node ${process.version}`,
      build_date: build.buildDate,
      compiler: 'esbuild',
      git_commit: build.gitCommit,
      git_tree_state: build.gitTreeState,
      git_tag: build.version,
    },
    1,
  );
}
