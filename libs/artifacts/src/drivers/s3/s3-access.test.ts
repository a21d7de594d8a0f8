import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { S3Artifact } from '@argosy/api';
import { hasOpenssl, selfSigned } from '../../testing/certificate.ts';
import { openS3, s3Artifact, s3Secrets } from '../../testing/s3/s3-fixture.ts';
import { startStsServer, type StsServer } from '../../testing/s3/sts-server.ts';
import { openClient } from './client.ts';
import { readLocation } from './location.ts';
import { s3Driver, s3Store } from './s3.ts';
import { defaultTuning } from './upload.ts';

let server: Awaited<ReturnType<typeof openS3>>;
let sts: StsServer;
let folder: string;
beforeEach(async () => {
  server = await openS3();
  sts = await startStsServer({ accessKey: 'argosy-access', secretKey: 'argosy-secret', token: 'passing' });
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'argosy-s3-access-'));
  vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all([server.close(), sts.close()]);
  fs.rmSync(folder, { recursive: true });
});

const driver = s3Driver({ secrets: s3Secrets });
const withoutKeys: Partial<S3Artifact> = { accessKeySecret: {} as never, secretKeySecret: {} as never };

async function passesThrough(artifact: ReturnType<typeof s3Artifact>): Promise<void> {
  await driver.saveStream(Readable.from([Buffer.from('kept')]), artifact);
  expect(await text(await driver.openStream(artifact))).toBe('kept');
}

test('[5-001] a web identity (IRSA) gives the keys, by the token that is mounted', async () => {
  const file = path.join(folder, 'token');
  fs.writeFileSync(file, 'a token of the cluster');
  vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', file);
  vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::1:role/of-the-account');
  await passesThrough(server.artifact('k', withoutKeys));
  expect(sts.requests[0]).toEqual({
    action: 'AssumeRoleWithWebIdentity',
    role: 'arn:aws:iam::1:role/of-the-account',
    token: 'a token of the cluster',
    signedBy: undefined,
  });
  expect(server.requests.every(({ headers }) => headers['x-amz-security-token'] === 'passing')).toBe(true);
});

test('[5-001] a role of the artifact is assumed with the keys of the environment', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'mine');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  await passesThrough(server.artifact('k', { ...withoutKeys, roleARN: 'arn:aws:iam::1:role/of-the-artifact' }));
  expect(sts.requests[0]).toEqual({ action: 'AssumeRole', role: 'arn:aws:iam::1:role/of-the-artifact', token: null, signedBy: 'mine' });
});

test('[5-001] without keys and without anybody who gives some, that is said', async () => {
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, path.join(folder, 'none'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const saving = driver.saveStream(Readable.from(['x']), server.artifact('k', withoutKeys));
  await expect(saving).rejects.toMatchObject({ code: 'ARTIFACT_DENIED', message: expect.stringMatching(/credentials/i) });
});

test.runIf(hasOpenssl)('[5-002] a store behind an authority of its own is trusted with its certificate, and refused without', async () => {
  const certificate = selfSigned();
  const secure = await openS3({ certificate });
  try {
    const artifact = (more: Partial<S3Artifact>) => secure.artifact('k', { insecure: false, ...more });
    await passesThrough(artifact({ caSecret: { name: 's', key: certificate.cert } }));
    await expect(driver.list(artifact({}))).rejects.toMatchObject({ message: expect.stringMatching(/self.signed certificate/) });
  } finally {
    await secure.close();
  }
});

test('[5-002] with virtual-hosted names the bucket is part of the host', async () => {
  const endpoint = `store.test:${server.endpoint.split(':')[1]}`;
  const location = await readLocation(s3Artifact(endpoint, 'a/k', { addressingStyle: 'virtual-hosted' }), s3Secrets);
  const client = await openClient(location);
  // In place of a name server: signed for one host, sent to another.
  client.middlewareStack.add(
    (next) => (args) => {
      (args.request as { hostname: string }).hostname = '127.0.0.1';
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  const store = s3Store({ client, location, tuning: defaultTuning });
  await store.writeStream('a/k', Readable.from([Buffer.from('kept')]));
  expect(await text((await store.read('a/k')) as Readable)).toBe('kept');
  await store.close();
  expect(server.store.buckets.get('bucket')?.has('a/k')).toBe(true);
  expect(server.requests.map(({ headers }) => headers.host)).toEqual([`bucket.${endpoint}`, `bucket.${endpoint}`]);
});
