import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import type { Container, Probe } from '@argosy/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ContainerRuntime } from '../runtimes/container-runtime.ts';
import { type ProbeTarget, probeOnce } from './probe.ts';

const server = http.createServer((request, response) => {
  response.statusCode = request.headers['x-key'] === 'open' && request.url === '/ready' ? 204 : 503;
  response.end();
});
let port = 0;
/** Ports that the runtime was asked to connect to: a pod's network may be reached by way of it only. */
const connected: number[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => void server.close());

function target(): ProbeTarget {
  const runtime = {
    connect: (_: unknown, wanted: number) => {
      connected.push(wanted);
      return net.connect(wanted === 80 ? port : wanted, '127.0.0.1');
    },
    exec: async (_: unknown, { command, stderr }: { command: readonly string[]; stderr: (chunk: Uint8Array) => void }) => {
      if (command[0] === 'true') return 0;
      stderr(Buffer.from('no such file\n'));
      return 1;
    },
  } as unknown as ContainerRuntime;
  const container = { name: 'c', ports: [{ name: 'web', containerPort: 80 }] } as unknown as Container;
  return { runtime, container, sandbox: { ip: '127.0.0.1' }, running: undefined as never };
}

const header = [{ name: 'x-key', value: 'open' }];

it.each<[string, Probe, boolean, string]>([
  ['httpGet that succeeds', { httpGet: { path: '/ready', port: 80, httpHeaders: header } }, true, ''],
  ['httpGet by the name of a port', { httpGet: { path: 'ready', port: 'web', httpHeaders: header } }, true, ''],
  ['httpGet that fails', { httpGet: { path: '/other', port: 80, httpHeaders: header } }, false, 'HTTP probe failed with statuscode: 503'],
  ['tcpSocket that listens', { tcpSocket: { port: 80 } }, true, ''],
  ['tcpSocket that does not', { tcpSocket: { port: 1 } }, false, 'dial tcp 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1'],
  ['httpGet where nothing listens', { httpGet: { port: 1 } }, false, 'Get "http://127.0.0.1:1/": connect ECONNREFUSED 127.0.0.1:1'],
  ['exec that succeeds', { exec: { command: ['true'] } }, true, ''],
  ['exec that fails', { exec: { command: ['false'] } }, false, 'no such file\n'],
])('%s', async (_, probe, good, why) => {
  expect(await probeOnce(probe, target())).toEqual({ good, why });
});

it('goes by way of the runtime', () => {
  expect(new Set(connected)).toEqual(new Set([80, 1]));
});
