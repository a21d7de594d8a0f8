import { type Duplex, pipeline } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ApiObject } from '../../store/object.ts';
import type { PodView } from '../kinds/pod-types.ts';
import { pods } from '../kinds/pods.ts';
import type { ApiState } from '../state.ts';
import { badRequest, notFound } from '../status-error.ts';
import { type SpdyStream, serveSpdy } from '../spdy/connection.ts';
import type { PodBackend } from './pod-backend.ts';
import type { PodUpgrade } from './remote-command.ts';

/** SPDY inside of WebSocket messages; what follows the plus sign is spoken inside. */
const tunnel = 'SPDY/3.1+portforward.k8s.io';
const direct = 'portforward.k8s.io';

/** `pods/{name}/portforward`: each connection of the client is a pair of streams, one for data and one for what went wrong. */
export async function forwardPorts(state: ApiState, backend: PodBackend | undefined, upgrade: PodUpgrade): Promise<void> {
  const pod = findPod(state, upgrade);
  const phase = pod.status?.phase ?? 'Unknown';
  if (!backend || phase !== 'Running') throw badRequest(`unable to forward port because pod is not running. Current status=${phase}`);
  const serve = (transport: Duplex): void => serveSpdy(transport, forwarder(backend, pod));
  if (upgrade.message.headers.upgrade?.toLowerCase() === 'websocket') await overWebSocket(upgrade, serve);
  else overSpdy(upgrade, serve);
}

function findPod(state: ApiState, { request: { target } }: PodUpgrade): PodView {
  const { namespace = '', name = '' } = target ?? {};
  const pod = state.store.get('pods', namespace, name)?.object;
  if (!pod) throw notFound(pods, name);
  return pod as PodView;
}

async function overWebSocket({ message, socket, head }: PodUpgrade, serve: (transport: Duplex) => void): Promise<void> {
  const { createWebSocketStream, WebSocketServer } = await import('./web-socket-server.ts');
  const handleProtocols = (offered: Set<string>): string | false => (offered.has(tunnel) ? tunnel : false);
  const server = new WebSocketServer({ noServer: true, handleProtocols });
  server.handleUpgrade(message, socket, head, (client: WebSocket) => serve(createWebSocketStream(client)));
}

/** Clients from before 1.31, and those that found no WebSocket. */
function overSpdy({ message, socket, head }: PodUpgrade, serve: (transport: Duplex) => void): void {
  if (message.headers.upgrade?.toLowerCase() !== 'spdy/3.1') throw badRequest('unable to upgrade: missing upgrade headers in request');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: ${direct}\r\n\r\n`,
  );
  if (head.length > 0) socket.unshift(head);
  serve(socket);
}

function forwarder(backend: PodBackend, pod: ApiObject): (stream: SpdyStream) => void {
  const errors = new Map<string, Duplex>();
  return ({ headers, duplex }) => {
    const id = headers.get('requestid') ?? headers.get('port') ?? '';
    if (headers.get('streamtype') === 'error') errors.set(id, duplex);
    else connect(backend, { pod, port: Number(headers.get('port')), duplex, errors: errors.get(id) });
    duplex.once('close', () => errors.delete(id));
  };
}

interface Connecting {
  readonly pod: ApiObject;
  readonly port: number;
  readonly duplex: Duplex;
  readonly errors: Duplex | undefined;
}

function connect(backend: PodBackend, { pod, port, duplex, errors }: Connecting): void {
  let inside: Duplex;
  const fail = (error: Error): void => {
    errors?.end(
      `error forwarding port ${port} to pod ${pod.metadata.uid}, uid : failed to connect to localhost:${port} inside the pod: ${error.message}`,
    );
    duplex.end();
  };
  try {
    inside = backend.connect(pod, port);
  } catch (error) {
    fail(error as Error);
    return;
  }
  inside.once('error', fail);
  inside.once('close', () => errors?.end());
  pipeline(duplex, inside, () => undefined);
  inside.on('data', (chunk: Buffer) => {
    if (!duplex.write(chunk)) inside.pause();
  });
  duplex.on('drain', () => inside.resume());
  inside.once('end', () => duplex.end());
}
