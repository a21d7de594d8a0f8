import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  type ApiServer,
  type ContainerRuntime,
  type ImageSource,
  openEngineRuntime,
  openHostRuntime,
  openImageStore,
  serviceRange,
  startApiServer,
  startNodeAgent,
} from '@argosy/embedded';
import { createKubeClient, type KubeClient } from '@argosy/kube';
import { silentLogger } from '@argosy/std';
import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { applyControllerConfig, CONTROLLER_NAMESPACE } from './controller-config.ts';
import type { DataDir } from './data-dir.ts';
import { type DefinitionFlavour, readDefinitions } from './definitions.ts';
import { type LocalServerOptions, startLocalServer } from './local-server.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { supervise } from './supervise.ts';

export interface ProviderOptions {
  /** False: everything is gone with the process. */
  readonly stored: boolean;
  readonly port: number;
  readonly auditLog: string;
  readonly runtime: string;
  readonly nodes: 'default' | 'none';
  /** How many nodes this machine stands for. */
  readonly nodeCount: number;
  readonly crds: DefinitionFlavour;
  /** Manifest of a workflow-controller-configmap; empty for the default one. */
  readonly config: string;
  readonly controller: boolean;
  /** Port of argo-server. */
  readonly server: LocalServerOptions['port'] | 'off';
  onServer?(identity: ProcessIdentity | undefined): void;
  onController?(identity: ProcessIdentity | undefined): void;
}

/** An API server, a node and a controller that run as one. */
export interface Provider {
  readonly url: string;
  /** Address of argo-server; absent: it was not asked for. */
  readonly serverUrl?: string;
  readonly client: KubeClient;
  readonly runtime: string;
  readonly isolation: readonly string[];
  /** Ends pods, controller and server, in this order, and leaves no process behind. */
  stop(): Promise<void>;
}

type Stop = () => Promise<unknown>;

/** Starts the parts one after the other; if one fails, those before it are stopped again. */
export async function startProvider(context: CommandContext, dir: DataDir, options: ProviderOptions): Promise<Provider> {
  const started: Stop[] = [];
  const stop = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const server = await startServer(context, dir, options);
    started.push(() => server.stop());
    const client = await createKubeClient({ kubeconfig: dir.kubeconfig, userAgent: 'argo-local' });
    started.push(() => client.close());
    await applyControllerConfig(context, client, {
      file: options.config,
      artifacts: dir.artifacts,
      archive: keepsArchive(options) ? dir.archive : '',
      locks: dir.locks,
    });
    const node = options.nodes === 'none' ? NO_NODE : await startNode(context, dir, { server, client, options, started });
    if (options.controller) startController(context, dir, { options, started });
    const served = await startArgoServer(context, dir, { options, started });
    return { url: server.url, ...served, client, ...node, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** An archive costs a read and a write for each workflow: it is there where our controller fills it and our server shows it. */
function keepsArchive({ stored, controller, server }: ProviderOptions): boolean {
  return stored && controller && server !== 'off';
}

const NO_NODE = { runtime: 'none', isolation: [] };

async function startServer(
  { installation }: CommandContext,
  dir: DataDir,
  { stored, port, auditLog, crds, runtime }: ProviderOptions,
): Promise<ApiServer> {
  const server = await startApiServer({
    port,
    crds: readDefinitions(installation, crds),
    serviceCidr: serviceCidr(dir, runtime),
    namespaces: [CONTROLLER_NAMESPACE],
    ...(stored && { dataDir: path.join(dir.root, 'objects') }),
    ...(auditLog !== '' && { auditLog }),
  }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new CliFailure(`port ${port} is in use`, { hint: 'give another --port, or 0 for a free one', cause: error });
  });
  fs.writeFileSync(dir.kubeconfig, server.kubeconfig({ namespace: 'default' }), { mode: 0o600 });
  return server;
}

interface StartNodeOptions {
  readonly server: ApiServer;
  readonly client: KubeClient;
  readonly options: ProviderOptions;
  readonly started: Stop[];
}

async function startNode(
  context: CommandContext,
  dir: DataDir,
  { server, client, options: { runtime: wanted, nodeCount }, started }: StartNodeOptions,
): Promise<Pick<Provider, 'runtime' | 'isolation'>> {
  const { runtime, images, gateway } = await openRuntime(context, dir, { wanted, apiPort: server.port });
  started.push(() => runtime.close());
  const agent = await startNodeAgent({
    client,
    dataDir: dir.nodeAgent,
    runtime,
    images,
    nodeNames: nodeNames(nodeCount),
    serviceCidr: serviceCidr(dir, wanted),
    environment: { ARGOSY_API_SERVER: `http://${gateway}:${server.port}` },
    logger: silentLogger,
  });
  started.push(() => agent.stop());
  server.setPodBackend(agent.backend);
  return { runtime: runtime.name, isolation: [...runtime.isolation(), agent.services] };
}

/** Addresses of services: without the host runtime's rights they are a part of loopback. */
function serviceCidr(dir: DataDir, runtime: string): string {
  const canRoute = process.getuid?.() === 0 && runtime !== 'docker' && runtime !== 'podman';
  return serviceRange({ dataDir: dir.nodeAgent, canRoute });
}

/** This machine, and names that follow from it. */
function nodeNames(count: number): readonly string[] {
  const name = os.hostname().toLowerCase();
  return Array.from({ length: count }, (_, i) => (i === 0 ? name : `${name}-${i + 1}`));
}

interface Containers {
  readonly runtime: ContainerRuntime;
  readonly images: ImageSource;
  /** The address under which pods reach the API server. */
  readonly gateway: string;
}

async function openRuntime(
  { installation, env }: CommandContext,
  dir: DataDir,
  { wanted, apiPort }: { readonly wanted: string; readonly apiPort: number },
): Promise<Containers> {
  if (wanted === 'docker' || wanted === 'podman') {
    const engine = await openEngineRuntime({ engine: wanted, dataDir: dir.nodeAgent, env, logger: silentLogger });
    return { ...engine, gateway: '127.0.0.1' };
  }
  const runtime = await openHostRuntime({
    sandbox: requireProgram(path.join(installation.libFolder, 'sandbox')),
    dataDir: dir.nodeAgent,
    visible: visibleFolders(path.dirname(installation.libFolder), path.dirname(path.dirname(process.execPath))),
    apiPort,
  });
  const images = openImageStore({ folder: path.join(dir.nodeAgent, 'images'), executor: installation.binFolder, configFile: dir.images });
  return { runtime, images, gateway: runtime.gateway ?? '127.0.0.1' };
}

/** Folders that a container's view of the root does not show: on other file systems, or below what a container has of its own. */
function visibleFolders(...folders: readonly string[]): string[] {
  const root = fs.statSync('/').dev;
  const isHidden = (folder: string): boolean => fs.statSync(folder).dev !== root || /^\/(tmp|run|mnt|media)\//.test(folder);
  return [...new Set(folders.map((folder) => fs.realpathSync(folder)))].filter(isHidden);
}

const CONTROLLER_GRACE = 5000;

function startController(
  { installation, env }: CommandContext,
  dir: DataDir,
  { options, started }: { readonly options: ProviderOptions; readonly started: Stop[] },
): void {
  const command = requireProgram(path.join(installation.binFolder, 'workflow-controller'));
  const supervised = supervise({
    command,
    args: ['--kubeconfig', dir.kubeconfig, '--namespace', CONTROLLER_NAMESPACE, '--health-port', 'off', '--metrics-port', 'off'],
    env,
    logFile: dir.controllerLog,
    onChange: (identity) => options.onController?.(identity),
  });
  started.push(() => supervised.stop(CONTROLLER_GRACE));
}

async function startArgoServer(
  context: CommandContext,
  dir: DataDir,
  { options, started }: { readonly options: ProviderOptions; readonly started: Stop[] },
): Promise<Pick<Provider, 'serverUrl'>> {
  if (options.server === 'off') return {};
  const { server: port, onServer } = options;
  const server = await startLocalServer(context, dir, { port, ...(onServer && { onServer }) });
  started.push(() => server.stop());
  return { serverUrl: server.url };
}

function requireProgram(file: string): string {
  if (!fs.existsSync(file)) throw new CliFailure(`${file} does not exist`, { hint: 'the installation is incomplete: run `make build`' });
  return file;
}
