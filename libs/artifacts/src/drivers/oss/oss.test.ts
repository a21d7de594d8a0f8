import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { artifactDriverSuite } from '../../testing/driver-suite.ts';
import { openS3, s3Secrets } from '../../testing/s3/s3-fixture.ts';
import { ossDriver } from './oss.ts';

const credentials = { accessKeySecret: { name: 's', key: 'access' }, secretKeySecret: { name: 's', key: 'secret' } };
const at = (endpoint: string, key: string, more: object = {}) => ({
  name: 'a',
  oss: { endpoint: `http://${endpoint}`, bucket: 'bucket', key, ...credentials, ...more },
});

artifactDriverSuite(
  'oss [5-005] [5-013] (over S3, server of this repository)',
  { save: true, folders: true, list: true, delete: true, whole: true },
  async () => {
    const server = await openS3();
    return { driver: ossDriver({ secrets: s3Secrets }), artifact: (key) => at(server.endpoint, key), close: server.close };
  },
);

test('[5-005] the bucket is made where that is asked for, with a token of a session', async () => {
  const server = await openS3();
  const artifact = at(server.endpoint, 'k', { bucket: 'new', createBucketIfNotPresent: true, securityToken: 'T' });
  await ossDriver({ secrets: s3Secrets }).saveStream(Readable.from(['x']), artifact);
  expect(server.store.buckets.get('new')?.get('k')?.content.toString()).toBe('x');
  expect(server.requests.every(({ headers }) => headers['x-amz-security-token'] === 'T')).toBe(true);
  await server.close();
});

test('[5-005] keys of the environment', async () => {
  const server = await openS3();
  const environment = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'argosy-access', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'argosy-secret' };
  const artifact = at(server.endpoint, 'k', { accessKeySecret: undefined, secretKeySecret: undefined, useSDKCreds: true });
  await ossDriver({ secrets: s3Secrets, environment }).saveStream(Readable.from(['x']), artifact);
  expect(server.store.buckets.get('bucket')?.has('k')).toBe(true);
  await expect(ossDriver({ secrets: s3Secrets }).list(artifact)).rejects.toMatchObject({ code: 'ARTIFACT_DENIED' });
  await server.close();
});

test.each([
  [{ endpoint: '' }, 'oss needs endpoint and bucket'],
  [{ key: '' }, 'oss needs key'],
  [{ accessKeySecret: undefined }, 'accessKeySecret and secretKeySecret, or useSDKCreds'],
])('%j is said', async (more, message) => {
  await expect(ossDriver({ secrets: s3Secrets }).openStream(at('h', 'k', more))).rejects.toMatchObject({
    code: 'ARTIFACT_INVALID',
    message: expect.stringContaining(message),
  });
});
