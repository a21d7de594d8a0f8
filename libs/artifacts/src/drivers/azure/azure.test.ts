import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountKey, type AzureServer, signature, startAzureServer } from '../../testing/azure/azure-server.ts';
import { artifactDriverSuite } from '../../testing/driver-suite.ts';
import { azureDriver } from './azure.ts';

const secretValues: Readonly<Record<string, string>> = {
  key: accountKey,
  sas: `?${signature}`,
  wrong: Buffer.from('wrong').toString('base64'),
};
const driver = azureDriver({ secrets: async ({ key }) => secretValues[key] ?? key });
const artifactAt =
  ({ endpoint }: AzureServer, secret = 'key') =>
  (blob: string, more: object = {}) => ({
    name: 'a',
    azure: { endpoint, container: 'container', blob, accountKeySecret: { name: 's', key: secret }, ...more },
  });

for (const secret of ['key', 'sas']) {
  artifactDriverSuite(
    `azure [5-004] [5-013] with ${secret} (imitation of this repository)`,
    { save: true, folders: true, list: true, delete: true, whole: true },
    async () => {
      const server = await startAzureServer();
      return { driver, artifact: artifactAt(server, secret), close: server.close };
    },
  );
}

describe('azure [5-004]', () => {
  let server: AzureServer;
  beforeEach(async () => {
    server = await startAzureServer();
  });
  afterEach(() => server.close());

  test('what is large goes in blocks', async () => {
    const large = randomBytes(20 * 2 ** 20);
    const artifact = artifactAt(server)('large');
    await driver.saveStream(Readable.from([large.subarray(0, 7_000_000), large.subarray(7_000_000)]), artifact);
    expect(server.blobs.get('large')?.equals(large)).toBe(true);
    expect(large.equals(await buffer(await driver.openStream(artifact)))).toBe(true);
  });

  test('all pages of a folder are read, and a busy store is asked again [5-012]', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `tree/ü & <${index}>`).toSorted();
    for (const name of names) server.blobs.set(name, Buffer.from('x'));
    server.faults.push(503);
    expect(await driver.list(artifactAt(server)('tree'))).toEqual(names);
    await driver.delete(artifactAt(server)('tree'));
    expect(server.blobs.size).toBe(0);
  });

  test.each([
    [{ container: '' }, 'ARTIFACT_INVALID', 'azure needs endpoint and container'],
    [{ blob: '/' }, 'ARTIFACT_INVALID', 'azure needs blob'],
    [{ container: 'none' }, 'ARTIFACT_INVALID', 'ContainerNotFound'],
    [{ accountKeySecret: { name: 's', key: 'wrong' } }, 'ARTIFACT_DENIED', 'AuthenticationFailed'],
  ])('%j is said, and not tried again', async (more, code, text) => {
    await expect(driver.openStream(artifactAt(server)('k', more))).rejects.toMatchObject({
      code,
      retry: 'never',
      message: expect.stringContaining(text),
    });
  });
});
