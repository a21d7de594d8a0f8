import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { artifactDriverSuite } from '../testing/driver-suite.ts';
import { httpDriver } from './http.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

const objects = new Map<string, Buffer>();
const seen: Seen[] = [];
let base = '';

const server = http.createServer((request, response) => void answer(request, response));
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  objects.clear();
  seen.length = 0;
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '', headers } = request;
  const body = await buffer(request);
  seen.push({ method, url, headers, body: body.toString() });
  const special: Readonly<Record<string, () => void>> = {
    '/token': () => response.end(JSON.stringify({ access_token: 'T' })),
    '/moved': () => response.writeHead(method === 'PUT' ? 307 : 302, { location: '/final' }).end(),
    '/loop': () => response.writeHead(307, { location: '/loop' }).end(),
    '/denied': () => response.writeHead(403).end('no'),
    '/broken': () => response.writeHead(503).end('later'),
    '/teapot': () => response.writeHead(418).end(),
  };
  const handle = special[url];
  if (handle) return handle();
  if (method === 'PUT') {
    objects.set(url, body);
    return void response.writeHead(201).end();
  }
  const object = objects.get(url);
  if (object) response.end(object);
  else response.writeHead(404).end();
}

const secret = (key: string) => ({ name: 'cred', key });
const driver = httpDriver({ secrets: async ({ name, key }) => (key === 'tokenURL' ? `${base}/token` : `${name ?? ''}-${key}`) });
const artifact = (url: string, more: object = {}) => ({ name: 'a', http: { url: `${base}${url}`, ...more } });

artifactDriverSuite('http', { save: true, folders: false, list: false, delete: false }, async () => ({
  driver,
  artifact: (key) => artifact(`/${key}`),
}));

test('headers are sent, and the length of what is saved', async () => {
  await driver.saveStream(Readable.from(['ab', 'cd']), artifact('/k', { headers: [{ name: 'X-A', value: 'b' }] }));
  expect(seen).toMatchObject([{ method: 'PUT', url: '/k', body: 'abcd', headers: { 'x-a': 'b', 'content-length': '4' } }]);
});

test('basic authentication', async () => {
  objects.set('/k', Buffer.from('x'));
  await text(
    await driver.openStream(artifact('/k', { auth: { basicAuth: { usernameSecret: secret('user'), passwordSecret: secret('pass') } } })),
  );
  expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('cred-user:cred-pass').toString('base64')}`);
});

test('OAuth2 client credentials', async () => {
  objects.set('/k', Buffer.from('x'));
  const oauth2 = {
    clientIDSecret: secret('id'),
    clientSecretSecret: secret('secret'),
    tokenURLSecret: secret('tokenURL'),
    scopes: ['a', 'b'],
    endpointParams: [{ key: 'aud', value: 'me' }],
  };
  await text(await driver.openStream(artifact('/k', { auth: { oauth2 } })));
  expect(seen[0]).toMatchObject({ method: 'POST', url: '/token', body: 'grant_type=client_credentials&scope=a+b&aud=me' });
  expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('cred-id:cred-secret').toString('base64')}`);
  expect(seen[1]?.headers.authorization).toBe('Bearer T');
});

test('a redirected PUT sends everything again', async () => {
  await driver.saveStream(Readable.from(['content']), artifact('/moved'));
  expect(objects.get('/final')?.toString()).toBe('content');
});

test('a redirected GET is followed', async () => {
  objects.set('/final', Buffer.from('x'));
  expect(await text(await driver.openStream(artifact('/moved')))).toBe('x');
});

test('redirections have an end', async () => {
  await expect(driver.saveStream(Readable.from(['x']), artifact('/loop'))).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
});

test.each([
  ['/denied', 'ARTIFACT_DENIED', 'never'],
  ['/broken', 'ARTIFACT_FAILED', 'backoff'],
  ['/teapot', 'ARTIFACT_INVALID', 'never'],
])('%s is %s', async (url, code, retry) => {
  await expect(driver.openStream(artifact(url))).rejects.toMatchObject({ code, retry });
});

test('a server that does not answer may do so later', async () => {
  await expect(driver.openStream({ name: 'a', http: { url: 'http://127.0.0.1:1/' } })).rejects.toMatchObject({
    code: 'ARTIFACT_FAILED',
    retry: 'backoff',
  });
});
