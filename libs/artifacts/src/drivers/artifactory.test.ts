import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { artifactDriverSuite } from '../testing/driver-suite.ts';
import { artifactoryDriver } from './artifactory.ts';

const files = new Map<string, Buffer>();
let base = '';

/** Files by path, for one user. */
const server = http.createServer(async (request, response) => {
  const { method = '', url = '', headers } = request;
  const body = await buffer(request);
  if (headers.authorization !== `Basic ${Buffer.from('name:password').toString('base64')}`) return response.writeHead(401).end();
  if (method === 'PUT') {
    files.set(url, body);
    return response.writeHead(201).end();
  }
  if (method === 'DELETE') return response.writeHead(files.delete(url) ? 204 : 404).end();
  const content = files.get(url);
  return content ? response.end(content) : response.writeHead(404).end();
});
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/artifactory/generic`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => files.clear());

const driver = artifactoryDriver({ secrets: async ({ key }) => key });
const artifact = (key: string, password = 'password') => ({
  name: 'a',
  artifactory: { url: `${base}/${key}`, usernameSecret: { name: 's', key: 'name' }, passwordSecret: { name: 's', key: password } },
});

artifactDriverSuite(
  'artifactory [5-009] [5-013] (imitation of this repository)',
  { save: true, folders: false, list: false, delete: true },
  async () => ({
    driver,
    artifact,
  }),
);

test('[5-009] a wrong password is told', async () => {
  await expect(driver.openStream(artifact('k', 'wrong'))).rejects.toMatchObject({ code: 'ARTIFACT_DENIED' });
  await expect(driver.delete(artifact('k', 'wrong'))).rejects.toMatchObject({
    code: 'ARTIFACT_DENIED',
    message: expect.stringContaining('answers 401'),
  });
});

test('[5-014] what cannot be listed says so', async () => {
  await expect(driver.list(artifact('k'))).rejects.toMatchObject({ code: 'ARTIFACT_UNSUPPORTED' });
});
