import { rootCertificates } from 'node:tls';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3Location } from './location.ts';

/** A client for the store of a location; destroy it after use. */
export async function openClient(location: S3Location): Promise<S3Client> {
  const { artifact, certificateAuthority } = location;
  const { endpoint = '', insecure, region } = artifact;
  const checksums = isAmazon(endpoint) || artifact.createBucketIfNotPresent?.objectLocking ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED';
  return new S3Client({
    ...(endpoint !== 's3.amazonaws.com' && {
      endpoint: /^https?:\/\//.test(endpoint) ? endpoint : `${insecure ? 'http' : 'https'}://${endpoint}`,
    }),
    region: region || 'us-east-1',
    followRegionRedirects: isAmazon(endpoint),
    forcePathStyle: usesPaths(artifact.addressingStyle, endpoint),
    // Stores other than Amazon's keep the framing of streamed checksums as content.
    requestChecksumCalculation: checksums,
    responseChecksumValidation: checksums,
    requestHandler: {
      connectionTimeout: 10_000,
      socketTimeout: 120_000,
      ...(certificateAuthority && { httpsAgent: { keepAlive: true, ca: [...rootCertificates, certificateAuthority] } }),
    },
    ...(await credentialsOf(location)),
  });
}

/** Keys of secrets first, then a role to assume, else the SDK's own chain: environment, web identity (IRSA), container, instance (acceptance 5-001). */
async function credentialsOf({ keys, artifact }: S3Location): Promise<Pick<S3ClientConfig, 'credentials'>> {
  if (keys) return { credentials: keys };
  if (!artifact.roleARN) return {};
  const { fromTemporaryCredentials } = await import('./assume-role.ts');
  const params = { RoleArn: artifact.roleARN, RoleSessionName: 'argosy' };
  return { credentials: fromTemporaryCredentials({ params, clientConfig: { region: artifact.region || 'us-east-1' } }) };
}

/** Own stores seldom have a DNS name for each bucket; the big clouds demand it. */
function usesPaths(style: string | undefined, endpoint: string): boolean {
  if (style === 'path' || style === 'virtual-hosted') return style === 'path';
  return !/(^|\.)(amazonaws\.com(\.cn)?|storage\.googleapis\.com|aliyuncs\.com)(:\d+)?$/.test(endpoint);
}

function isAmazon(endpoint: string): boolean {
  return /(^|\.)amazonaws\.com(\.cn)?$/.test(endpoint);
}
