import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { artifactDriverSuite } from '../../testing/driver-suite.ts';
import { hasMinio, type Minio, startMinio } from '../../testing/s3/minio.ts';
import { s3Artifact, s3Secrets } from '../../testing/s3/s3-fixture.ts';
import { s3Driver } from './s3.ts';

const driver = s3Driver({ secrets: s3Secrets });

describe.runIf(hasMinio)(hasMinio ? 'a real MinIO' : 'a real MinIO: skipped, build it with node hack/minio.mjs', () => {
  let minio: Minio;
  beforeAll(async () => {
    minio = await startMinio('argosy-access', 'argosy-secret');
  });
  afterAll(() => minio.close());
  const bucketOfOwn = () => ({ bucket: `b-${randomUUID()}`, createBucketIfNotPresent: {} });

  artifactDriverSuite('s3 [5-001] (MinIO)', { save: true, folders: true, list: true, delete: true, whole: true }, async () => {
    const bucket = bucketOfOwn();
    // The suite asks for what is not there, too, of a bucket that is.
    await driver.saveStream(Readable.from(['x']), s3Artifact(minio.endpoint, 'first', bucket));
    return { driver, artifact: (key) => s3Artifact(minio.endpoint, key, bucket) };
  });

  test('takes an upload of several parts', async () => {
    const large = randomBytes(20 * 2 ** 20);
    const artifact = s3Artifact(minio.endpoint, 'large', bucketOfOwn());
    await driver.saveStream(Readable.from([large]), artifact);
    expect(large.equals(await buffer(await driver.openStream(artifact)))).toBe(true);
  });

  test('makes a bucket with object locking, in which objects are stored', async () => {
    const artifact = s3Artifact(minio.endpoint, 'k', { ...bucketOfOwn(), createBucketIfNotPresent: { objectLocking: true } });
    await driver.saveStream(Readable.from(['x']), artifact);
    expect(await driver.list(artifact)).toEqual(['k']);
  });

  test('refuses a wrong key', async () => {
    const artifact = s3Artifact(minio.endpoint, 'k', { secretKeySecret: { name: 's', key: 'wrong' } });
    await expect(driver.list(artifact)).rejects.toMatchObject({
      code: 'ARTIFACT_DENIED',
      message: expect.stringContaining('s3://bucket/k'),
    });
  });
});
