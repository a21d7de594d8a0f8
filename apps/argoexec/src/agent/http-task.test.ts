import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { HTTP, NodeResult } from '@argosy/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runHttpTask } from './http-task.ts';
import { sendRequest } from './send-request.ts';
import { TransientError } from './task.ts';

let base = '';
const server = http.createServer((request, response) => void answer(request, response));

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://x');
  const status = Number(/^\/status\/(\d+)$/.exec(pathname)?.[1] ?? 200);
  if (pathname === '/moved') response.writeHead(302, { location: '/echo' }).end();
  else if (pathname === '/cut') request.socket.destroy();
  else if (pathname !== '/slow') {
    const { authorization, host } = request.headers;
    const body = await text(request);
    response.writeHead(status, { 'x-kind': 'echo', 'content-type': 'application/json' });
    response.end(JSON.stringify({ method: request.method, pathname, body, ...(authorization && { authorization }), host }));
  }
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function run(template: HTTP): Promise<NodeResult | undefined> {
  const context = {
    send: sendRequest,
    readSecret: async ({ name = '', key }: { readonly name?: string | undefined; readonly key: string }) => `${name}.${key}`,
    now: () => 0,
  };
  return (await runHttpTask({ http: { ...template, url: `${base}${template.url}` } }, context)).result;
}

const echo = (result: NodeResult | undefined): Readonly<Record<string, unknown>> => JSON.parse(result?.outputs?.result ?? '{}');

test.each<[string, HTTP, object]>([
  ['GET where nothing is said', { url: '/a' }, { method: 'GET', pathname: '/a', body: '' }],
  ['method and body', { url: '/a', method: 'POST', body: 'hi' }, { method: 'POST', body: 'hi' }],
  ['bytes', { url: '/a', method: 'PUT', bodyFrom: { bytes: Buffer.from('bytes').toString('base64') } }, { method: 'PUT', body: 'bytes' }],
  [
    'a header from a secret',
    { url: '/a', headers: [{ name: 'Authorization', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] },
    { authorization: 's.k' },
  ],
  ['another host', { url: '/a', headers: [{ name: 'Host', value: 'example.org' }] }, { host: 'example.org' }],
  ['a redirect', { url: '/moved' }, { pathname: '/echo' }],
])('%s', async (_name, template, want) => {
  const result = await run(template);
  expect(result?.phase).toBe('Succeeded');
  expect(echo(result)).toMatchObject(want);
});

test.each<[string, HTTP, string, string | undefined]>([
  ['any 2xx is good', { url: '/status/204' }, 'Succeeded', undefined],
  ['others are not', { url: '/status/404' }, 'Failed', 'received non-2xx response code: 404'],
  ['a condition on the code', { url: '/status/404', successCondition: 'response.statusCode == 404' }, 'Succeeded', undefined],
  [
    'a condition that does not hold',
    { url: '/a', successCondition: 'response.body contains "google"' },
    'Failed',
    `successCondition 'response.body contains "google"' evaluated false`,
  ],
  ['a condition on headers', { url: '/a', successCondition: 'response.headers["X-Kind"][0] == "echo"' }, 'Succeeded', undefined],
  [
    'a condition on the request',
    {
      url: '/a',
      method: 'POST',
      body: 'b',
      headers: [{ name: 'x-a', value: '1' }],
      successCondition: 'request.method == "POST" && request.body == "b" && request.headers["X-A"] == ["1"] && request.url contains "/a"',
    },
    'Succeeded',
    undefined,
  ],
])('%s', async (_name, template, phase, message) => {
  const result = await run(template);
  expect({ phase: result?.phase, message: result?.message }).toEqual({ phase, message });
});

test.each<[string, HTTP, string]>([
  ['a condition that is no condition', { url: '/a', successCondition: 'response.statusCode' }, 'must be true or false, it is 200'],
  ['a condition that cannot be read', { url: '/a', successCondition: 'response.statusCode ==' }, 'unexpected token EOF'],
  ['a timeout', { url: '/slow', timeoutSeconds: 0.05 }, 'no answer within 0.05s'],
])('%s is an error', async (_name, template, message) => {
  await expect(run(template)).rejects.toThrow(message);
});

test('a connection that is cut may come back', async () => {
  await expect(run({ url: '/cut' })).rejects.toThrow(TransientError);
  await expect(run({ url: '/cut' })).rejects.toThrow(/^Get "http:\/\/127\.0\.0\.1:\d+\/cut": /);
});
