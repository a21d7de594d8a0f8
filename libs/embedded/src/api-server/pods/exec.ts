import { PassThrough, Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import type { UpgradeExchange } from '../http/listener.ts';
import type { PodView } from '../kinds/pod-types.ts';
import { booleanParameter, type ApiRequest } from '../request.ts';
import type { ApiState } from '../state.ts';
import { badRequest, notFound } from '../status-error.ts';
import { backendError, chooseContainer } from './logs.ts';
import type { PodBackend, PodStreams } from './pod-backend.ts';
import { pods } from '../kinds/pods.ts';

/** Channels of the protocol: the first byte of every message. */
const channel = { stdin: 0, stdout: 1, stderr: 2, error: 3, close: 255 } as const;

/** `v5` adds the message that closes one direction. */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

export interface ExecUpgrade extends UpgradeExchange {
  readonly request: ApiRequest;
}

/** `pods/{name}/exec` over WebSocket. Throws a StatusError before the upgrade where the request is wrong. */
export async function execInPod(state: ApiState, backend: PodBackend | undefined, upgrade: ExecUpgrade): Promise<void> {
  const { request, message, socket, head } = upgrade;
  const { namespace = '', name = '' } = request.target ?? {};
  const pod = state.store.get('pods', namespace, name)?.object;
  if (!pod) throw notFound(pods, name);
  const { query } = request;
  const container = chooseContainer(pod, query.get('container') ?? '');
  const command = query.getAll('command');
  if (command.length === 0) throw badRequest('you must specify at least one command for the container');
  if (!backend || !(pod as PodView).spec.nodeName) throw badRequest(`pod ${name} does not have a host assigned`);
  const { WebSocketServer } = await import('./web-socket-server.ts');
  const server = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => protocols.find((protocol) => offered.has(protocol)) ?? false,
  });
  server.handleUpgrade(message, socket, head, (client: WebSocket) => {
    const abort = new AbortController();
    client.once('close', () => abort.abort());
    const streams = streamsOf(client, query);
    backend.exec(pod, { container, command, tty: booleanParameter(query, 'tty'), signal: abort.signal }, streams).then(
      ({ exitCode }) => finish(client, exitStatus(exitCode)),
      (error: unknown) => finish(client, backendError(error, { resource: pods, name }).status),
    );
  });
}

function streamsOf(client: WebSocket, query: URLSearchParams): PodStreams {
  const stdin = booleanParameter(query, 'stdin') ? new PassThrough() : undefined;
  client.on('message', (data) => take(data as Buffer, stdin));
  client.once('close', () => stdin?.end());
  const isTty = booleanParameter(query, 'tty');
  return {
    ...(stdin ? { stdin } : {}),
    ...(booleanParameter(query, 'stdout') ? { stdout: channelWriter(client, channel.stdout) } : {}),
    ...(booleanParameter(query, 'stderr') && !isTty ? { stderr: channelWriter(client, channel.stderr) } : {}),
  };
}

function take(data: Buffer, stdin: PassThrough | undefined): void {
  if (data[0] === channel.stdin) stdin?.write(data.subarray(1));
  if (data[0] === channel.close && data[1] === channel.stdin) stdin?.end();
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
