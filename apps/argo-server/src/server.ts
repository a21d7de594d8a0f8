import { parseDuration } from '@argosy/expressions';
import type { KubeClient, KubeConnection, Timers } from '@argosy/kube';
import { createConnection, createSyncConnection, type PersistenceConnection, type SyncConnection } from '@argosy/persistence';
import { buildInfo } from '@argosy/program';
import { type Logger, OperationalError } from '@argosy/std';
import type { Metrics } from '@argosy/telemetry';
import type { FastifyInstance } from 'fastify';
import { ApiFailure } from './api/failure.ts';
import { createApp } from './app.ts';
import { type ClientCallers, createClientCallers } from './auth/client-callers.ts';
import { createGatekeeper, type Gatekeeper } from './auth/gatekeeper.ts';
import { createSso, type Sso } from './auth/sso/sso.ts';
import { parseSso } from './auth/sso/sso-config.ts';
import { ssoRoutes } from './auth/sso/sso-routes.ts';
import { createWebhooks } from './auth/webhooks.ts';
import type { Config } from './config.ts';
import { descriptionRoutes } from './openapi/description-routes.ts';
import { artifactRoutes, artifactsSwitchedOff } from './routes/artifacts.ts';
import { apiEndpoints } from './routes/index.ts';
import { createAccess } from './services/access.ts';
import { createEventReceiver } from './services/event-receiver.ts';
import { followSettings, type SettingsFollower } from './services/follow-settings.ts';
import type { ServerSettings } from './services/server-settings.ts';
import { instanceSelector } from './services/instance.ts';
import { createLiveWorkflows } from './services/live-workflows.ts';
import type { Services } from './services/services.ts';
import { secretsOf } from './services/secrets.ts';
import { serverCertificate } from './web/certificate.ts';

export interface ServerOptions {
  readonly config: Config;
  readonly connection: KubeConnection;
  readonly client: KubeClient;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly timers: Timers;
}

/** A server with everything it works with; it does not listen yet. */
export interface Server {
  readonly app: FastifyInstance;
  stop(): Promise<void>;
}

export async function createServer(options: ServerOptions): Promise<Server> {
  const { config, connection, client, metrics, logger, timers } = options;
  const namespace = config.namespace ?? connection.namespace ?? 'argo';
  const settings = followSettings({ client, namespace, name: config.configMap, timers, logger });
  await settings.start();
  const databases = openDatabases(options, namespace, settings);
  const services = createServices(options, { namespace, settings: settings.current, ...databases });
  const callers = createCallers(options, { namespace, setting: settings.current().sso });
  const endpoints = apiEndpoints(services);
  const certificate = config.secure
    ? await serverCertificate(client, { namespace, secretName: config.tlsCertificateSecretName })
    : undefined;
  const app = await createApp({
    config,
    gatekeeper: callers.gatekeeper,
    webhooks: createWebhooks({ client, logger }),
    endpoints,
    metrics,
    logger,
    certificate,
    plugins: [
      descriptionRoutes(endpoints, config.schemaFolder),
      config.artifactServer ? artifactRoutes(services) : artifactsSwitchedOff(),
      ssoRoutes({ sso: () => callers.sso, baseHref: config.baseHref, secure: config.secure }),
    ],
  });
  services.live.start();
  return {
    app,
    async stop() {
      await app.close();
      await services.events.drained();
      services.live.stop();
      settings.stop();
      await Promise.all([databases.persistence.close(), databases.sync.close()]);
      await callers.clients.close();
    },
  };
}

interface Databases {
  readonly persistence: PersistenceConnection;
  readonly sync: SyncConnection;
}

/** The databases of the configuration, which may come, change and go while the server runs. */
function openDatabases({ client, logger }: ServerOptions, namespace: string, settings: SettingsFollower): Databases {
  const options = { readSecret: secretsOf(client, namespace), readDuration: parseDuration, logger };
  const [persistence, sync] = [createConnection(options), createSyncConnection(options)];
  const configure = (current: ServerSettings): void => {
    persistence.configure(current.persistence);
    sync.configure(current.synchronization);
  };
  configure(settings.current());
  settings.onChange(configure);
  return { persistence, sync };
}

interface ServiceParts extends Databases {
  readonly namespace: string;
  readonly settings: Services['settings'];
}

interface SsoParts {
  readonly namespace: string;
  readonly setting: Readonly<Record<string, unknown>> | undefined;
}

interface Callers {
  readonly clients: ClientCallers;
  readonly sso: Sso | undefined;
  readonly gatekeeper: Gatekeeper;
}

function createCallers(options: ServerOptions, parts: SsoParts): Callers {
  const { config, connection, client } = options;
  const clients = createClientCallers({ connection, userAgent: `argo-server/${buildInfo().version}` });
  const sso = config.authModes.has('sso') ? ssoOf(options, { ...parts, clientOf: clients.clientOf }) : undefined;
  const gatekeeper = createGatekeeper({
    modes: config.authModes,
    serverCaller: async () => ({ mode: 'server', client, identity: 'server' }),
    clientCaller: clients.callerOf,
    sessionCaller: async (request) => {
      if (sso === undefined) throw new ApiFailure('UNAUTHENTICATED', 'SSO is not configured');
      return sso.callerOf(request);
    },
  });
  return { clients, sso, gatekeeper };
}

function ssoOf(
  { config, client, logger, timers }: ServerOptions,
  { namespace, setting, clientOf }: SsoParts & Pick<ClientCallers, 'clientOf'>,
): Sso {
  if (setting === undefined)
    throw new OperationalError(`--auth-mode sso needs the key sso in the ConfigMap ${config.configMap}`, {
      code: 'SSO_MISSING',
      retry: 'never',
    });
  return createSso({
    config: parseSso(setting, parseDuration),
    client,
    namespace,
    accountNamespace: config.ssoNamespace ?? namespace,
    delegates: config.ssoDelegateToNamespace,
    clientOf,
    logger,
    now: () => timers.now(),
  });
}

function createServices(
  { config, client, logger, timers }: ServerOptions,
  { namespace, settings, persistence, sync }: ServiceParts,
): Services {
  const managedNamespace = config.managedNamespace ?? (config.namespaced ? namespace : '');
  const { instanceId } = settings();
  return {
    client,
    live: createLiveWorkflows({
      client,
      namespace: managedNamespace || undefined,
      labelSelector: instanceSelector(instanceId),
      timers,
      logger,
    }),
    access: createAccess(),
    archive: persistence.archive,
    offloaded: persistence.nodeStatuses,
    syncLimits: () => (sync.config()?.enableApi ? sync.limits() : undefined),
    settings,
    managedNamespace,
    ownNamespace: namespace,
    hiddenLabelValues: config.hiddenLabelValues,
    events: createEventReceiver({ ...config.events, instanceId: () => settings().instanceId, logger, now: () => timers.now() }),
    timers,
    logger,
  };
}
