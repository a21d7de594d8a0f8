import http from 'node:http';
import type { Duplex } from 'node:stream';
import fs from 'node:fs';
import path from 'node:path';
import { crds as argoDefinitions } from '@argosy/api';
import { type Clock, type Logger, silentLogger } from '@argosy/std';
import { openSqliteJournal } from '../store/sqlite-journal.ts';
import { Store } from '../store/store.ts';
import { openAuditLog } from './audit.ts';
import { authorizeRequest } from './auth/authorization.ts';
import { authentication, type ConfiguredToken } from './auth/authentication.ts';
import { ServiceAccountTokens } from './auth/service-account-tokens.ts';
import { Catalog } from './catalog.ts';
import { serverCertificate, type ServerCertificate } from './certificates.ts';
import { startGarbageCollector } from './controllers/garbage-collector.ts';
import { startNamespaceLifecycle } from './controllers/namespace-lifecycle.ts';
import { startDisruption } from './controllers/disruption.ts';
import { startEndpoints } from './controllers/endpoints.ts';
import { startWorkloads } from './controllers/workloads/start.ts';
import { startDefinitionCleanup } from './controllers/definition-cleanup.ts';
import { WorkQueue } from './controllers/work-queue.ts';
import { registerDefinitions } from './custom/registration.ts';
import { documentHandler } from './documents/document-handler.ts';
import { type DispatchServices, dispatcher } from './http/dispatch.ts';
import { errorReply } from './http/reply.ts';
import { builtInResources } from './kinds/built-in.ts';
import { openListener, type UpgradeExchange } from './http/listener.ts';
import { kubeconfigFor } from './kubeconfig.ts';
import { RequestMetrics } from './metrics.ts';
import { forwardPorts } from './pods/port-forward.ts';
import { attachToPod, execInPod } from './pods/remote-command.ts';
import type { PodBackend } from './pods/pod-backend.ts';
import { parseRequest } from './request.ts';
import { installBasics } from './basics.ts';
import type { ApiState } from './state.ts';
import { notFound, pathNotFound } from './status-error.ts';

export interface ApiServerOptions {
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** HTTPS with a certificate that the server makes itself. */
  readonly tls?: boolean;
  /** Where objects are kept; absent: in memory, gone with the process. */
  readonly dataDir?: string;
  /** `machine`: writes survive a power cut, at the price of one fsync per batch of writes. Default: `process`. */
  readonly durability?: 'process' | 'machine';
  /** A file to which one audit event per request is appended. */
  readonly auditLog?: string;
  /** Who may come in by which token; without any, everybody who reaches the port is the administrator. */
  readonly tokens?: readonly ConfiguredToken[];
  /** Roles and bindings decide what users may do. Default: every user may do everything. */
  readonly authorize?: boolean;
  readonly podBackend?: PodBackend;
  /** CustomResourceDefinitions that are there from the start; default: Argo's. */
  readonly crds?: readonly object[];
  /** Namespaces that are there from the start, besides Kubernetes' own. */
  readonly namespaces?: readonly string[];
  /** Addresses for services. Default: 10.96.0.0/16. */
  readonly serviceCidr?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

export interface ApiServer {
  readonly url: string;
  readonly port: number;
  /** The certificate to trust; empty for plain HTTP. */
  readonly certificateAuthority: string;
  /** A kubeconfig as JSON, which is YAML, too: of the administrator, or of a user of the configured tokens. */
  kubeconfig(options?: KubeconfigOptions): string;
  /** A token of a service account, as `kubectl create token` gives it; throws where the account is missing. */
  serviceAccountToken(namespace: string, name: string, expirationSeconds?: number): string;
  /** Sets who answers logs and exec, where it was not known at the start. */
  setPodBackend(backend: PodBackend): void;
  stop(): Promise<void>;
}

export interface KubeconfigOptions {
  readonly username?: string;
  readonly token?: string;
  readonly namespace?: string;
}

/** Starts an API server; it answers when the promise resolves. */
export async function startApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const { host = '127.0.0.1', port = 0 } = options;
  if (options.dataDir) fs.mkdirSync(options.dataDir, { recursive: true });
  const certificate = await findCertificate(options, host);
  const certificateAuthority = certificate?.authority ?? '';
  const state = await openState(options);
  const stopBackground = startBackground(state, options, certificateAuthority);
  const services = createServices(state, options);
  const onUpgrade = (exchange: UpgradeExchange): void => upgrade(services, exchange);
  const listener = await openListener({ host, port, certificate, onRequest: dispatcher(services), onUpgrade });
  await state.store.durable();
  const { url } = listener;
  return {
    url,
    port: listener.port,
    certificateAuthority,
    kubeconfig: (wanted) => kubeconfigFor({ url, certificateAuthority, tokens: options.tokens ?? [] }, wanted),
    serviceAccountToken: (namespace, name, expirationSeconds) => issueToken(services, { namespace, name, expirationSeconds }),
    setPodBackend: (backend) => {
      services.podBackend = backend;
    },
    stop: async () => {
      stopBackground();
      await listener.close();
      services.auditLog?.close();
      state.store.close();
    },
  };
}

async function findCertificate({ tls, dataDir }: ApiServerOptions, host: string): Promise<ServerCertificate | undefined> {
  return tls ? serverCertificate({ hosts: ['localhost', '127.0.0.1', '::1', host], directory: dataDir }) : undefined;
}

async function openState(options: ApiServerOptions): Promise<ApiState> {
  const { clock = { now: () => Date.now() }, logger = silentLogger } = options;
  const { serviceCidr = '10.96.0.0/16' } = options;
  return { store: await openStore(options), catalog: new Catalog(), clock, logger, serviceCidr };
}

type Services = Omit<DispatchServices, 'podBackend'> & { podBackend: PodBackend | undefined };

function createServices(state: ApiState, options: ApiServerOptions): Services {
  const { store, catalog, clock } = state;
  const tokens = new ServiceAccountTokens(store, clock);
  const metrics = new RequestMetrics();
  return {
    state,
    tokens,
    podBackend: options.podBackend,
    authenticate: authentication({ tokens: options.tokens ?? [], serviceAccounts: tokens }),
    authorize: options.authorize ?? false,
    documents: documentHandler({ catalog, serverAddress: options.host ?? '127.0.0.1', metrics: () => metrics.render(store, catalog) }),
    auditLog: options.auditLog ? openAuditLog(options.auditLog) : undefined,
    metrics,
  };
}

/** What leaves HTTP, by the subresource of a pod. */
const upgrades: Readonly<Record<string, typeof execInPod>> = { exec: execInPod, attach: attachToPod, portforward: forwardPorts };

function upgrade(services: Services, exchange: UpgradeExchange): void {
  const serve = async (): Promise<void> => {
    const request = parseRequest(exchange.message);
    authorizeRequest(services, request, services.authenticate(exchange.message.headers));
    const { plural, subresource = '' } = request.target ?? {};
    const handler = plural === 'pods' ? upgrades[subresource] : undefined;
    if (!handler) throw pathNotFound();
    await handler(services.state, services.podBackend, { ...exchange, request });
  };
  serve().catch((error: unknown) => refuseUpgrade(exchange.socket, error));
}

async function openStore({ dataDir, durability = 'process' }: ApiServerOptions): Promise<Store> {
  if (!dataDir) return new Store();
  return new Store({ journal: await openSqliteJournal({ file: path.join(dataDir, 'objects.db'), durability }) });
}

/** What a cluster does by itself; returns what stops it. */
function startBackground(
  state: ApiState,
  { crds = argoDefinitions, namespaces = ['argo'] }: ApiServerOptions,
  certificateAuthority: string,
): () => void {
  for (const resource of builtInResources) state.catalog.add(resource);
  const unregister = registerDefinitions(state);
  installBasics(state, { namespaces, crds, certificateAuthority });
  const queue = new WorkQueue(state.logger);
  const stopLifecycle = startNamespaceLifecycle({ state, queue, certificateAuthority });
  const stopCollector = startGarbageCollector(state, queue);
  const stopCleanup = startDefinitionCleanup(state, queue);
  const others = [startWorkloads, startEndpoints, startDisruption].map((start) => start(state, queue));
  return () => {
    queue.stop();
    for (const stop of [unregister, stopLifecycle, stopCollector, stopCleanup, ...others]) stop();
  };
}

function refuseUpgrade(socket: Duplex, error: unknown): void {
  const { code, body } = errorReply(error);
  socket.end(
    `HTTP/1.1 ${code} ${http.STATUS_CODES[code] ?? ''}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body.toString()}`,
  );
}

interface TokenRequest {
  readonly namespace: string;
  readonly name: string;
  readonly expirationSeconds: number | undefined;
}

function issueToken({ state, tokens }: Services, { namespace, name, expirationSeconds }: TokenRequest): string {
  const account = state.store.get('serviceaccounts', namespace, name)?.object;
  if (!account) throw notFound({ group: '', plural: 'serviceaccounts', kind: 'ServiceAccount' }, name);
  return tokens.issue({ namespace, name, uid: account.metadata.uid ?? '' }, expirationSeconds === undefined ? {} : { expirationSeconds })
    .token;
}
