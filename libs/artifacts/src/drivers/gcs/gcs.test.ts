import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { artifactDriverSuite } from '../../testing/driver-suite.ts';
import { type GcsServer, startGcsServer } from '../../testing/gcs/gcs-server.ts';
import { gcsDriver } from './gcs.ts';

const driverFor = (server: GcsServer) =>
  gcsDriver({ secrets: async ({ key }) => key, environment: { STORAGE_EMULATOR_HOST: server.endpoint } });
const artifact = (key: string, more: object = {}) => ({ name: 'a', gcs: { bucket: 'bucket', key, ...more } });

artifactDriverSuite(
  'gcs [5-003] [5-013] (imitation of this repository)',
  { save: true, folders: true, list: true, delete: true, whole: true },
  async () => {
    const server = await startGcsServer();
    return { driver: driverFor(server), artifact, close: server.close };
  },
);

describe('gcs [5-003]', () => {
  let server: GcsServer;
  beforeEach(async () => {
    server = await startGcsServer();
  });
  afterEach(() => server.close());

  test('what is large goes in chunks', async () => {
    const large = randomBytes(20 * 2 ** 20);
    await driverFor(server).saveStream(Readable.from([large.subarray(0, 7_000_000), large.subarray(7_000_000)]), artifact('large'));
    expect(server.objects.get('large')?.equals(large)).toBe(true);
    expect(large.equals(await buffer(await driverFor(server).openStream(artifact('large'))))).toBe(true);
  });

  test('all pages of a folder are read [5-012]', async () => {
    const keys = Array.from({ length: 8 }, (_, index) => `tree/ü & <${index}>`).toSorted();
    for (const key of keys) server.objects.set(key, Buffer.from('x'));
    server.faults.push(503);
    expect(await driverFor(server).list(artifact('tree'))).toEqual(keys);
    await driverFor(server).delete(artifact('tree'));
    expect(server.objects.size).toBe(0);
  });

  test.each([
    [{ bucket: '' }, 'gcs needs bucket'],
    [{ key: '/' }, 'gcs needs key'],
    [{ serviceAccountKeySecret: { name: 's', key: 'no json' } }, 'holds no JSON key'],
  ])('%j is said', async (more, text) => {
    await expect(driverFor(server).openStream(artifact('k', more))).rejects.toMatchObject({
      code: 'ARTIFACT_INVALID',
      message: expect.stringContaining(text),
    });
  });

  test('a refusal is not tried again', async () => {
    server.faults.push(403);
    await expect(driverFor(server).list(artifact('k'))).rejects.toMatchObject({ code: 'ARTIFACT_DENIED', retry: 'never' });
  });
});
