import net from 'node:net';
import type { ImageSource } from '../../images/image-source.ts';
import { type Logger, OperationalError } from '@argosy/std';
import type { ContainerRuntime, ContainerSpec, RunningContainer } from '../container-runtime.ts';
import { type EngineApi, isEngineError, openEngineApi } from './engine-api.ts';
import { containerName, creation, type EngineContext, failedContainer, followContainer, inspectContainer } from './engine-container.ts';
import { execInContainer } from './engine-exec.ts';
import { engineImages } from './engine-images.ts';
import { type EngineName, engineSocketPlaces, findEngineSocket } from './find-engine.ts';

export interface EngineRuntimeOptions {
  readonly engine: EngineName;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
}

export interface EngineRuntime {
  readonly runtime: ContainerRuntime;
  readonly images: ImageSource;
}

/** Containers of Docker or podman, on the host's network, with volumes as bind mounts. */
export async function openEngineRuntime(options: EngineRuntimeOptions): Promise<EngineRuntime> {
  const { engine, dataDir, logger } = options;
  const api = openEngineApi(requireSocket(options));
  const about = await engineVersion(api, engine);
  const context: EngineContext = { api, logger, owner: dataDir };
  const runtime: ContainerRuntime = {
    name: engine,
    isolation: () => [
      `containers: ${engine} ${about}`,
      "network: the host's",
      'memory limits: by the engine; volumes: bind mounts of the data directory',
    ],
    createSandbox: async () => ({ ip: '127.0.0.1' }),
    removeSandbox: async () => undefined,
    // Containers are on the host's network, and loopback is all the host's.
    openServiceRange: async (cidr) => cidr.startsWith('127.'),
    connect: ({ ip }, port) => net.connect(port, ip),
    start: (container) => start(context, container),
    attach: ({ folder }) => attach(context, folder),
    exec: (container, exec) => execInContainer(api, container.handle, exec),
    cleanUp: (folder) => remove(api, folder),
    close: async () => undefined,
  };
  return { runtime, images: engineImages(api) };
}

function requireSocket({ engine, env }: EngineRuntimeOptions): string {
  const socket = findEngineSocket(engine, env);
  if (socket) return socket;
  const variable = engine === 'docker' ? 'DOCKER_HOST' : 'CONTAINER_HOST';
  throw new OperationalError(
    `no socket of ${engine} at ${engineSocketPlaces(engine, env).join(' or ')}: start ${engine}, or set ${variable}=unix://FILE`,
    { code: 'RUNTIME_UNAVAILABLE', retry: 'never' },
  );
}

async function engineVersion(api: EngineApi, engine: EngineName): Promise<string> {
  try {
    return (await api.call<{ readonly Version: string }>('GET', '/version')).Version;
  } catch (error) {
    throw new OperationalError(`${engine} does not answer: ${(error as Error).message}`, {
      code: 'RUNTIME_UNAVAILABLE',
      retry: 'never',
      cause: error,
    });
  }
}

async function start(context: EngineContext, container: ContainerSpec): Promise<RunningContainer> {
  const { api } = context;
  const name = containerName(container.folder);
  try {
    await api.call('POST', `/containers/create?name=${name}`, creation(context, container));
    await api.call('POST', `/containers/${name}/start`);
  } catch (error) {
    // What the engine refuses because of the command is the container's failure, as with the kubelet; anything else may pass.
    if (!isCommandsFault(error)) throw error;
    return failedContainer(container.folder, (error as Error).message);
  }
  return followContainer(context, container.folder, Date.now());
}

/** Docker answers 400; podman answers 500 to everything, and puts its own words at the end. */
function isCommandsFault(error: unknown): boolean {
  if (isEngineError(error, 400)) return true;
  return isEngineError(error, 500) && /command that was not found|OCI permission denied$/.test((error as Error).message);
}

async function attach(context: EngineContext, folder: string): Promise<RunningContainer | undefined> {
  const state = await inspectContainer(context.api, containerName(folder));
  if (!state) return undefined;
  if (state.Status !== 'created') return followContainer(context, folder, Date.parse(state.StartedAt));
  // The agent was ended between creating and starting it: made anew by the caller.
  await remove(context.api, folder);
  return undefined;
}

async function remove(api: EngineApi, folder: string): Promise<void> {
  try {
    await api.call('DELETE', `/containers/${containerName(folder)}?force=1&v=1`);
  } catch (error) {
    if (!isEngineError(error, 404, 409)) throw error;
  }
}
