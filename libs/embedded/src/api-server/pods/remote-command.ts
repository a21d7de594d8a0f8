import { PassThrough, Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ApiObject } from '../../store/object.ts';
import type { UpgradeExchange } from '../http/listener.ts';
import type { PodView } from '../kinds/pod-types.ts';
import { pods } from '../kinds/pods.ts';
import { booleanParameter, type ApiRequest } from '../request.ts';
import type { ApiState } from '../state.ts';
import { badRequest, notFound } from '../status-error.ts';
import { backendError, chooseContainer } from './logs.ts';
import type { PodBackend, PodStreams, TerminalSize } from './pod-backend.ts';

/** Channels of the protocol: the first byte of every message. */
const channel = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

/** `v5` adds the message that closes one direction. */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** A request for something of a pod that leaves HTTP. */
export interface PodUpgrade extends UpgradeExchange {
  readonly request: ApiRequest;
}

interface Target {
  readonly pod: ApiObject;
  readonly container: string;
  readonly backend: PodBackend;
  readonly query: URLSearchParams;
}

type Run = (target: Target, options: { readonly tty: boolean; readonly signal: AbortSignal }, streams: PodStreams) => Promise<number>;

/** `pods/{name}/exec`: a command in a container. Throws a StatusError before the upgrade where the request is wrong. */
export async function execInPod(state: ApiState, backend: PodBackend | undefined, upgrade: PodUpgrade): Promise<void> {
  const command = upgrade.request.query.getAll('command');
  if (command.length === 0) throw badRequest('you must specify at least one command for the container');
  await serve(upgrade, findTarget(state, backend, upgrade), async ({ pod, container, backend: node }, { tty, signal }, streams) => {
    const { exitCode } = await node.exec(pod, { container, command, tty, signal }, streams);
    return exitCode;
  });
}

/** `pods/{name}/attach`: the first process of a container. */
export async function attachToPod(state: ApiState, backend: PodBackend | undefined, upgrade: PodUpgrade): Promise<void> {
  await serve(upgrade, findTarget(state, backend, upgrade), async ({ pod, container, backend: node }, { tty, signal }, streams) => {
    await node.attach(pod, { container, tty, signal }, streams);
    return 0;
  });
}

function findTarget(state: ApiState, backend: PodBackend | undefined, { request: { target, query } }: PodUpgrade): Target {
  const { namespace = '', name = '' } = target ?? {};
  const pod = state.store.get('pods', namespace, name)?.object;
  if (!pod) throw notFound(pods, name);
  const container = chooseContainer(pod, query.get('container') ?? '');
  if (!backend || !(pod as PodView).spec.nodeName) throw badRequest(`pod ${name} does not have a host assigned`);
  return { pod, container, backend, query };
}

async function serve({ message, socket, head }: PodUpgrade, target: Target, run: Run): Promise<void> {
  const { WebSocketServer } = await import('./web-socket-server.ts');
  const handleProtocols = (offered: Set<string>): string | false => protocols.find((protocol) => offered.has(protocol)) ?? false;
  const server = new WebSocketServer({ noServer: true, handleProtocols });
  const { name = '' } = target.pod.metadata;
  server.handleUpgrade(message, socket, head, (client: WebSocket) => {
    const abort = new AbortController();
    client.once('close', () => abort.abort());
    const tty = booleanParameter(target.query, 'tty');
    run(target, { tty, signal: abort.signal }, streamsOf(client, target.query, tty)).then(
      (exitCode) => finish(client, exitStatus(exitCode)),
      (error: unknown) => finish(client, backendError(error, { resource: pods, name }).status),
    );
  });
}

function streamsOf(client: WebSocket, query: URLSearchParams, tty: boolean): PodStreams {
  const stdin = booleanParameter(query, 'stdin') ? new PassThrough() : undefined;
  const resized = new Set<(size: TerminalSize) => void>();
  let size: TerminalSize | undefined;
  client.on('message', (message) => {
    const data = message as Buffer;
    if (data[0] === channel.stdin) stdin?.write(data.subarray(1));
    else if (data[0] === channel.close && data[1] === channel.stdin) stdin?.end();
    else if (data[0] === channel.resize) {
      size = readSize(data.subarray(1)) ?? size;
      if (size) for (const listener of resized) listener(size);
    }
  });
  client.once('close', () => stdin?.end());
  return {
    ...(stdin ? { stdin } : {}),
    ...(booleanParameter(query, 'stdout') ? { stdout: channelWriter(client, channel.stdout) } : {}),
    ...(booleanParameter(query, 'stderr') && !tty ? { stderr: channelWriter(client, channel.stderr) } : {}),
    onResize: (listener) => {
      resized.add(listener);
      if (size) listener(size);
    },
  };
}

function readSize(data: Buffer): TerminalSize | undefined {
  try {
    const { Width, Height } = JSON.parse(data.toString()) as { readonly Width?: number; readonly Height?: number };
    return Width && Height ? { columns: Width, rows: Height } : undefined;
  } catch {
    // A size that cannot be read changes nothing.
    return undefined;
  }
}

function channelWriter(client: WebSocket, id: number): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => client.send(Buffer.concat([Buffer.from([id]), chunk]), (error) => done(error ?? null)),
  });
}

function exitStatus(exitCode: number): object {
  const base = { kind: 'Status', apiVersion: 'v1', metadata: {} };
  if (exitCode === 0) return { ...base, status: 'Success' };
  return {
    ...base,
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${exitCode}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  };
}

function finish(client: WebSocket, status: object): void {
  if (client.readyState !== client.OPEN) return;
  client.send(Buffer.concat([Buffer.from([channel.error]), Buffer.from(JSON.stringify(status))]), () => client.close(1000));
}
