import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { artifactDriverSuite } from '../../testing/driver-suite.ts';
import { openS3, s3Secrets } from '../../testing/s3/s3-fixture.ts';
import { s3Error } from '../../testing/s3/protocol.ts';
import { s3Driver } from './s3.ts';

const driver = s3Driver({ secrets: s3Secrets });

artifactDriverSuite(
  's3 [5-001] [5-013] (server of this repository)',
  { save: true, folders: true, list: true, delete: true, whole: true },
  async () => ({
    driver,
    ...(await openS3()),
  }),
);

describe('s3', () => {
  let server: Awaited<ReturnType<typeof openS3>>;
  beforeEach(async () => {
    server = await openS3();
  });
  afterEach(() => server.close());
  const content = Buffer.alloc(300_000, 'argosy');
  const put = (key: string, bytes = content): void => {
    server.store.buckets.get('bucket')?.set(key, { content: bytes, encryption: {} });
  };
  const stored = (key: string): Buffer | undefined => server.store.buckets.get('bucket')?.get(key)?.content;
  const read = async (key: string): Promise<Buffer> => buffer(await driver.openStream(server.artifact(key)));

  test.each([
    { status: 503, code: 'SlowDown' },
    { status: 500, code: 'InternalError' },
    { status: 503, code: 'ServiceUnavailable' },
  ])('a passing $code harms neither reading nor writing', async ({ status, code }) => {
    put('k');
    server.faults.push((request) => (request.method === 'GET' ? s3Error(status, code) : undefined));
    expect(content.equals(await read('k'))).toBe(true);
    server.faults.push((request) => (request.method === 'PUT' ? s3Error(status, code) : undefined));
    await driver.saveStream(Readable.from([content]), server.artifact('other'));
    expect(stored('other')?.equals(content)).toBe(true);
    expect(server.faults).toEqual([]);
  });

  test.each(['PUT', 'DELETE'])('a 404 without a word to a %s may pass', async (method) => {
    const faulty = (request: { readonly method: string }) => (request.method === method ? { status: 404 } : undefined);
    server.faults.push(faulty);
    const work = method === 'PUT' ? driver.saveStream(Readable.from(['x']), server.artifact('k')) : driver.delete(server.artifact('k'));
    await expect(work).rejects.toMatchObject({ code: 'ARTIFACT_FAILED', retry: 'backoff' });
  });

  test('a download that is cut off goes on where it was', async () => {
    put('k');
    const cut = { status: 200, headers: { etag: '"x"' }, body: content, cutAfter: 100_000 };
    server.faults.push(() => cut);
    server.faults.push((request) => (request.headers['if-match'] === '"x"' ? { status: 206, body: content.subarray(100_000) } : undefined));
    expect(content.equals(await read('k'))).toBe(true);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=100000-']);
  });

  test('a download whose object changed meanwhile fails', async () => {
    put('k');
    server.faults.push(() => ({ status: 200, headers: { etag: '"old"' }, body: content, cutAfter: 10 }));
    await expect(read('k')).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
  });

  test('what is large goes in parts, and a part that fails is sent again', async () => {
    const large = Buffer.alloc(20 * 2 ** 20, 'argosy ');
    server.faults.push(({ query }) => (query.get('partNumber') === '2' ? s3Error(500, 'InternalError') : undefined));
    await driver.saveStream(Readable.from([large.subarray(0, 7_000_000), large.subarray(7_000_000)]), server.artifact('large'));
    expect(stored('large')?.equals(large)).toBe(true);
    expect(server.requests.filter(({ query }) => query.has('partNumber')).length).toBe(5);
    expect(server.store.uploads.size).toBe(0);
  });

  test('many files of a folder: all pages are read, and all are removed', async () => {
    const keys = Array.from({ length: 10 }, (_, index) => `tree/ü & <${index}>`).toSorted();
    for (const key of keys) put(key);
    put('tree-not');
    expect(await driver.list(server.artifact('tree'))).toEqual(keys);
    await driver.delete(server.artifact('tree/'));
    expect([...(server.store.buckets.get('bucket')?.keys() ?? [])]).toEqual(['tree-not']);
  });

  test.each([
    { name: 'a wrong key', more: { secretKeySecret: { name: 's', key: 'wrong' } }, code: 'ARTIFACT_DENIED', text: 'SignatureDoesNotMatch' },
    { name: 'no such bucket', more: { bucket: 'none' }, code: 'ARTIFACT_INVALID', text: 's3://none/k: NoSuchBucket' },
    { name: 'no bucket', more: { bucket: '' }, code: 'ARTIFACT_INVALID', text: 's3 needs endpoint and bucket' },
    { name: 'no key', more: { key: '/' }, code: 'ARTIFACT_INVALID', text: 's3 needs key' },
    {
      name: 'two kinds of encryption',
      more: { encryptionOptions: { kmsKeyId: 'k', serverSideCustomerKeySecret: { name: 's', key: 'x' } } },
      code: 'ARTIFACT_INVALID',
      text: 'not both',
    },
  ])('$name is said, and not tried again', async ({ more, code, text }) => {
    const saving = driver.saveStream(Readable.from(['x']), server.artifact('k', more));
    await expect(saving).rejects.toMatchObject({ code, retry: 'never', message: expect.stringContaining(text) });
  });

  test.each([false, true])('the bucket is made where that is asked for, object locking %s', async (objectLocking) => {
    const artifact = server.artifact('k', { bucket: 'new', region: 'eu-west-1', createBucketIfNotPresent: { objectLocking } });
    for (const text of ['x', 'y']) await driver.saveStream(Readable.from([Buffer.from(text)]), artifact);
    expect(server.store.buckets.get('new')?.get('k')?.content.toString()).toBe('y');
    expect(server.store.lockedBuckets.has('new')).toBe(objectLocking);
    const made = server.requests.filter(({ method, key }) => method === 'PUT' && key === '');
    expect(made.map(({ body }) => body.toString())).toEqual([expect.stringContaining('<LocationConstraint>eu-west-1<')]);
  });

  test.each([
    { options: { enableEncryption: true }, header: 'x-amz-server-side-encryption', value: 'AES256' },
    { options: { enableEncryption: true, kmsKeyId: 'id' }, header: 'x-amz-server-side-encryption-aws-kms-key-id', value: 'id' },
    {
      options: { enableEncryption: true, kmsKeyId: 'id', kmsEncryptionContext: '{"a":"b"}' },
      header: 'x-amz-server-side-encryption-context',
      value: 'eyJhIjoiYiJ9',
    },
  ])('is encrypted with $options', async ({ options, header, value }) => {
    await driver.saveStream(Readable.from(['x']), server.artifact('k', { encryptionOptions: options }));
    expect(server.store.buckets.get('bucket')?.get('k')?.encryption[header]).toBe(value);
  });

  test('a customer key writes and reads; without it nothing is read', async () => {
    const encryptionOptions = { serverSideCustomerKeySecret: { name: 's', key: '0123456789abcdef0123456789abcdef' } };
    const artifact = server.artifact('k', { encryptionOptions });
    await driver.saveStream(Readable.from([Buffer.from('x')]), artifact);
    expect((await buffer(await driver.openStream(artifact))).toString()).toBe('x');
    await expect(read('k')).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
  });

  test('a store that does not answer may answer later', async () => {
    await server.close();
    await expect(driver.list(server.artifact('k'))).rejects.toMatchObject({
      code: 'ARTIFACT_FAILED',
      retry: 'backoff',
      message: `s3://bucket/k: connect ECONNREFUSED ${server.endpoint}`,
    });
    server = await openS3();
  });

  test('a session token is sent along', async () => {
    put('k');
    await buffer(await driver.openStream(server.artifact('k', { sessionTokenSecret: { name: 's', key: 'token' } })));
    expect(server.requests.at(-1)?.headers['x-amz-security-token']).toBe('token');
  });
});
