import net from 'node:net';
import type { Container, Probe } from '@argosy/api';
import type { RunningContainer, ContainerRuntime } from '../runtimes/container-runtime.ts';
import { request } from 'undici';

export interface ProbeTarget {
  readonly runtime: ContainerRuntime;
  readonly running: RunningContainer;
  readonly container: Container;
  readonly ip: string;
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
      return await probeTcp(probe.tcpSocket.host || target.ip, portNumber(probe.tcpSocket.port, target.container), signal);
    return true;
  } catch {
    // Refused, timed out, or the container has just ended: all of them mean "not yet".
    return false;
  }
}

async function probeHttp(
  { path = '/', port, host, scheme = 'HTTP', httpHeaders = [] }: NonNullable<Probe['httpGet']>,
  { ip, container }: ProbeTarget,
  signal: AbortSignal,
): Promise<boolean> {
  const headers = Object.fromEntries(httpHeaders.map(({ name, value }) => [name, value]));
  const response = await request(
    `${scheme.toLowerCase()}://${host || ip}:${portNumber(port, container)}${path.startsWith('/') ? path : `/${path}`}`,
    { headers, signal },
  );
  await response.body.dump();
  return response.statusCode >= 200 && response.statusCode < 400;
}

function probeTcp(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, signal });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function portNumber(port: string | number, { ports = [] }: Container): number {
  return typeof port === 'number' ? port : (ports.find(({ name }) => name === port)?.containerPort ?? Number(port));
}
