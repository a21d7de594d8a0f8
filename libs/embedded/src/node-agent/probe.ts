import http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { Container, Probe } from '@argosy/api';
import type { ContainerRuntime, PodSandbox, RunningContainer } from '../runtimes/container-runtime.ts';

export interface ProbeTarget {
  readonly runtime: ContainerRuntime;
  readonly running: RunningContainer;
  readonly container: Container;
  readonly sandbox: PodSandbox;
}

/** Asks once; false when the answer is bad, late or missing. */
export async function probeOnce(probe: Probe, target: ProbeTarget): Promise<boolean> {
  const signal = AbortSignal.timeout((probe.timeoutSeconds ?? 1) * 1000);
  try {
    if (probe.exec)
      return (
        (await target.runtime.exec(target.running, {
          command: probe.exec.command ?? [],
          stdout: () => undefined,
          stderr: () => undefined,
          signal,
        })) === 0
      );
    if (probe.httpGet) return await probeHttp(probe.httpGet, target, signal);
    if (probe.tcpSocket)
      return await probeTcp(probe.tcpSocket.host, portNumber(probe.tcpSocket.port, target.container), { target, signal });
    return true;
  } catch {
    // Refused, timed out, or the container has just ended: all of them mean "not yet".
    return false;
  }
}

async function probeHttp(
  { path = '/', port, host, scheme = 'HTTP', httpHeaders = [] }: NonNullable<Probe['httpGet']>,
  target: ProbeTarget,
  signal: AbortSignal,
): Promise<boolean> {
  const headers = Object.fromEntries(httpHeaders.map(({ name, value }) => [name, value]));
  const number = portNumber(port, target.container);
  const connection = connect(target, host, number);
  const createConnection = (): Duplex => (scheme === 'HTTPS' ? tls.connect({ socket: connection, rejectUnauthorized: false }) : connection);
  const where = { host: host || target.sandbox.ip, port: number, path: path.startsWith('/') ? path : `/${path}`, headers, signal };
  return new Promise((resolve, reject) => {
    const request = http.get({ ...where, createConnection }, ({ statusCode = 500 }) => {
      resolve(statusCode >= 200 && statusCode < 400);
      request.destroy();
    });
    request.once('error', reject);
  });
}

function probeTcp(
  host: string | undefined,
  port: number,
  { target, signal }: { readonly target: ProbeTarget; readonly signal: AbortSignal },
): Promise<boolean> {
  const socket = connect(target, host, port);
  return new Promise((resolve) => {
    const settle = (good: boolean): void => {
      resolve(good);
      socket.destroy();
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    signal.addEventListener('abort', () => settle(false), { once: true });
    // A connection by way of another process says nothing when it stands: one that stays open does.
    if (target.sandbox.holder) setTimeout(() => settle(true), dialTime);
  });
}

const dialTime = 300;

function connect({ runtime, sandbox }: ProbeTarget, host: string | undefined, port: number): Duplex {
  const connection = host ? net.connect(port, host) : runtime.connect(sandbox, port);
  // Whoever waits for the answer learns of an error; one that comes after it means nothing.
  return connection.on('error', () => undefined);
}

function portNumber(port: string | number, { ports = [] }: Container): number {
  return typeof port === 'number' ? port : (ports.find(({ name }) => name === port)?.containerPort ?? Number(port));
}
