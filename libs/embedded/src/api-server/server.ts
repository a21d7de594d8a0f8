import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import fs from 'node:fs';
import path from 'node:path';
import { type Clock, type Logger, silentLogger } from '@argosy/std';
import { openSqliteJournal } from '../store/sqlite-journal.ts';
import { Store } from '../store/store.ts';
import { openAuditLog } from './audit.ts';
import { authentication, type ConfiguredToken } from './auth/authentication.ts';
import { ServiceAccountTokens } from './auth/service-account-tokens.ts';
import { Catalog } from './catalog.ts';
import { serverCertificate, type ServerCertificate } from './certificates.ts';
import { startGarbageCollector } from './controllers/garbage-collector.ts';
import { startNamespaceLifecycle } from './controllers/namespace-lifecycle.ts';
import { startDefinitionCleanup } from './controllers/definition-cleanup.ts';
import { WorkQueue } from './controllers/work-queue.ts';
import { registerDefinitions } from './custom/registration.ts';
import { documentHandler } from './documents/document-handler.ts';
import { dispatcher } from './http/dispatch.ts';
import { errorReply } from './http/reply.ts';
import { builtInResources } from './kinds/built-in.ts';
import { kubeconfigFor } from './kubeconfig.ts';
import { RequestMetrics } from './metrics.ts';
import { execInPod } from './pods/exec.ts';
import type { PodBackend } from './pods/pod-backend.ts';
import { parseRequest } from './request.ts';
import { installBasics } from './basics.ts';
import type { ApiState } from './state.ts';
import { notFound } from './status-error.ts';

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
  /** Roles and bindings decide what users may do. Default: only where tokens are configured. */
  readonly authorize?: boolean;
  readonly podBackend?: PodBackend;
  /** CustomResourceDefinitions that are there from the start. */
  readonly crds?: readonly object[];
  /** Namespaces that are there from the start, besides Kubernetes' own. */
  readonly namespaces?: readonly string[];
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
  const { host = '127.0.0.1', dataDir, clock = { now: () => Date.now() }, logger = silentLogger } = options;
  if (dataDir) fs.mkdirSync(dataDir, { recursive: true });
  const store = await openStore(options);
  const certificate = options.tls
    ? await serverCertificate({ hosts: ['localhost', '127.0.0.1', '::1', host], ...(dataDir ? { directory: dataDir } : {}) })
    : undefined;
  const state: ApiState = { store, catalog: new Catalog(), clock, logger };
  const background = startBackground(state, options, certificate?.authority ?? '');
  const tokens = new ServiceAccountTokens(store, clock);
  const auditLog = options.auditLog ? openAuditLog(options.auditLog) : undefined;
  const metrics = new RequestMetrics();
  const services = {
    state,
    tokens,
    podBackend: options.podBackend,
    authenticate: authentication({ tokens: options.tokens ?? [], serviceAccounts: tokens }),
    authorize: options.authorize ?? (options.tokens?.length ?? 0) > 0,
    documents: documentHandler({ catalog: state.catalog, serverAddress: host, metrics: () => metrics.render(store, state.catalog) }),
    auditLog,
    metrics,
  };
  const server = createServer(certificate, dispatcher(services));
  const sockets = trackSockets(server);
  server.on('upgrade', (message: http.IncomingMessage, socket: Duplex, head: Buffer) => upgrade({ message, socket, head }));
  await listen(server, options.port ?? 0, host);
  const { port } = server.address() as AddressInfo;
  const url = `${certificate ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  await store.durable();

  function upgrade(request: { readonly message: http.IncomingMessage; readonly socket: Duplex; readonly head: Buffer }): void {
    const exec = async (): Promise<void> => {
      services.authenticate(request.message.headers);
      await execInPod(state, services.podBackend, { ...request, request: parseRequest(request.message) });
    };
    exec().catch((error: unknown) => refuseUpgrade(request.socket, error));
  }

  return {
    url,
    port,
    certificateAuthority: certificate?.authority ?? '',
    kubeconfig: (wanted) =>
      kubeconfigFor({ url, certificateAuthority: certificate?.authority ?? '', tokens: options.tokens ?? [] }, wanted),
    serviceAccountToken: (namespace, name, expirationSeconds) => issueToken({ store, tokens }, { namespace, name, expirationSeconds }),
    setPodBackend: (backend) => {
      services.podBackend = backend;
    },
    stop: async () => {
      background();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await auditLog?.close();
      store.close();
    },
  };
}

async function openStore({ dataDir, durability = 'process' }: ApiServerOptions): Promise<Store> {
  if (!dataDir) return new Store();
  return new Store({ journal: await openSqliteJournal({ file: path.join(dataDir, 'objects.db'), durability }) });
}

/** What a cluster does by itself; returns what stops it. */
function startBackground(
  state: ApiState,
  { crds = [], namespaces = ['argo'] }: ApiServerOptions,
  certificateAuthority: string,
): () => void {
  for (const resource of builtInResources) state.catalog.add(resource);
  const unregister = registerDefinitions(state);
  installBasics(state, { namespaces, crds, certificateAuthority });
  const queue = new WorkQueue(state.logger);
  const stopLifecycle = startNamespaceLifecycle({ state, queue, certificateAuthority });
  const stopCollector = startGarbageCollector(state, queue);
  const stopCleanup = startDefinitionCleanup(state, queue);
  return () => {
    queue.stop();
    for (const stop of [unregister, stopLifecycle, stopCollector, stopCleanup]) stop();
  };
}

function createServer(certificate: ServerCertificate | undefined, listener: http.RequestListener): http.Server | https.Server {
  // Watches last for an hour, and clients keep idle connections for minutes.
  const settings = { keepAliveTimeout: 300_000, requestTimeout: 0, headersTimeout: 60_000, maxHeaderSize: 64 << 10 };
  if (!certificate) return http.createServer(settings, listener);
  return https.createServer({ ...settings, key: certificate.key, cert: certificate.certificate, ALPNProtocols: ['http/1.1'] }, listener);
}

function trackSockets(server: http.Server | https.Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function listen(server: http.Server | https.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: 1024 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
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

function issueToken(
  { store, tokens }: { readonly store: Store; readonly tokens: ServiceAccountTokens },
  { namespace, name, expirationSeconds }: TokenRequest,
): string {
  const account = store.get('serviceaccounts', namespace, name)?.object;
  if (!account) throw notFound({ group: '', plural: 'serviceaccounts', kind: 'ServiceAccount' }, name);
  return tokens.issue({ namespace, name, uid: account.metadata.uid ?? '' }, expirationSeconds === undefined ? {} : { expirationSeconds })
    .token;
}
