import { WebSocket } from 'ws';
import type { ExecResult } from './client.ts';
import type { KubeConnection } from './connection/connection.ts';
import { KubeError, kubeErrorOfResponse, type KubeStatus, kubeUnreachable } from './kube-error.ts';

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
/** Of v5 only: half-closes the channel that follows. */
const CLOSE = 255;

export interface ExecCall {
  readonly connection: KubeConnection;
  readonly path: string;
  readonly userAgent: string;
  readonly stdin?: Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Runs the command behind `path` over `v5.channel.k8s.io` (or v4) and resolves when the server reported its end. */
export async function execOverWebSocket(call: ExecCall): Promise<ExecResult> {
  const socket = await open(call);
  return new Promise((resolve, reject) => {
    const output: Record<number, Buffer[]> = { [STDOUT]: [], [STDERR]: [], [ERROR]: [] };
    const abort = (): void => socket.terminate();
    call.signal?.addEventListener('abort', abort, { once: true });
    socket.on('message', (data: Buffer) => output[data[0] ?? -1]?.push(data.subarray(1)));
    socket.once('error', (error) => reject(kubeUnreachable(call.connection.server, error, true)));
    socket.once('close', () => {
      call.signal?.removeEventListener('abort', abort);
      settle(output, call, { resolve, reject });
    });
    if (call.stdin !== undefined) sendStdin(socket, call.stdin);
  });
}

async function open(call: ExecCall): Promise<WebSocket> {
  const token = await call.connection.token();
  const headers: Record<string, string | readonly string[]> = { 'user-agent': call.userAgent, ...call.connection.headers };
  if (token) headers['authorization'] = `Bearer ${token}`;
  const url = call.connection.server.replace(/^http/, 'ws') + call.path;
  const tls = Object.fromEntries(Object.entries(call.connection.tls).filter(([, value]) => value !== undefined));
  const socket = new WebSocket(url, ['v5.channel.k8s.io', 'v4.channel.k8s.io'], {
    headers: headers as Record<string, string>,
    ...tls,
    perMessageDeflate: false,
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', (error) => reject(kubeUnreachable(call.connection.server, error, false)));
    socket.once('unexpected-response', (_request, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => reject(kubeErrorOfResponse(response.statusCode ?? 500, Buffer.concat(chunks).toString('utf8'), 'exec')));
    });
  });
}

function sendStdin(socket: WebSocket, stdin: Uint8Array): void {
  socket.send(Buffer.concat([Buffer.from([STDIN]), stdin]));
  if (socket.protocol === 'v5.channel.k8s.io') socket.send(Buffer.from([CLOSE, STDIN]));
}

function settle(
  output: Readonly<Record<number, Buffer[]>>,
  call: ExecCall,
  promise: { resolve(result: ExecResult): void; reject(error: Error): void },
): void {
  const text = (channel: number): string => Buffer.concat(output[channel] ?? []).toString('utf8');
  const status = text(ERROR);
  if (status === '')
    return promise.reject(kubeUnreachable(call.connection.server, new Error('the connection closed before the command ended'), true));
  try {
    promise.resolve({ exitCode: exitCodeOf(JSON.parse(status) as ExecStatus), stdout: text(STDOUT), stderr: text(STDERR) });
  } catch (error) {
    promise.reject(error as Error);
  }
}

interface ExecStatus extends KubeStatus {
  readonly status?: string;
}

function exitCodeOf(status: ExecStatus): number {
  if (status.status === 'Success') return 0;
  const exit = status.details?.causes?.find((cause) => cause.reason === 'ExitCode');
  if (status.reason === 'NonZeroExitCode' && exit?.message !== undefined) return Number(exit.message);
  throw new KubeError(status.message ?? 'the command could not be run', {
    code: `KUBE_${(status.reason ?? 'INTERNALERROR').toUpperCase()}`,
    retry: 'never',
    status,
  });
}
