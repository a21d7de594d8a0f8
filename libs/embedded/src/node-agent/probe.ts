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

/** What a probe or a hook found; `why` says in the kubelet's words what was wrong, and is empty when nothing was. */
export interface ProbeOutcome {
  readonly good: boolean;
  readonly why: string;
}

const passed: ProbeOutcome = { good: true, why: '' };
const longestOutput = 1024;

/** Asks once; an answer that is bad, late or missing is a failure. */
export async function probeOnce(probe: Probe, target: ProbeTarget): Promise<ProbeOutcome> {
  const signal = AbortSignal.timeout((probe.timeoutSeconds ?? 1) * 1000);
  try {
    if (probe.exec) return await probeCommand(probe.exec.command ?? [], target, signal);
    if (probe.httpGet) return await probeHttp(probe.httpGet, target, signal);
    if (probe.tcpSocket)
      return await probeTcp(probe.tcpSocket.host, portNumber(probe.tcpSocket.port, target.container), { target, signal });
    return passed;
  } catch (error) {
    // Refused, timed out, or the container has just ended: all of them mean "not yet".
    return { good: false, why: signal.aborted ? 'context deadline exceeded' : (error as Error).message };
  }
}

async function probeCommand(command: readonly string[], { runtime, running }: ProbeTarget, signal: AbortSignal): Promise<ProbeOutcome> {
  let output = '';
  const collect = (chunk: Uint8Array): void => {
    if (output.length < longestOutput) output += Buffer.from(chunk).toString();
  };
  const exitCode = await runtime.exec(running, { command, stdout: collect, stderr: collect, signal });
  return exitCode === 0 ? passed : { good: false, why: signal.aborted ? 'command timed out' : output.slice(0, longestOutput) };
}

async function probeHttp(
  { path = '/', port, host, scheme = 'HTTP', httpHeaders = [] }: NonNullable<Probe['httpGet']>,
  target: ProbeTarget,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const headers = Object.fromEntries(httpHeaders.map(({ name, value }) => [name, value]));
  const number = portNumber(port, target.container);
  const connection = connect(target, host, number);
  const createConnection = (): Duplex => (scheme === 'HTTPS' ? tls.connect({ socket: connection, rejectUnauthorized: false }) : connection);
  const where = { host: host || target.sandbox.ip, port: number, path: path.startsWith('/') ? path : `/${path}`, headers, signal };
  return new Promise((resolve, reject) => {
    const request = http.get({ ...where, createConnection }, ({ statusCode = 500 }) => {
      const isGood = statusCode >= 200 && statusCode < 400;
      resolve(isGood ? passed : { good: false, why: `HTTP probe failed with statuscode: ${statusCode}` });
      request.destroy();
    });
    request.once('error', (error) =>
      reject(new Error(`Get "${scheme.toLowerCase()}://${where.host}:${number}${where.path}": ${error.message}`, { cause: error })),
    );
  });
}

function probeTcp(
  host: string | undefined,
  port: number,
  { target, signal }: { readonly target: ProbeTarget; readonly signal: AbortSignal },
): Promise<ProbeOutcome> {
  const address = `${host || target.sandbox.ip}:${port}`;
  const refused = (why: string): ProbeOutcome => ({ good: false, why: `dial tcp ${address}: ${why}` });
  const socket = connect(target, host, port);
  return new Promise((resolve) => {
    const settle = (outcome: ProbeOutcome): void => {
      resolve(outcome);
      socket.destroy();
    };
    socket.once('connect', () => settle(passed));
    socket.once('error', (error) => resolve(refused(error.message)));
    socket.once('close', () => resolve(refused('connect: connection refused')));
    signal.addEventListener('abort', () => settle(refused('i/o timeout')), { once: true });
    // A connection by way of another process says nothing when it stands: one that stays open does.
    if (target.sandbox.holder) setTimeout(() => settle(passed), dialTime);
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
