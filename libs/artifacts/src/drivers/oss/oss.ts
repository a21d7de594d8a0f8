import fs from 'node:fs/promises';
import { PutBucketLifecycleConfigurationCommand } from '@aws-sdk/client-s3';
import { request } from 'undici';
import { artifactError, type DriverFactory, type DriverOptions, type LocatedArtifact } from '../../driver.ts';
import { keyNamed, objectStoreDriver } from '../../object-store/object-store.ts';
import { ensureBucket } from '../s3/bucket.ts';
import { openClient } from '../s3/client.ts';
import type { S3Location } from '../s3/location.ts';
import type { OpenBucket } from '../s3/objects.ts';
import { s3Store } from '../s3/s3.ts';
import { defaultTuning } from '../s3/upload.ts';

type OssArtifact = NonNullable<LocatedArtifact['oss']>;
type Keys = NonNullable<S3Location['keys']>;

/** Alibaba Cloud OSS, over the S3 protocol that it speaks as well (acceptance 5-005). */
export const ossDriver: DriverFactory = (options) =>
  objectStoreDriver(async (artifact, whole) => {
    const location = await readLocation(artifact, { ...options, whole });
    const bucket = { client: await openClient(location), location, tuning: options.uploads ?? defaultTuning };
    return { ...s3Store(bucket), place: (key) => `oss://${location.bucket}/${key}`, prepare: () => prepare(bucket, artifact.oss ?? {}) };
  });

async function readLocation({ oss }: LocatedArtifact, options: DriverOptions & { readonly whole: boolean }): Promise<S3Location> {
  if (!oss?.endpoint || !oss.bucket) throw artifactError('ARTIFACT_INVALID', 'oss needs endpoint and bucket');
  const key = keyNamed(oss.key, { by: 'oss', field: 'key', whole: options.whole });
  const { endpoint, region } = placeOf(oss.endpoint);
  return {
    artifact: { key, endpoint, bucket: oss.bucket, region, ...(oss.createBucketIfNotPresent && { createBucketIfNotPresent: {} }) },
    bucket: oss.bucket,
    key,
    keys: await keysOf(oss, options),
  };
}

/** `oss-cn-hangzhou.aliyuncs.com` speaks S3 at `s3.oss-cn-hangzhou.aliyuncs.com`. */
function placeOf(endpoint: string): { readonly endpoint: string; readonly region: string } {
  const [, scheme = 'https://', host = endpoint] = /^(https?:\/\/)?(.+?)\/*$/.exec(endpoint) ?? [];
  const [, region = 'us-east-1'] = /^(?:s3\.)?oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com$/.exec(host) ?? [];
  return { endpoint: `${scheme}${/^oss-.*\.aliyuncs\.com$/.test(host) ? `s3.${host}` : host}`, region };
}

async function keysOf(oss: OssArtifact, { secrets, environment = {} }: DriverOptions): Promise<Keys> {
  if (oss.accessKeySecret?.key && oss.secretKeySecret?.key) {
    const sessionToken = oss.securityToken;
    return {
      accessKeyId: await secrets(oss.accessKeySecret),
      secretAccessKey: await secrets(oss.secretKeySecret),
      ...(sessionToken && { sessionToken }),
    };
  }
  if (!oss.useSDKCreds) throw artifactError('ARTIFACT_INVALID', 'oss needs accessKeySecret and secretKeySecret, or useSDKCreds');
  return (await roleKeys(environment)) ?? ownKeys(environment);
}

type Environment = Readonly<Record<string, string | undefined>>;

function ownKeys(environment: Environment): Keys {
  const [accessKeyId, secretAccessKey, sessionToken] = ['ACCESS_KEY_ID', 'ACCESS_KEY_SECRET', 'SECURITY_TOKEN'].map(
    (name) => environment[`ALIBABA_CLOUD_${name}`],
  );
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  throw artifactError(
    'ARTIFACT_DENIED',
    'oss useSDKCreds: neither ALIBABA_CLOUD_ROLE_ARN nor ALIBABA_CLOUD_ACCESS_KEY_ID is set in this container',
  );
}

/** The role of a service account (RRSA): its token is exchanged for keys. */
async function roleKeys(environment: Environment): Promise<Keys | undefined> {
  const { ALIBABA_CLOUD_ROLE_ARN: role, ALIBABA_CLOUD_OIDC_PROVIDER_ARN: provider, ALIBABA_CLOUD_OIDC_TOKEN_FILE: file } = environment;
  if (!role || !provider || !file) return undefined;
  const query = new URLSearchParams({
    Action: 'AssumeRoleWithOIDC',
    Version: '2015-04-01',
    Format: 'JSON',
    RoleArn: role,
    OIDCProviderArn: provider,
    RoleSessionName: 'argosy',
    OIDCToken: (await fs.readFile(file, 'utf8')).trim(),
    Timestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    SignatureNonce: crypto.randomUUID(),
  });
  const { statusCode, body } = await request(environment['ALIBABA_CLOUD_STS_ENDPOINT'] || 'https://sts.aliyuncs.com', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: query.toString(),
  });
  const answer = (await body.json().catch(() => ({}))) as {
    readonly Credentials?: Readonly<Record<string, string>>;
    readonly Message?: string;
  };
  const { AccessKeyId, AccessKeySecret, SecurityToken } = answer.Credentials ?? {};
  if (!AccessKeyId || !AccessKeySecret)
    throw artifactError('ARTIFACT_DENIED', `oss: role ${role} is refused: ${answer.Message ?? statusCode}`);
  return { accessKeyId: AccessKeyId, secretAccessKey: AccessKeySecret, ...(SecurityToken && { sessionToken: SecurityToken }) };
}

/** The bucket, and when what is below the key is moved to cheaper storage or deleted. */
async function prepare(bucket: OpenBucket, { lifecycleRule: rule }: Partial<OssArtifact>): Promise<void> {
  await ensureBucket(bucket);
  const { markDeletionAfterDays: deletion, markInfrequentAccessAfterDays: infrequent } = rule ?? {};
  if (!deletion && !infrequent) return;
  if (deletion && infrequent && infrequent > deletion)
    throw artifactError('ARTIFACT_INVALID', 'oss lifecycleRule: markInfrequentAccessAfterDays cannot be larger than markDeletionAfterDays');
  const { client, location } = bucket;
  const Rules = [
    {
      ID: 'artifacts',
      Status: 'Enabled' as const,
      Filter: { Prefix: location.key },
      ...(deletion && { Expiration: { Days: deletion } }),
      ...(infrequent && { Transitions: [{ Days: infrequent, StorageClass: 'STANDARD_IA' as const }] }),
    },
  ];
  await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket: location.bucket, LifecycleConfiguration: { Rules } }));
}
