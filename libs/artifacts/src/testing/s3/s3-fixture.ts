import type { S3Artifact } from '@argosy/api';
import type { LocatedArtifact, SecretReader } from '../../driver.ts';
import type { Certificate } from '../certificate.ts';
import { type S3Server, startS3Server } from './s3-server.ts';

/** Secrets by key; those of the server's only user among them. */
export const s3Secrets: SecretReader = async ({ key }) => secretValues[key] ?? key;

const secretValues: Readonly<Record<string, string>> = { access: 'argosy-access', secret: 'argosy-secret' };

/** A server with the bucket `bucket`, and artifacts in it. */
export async function openS3({
  certificate,
}: {
  readonly certificate?: Certificate;
} = {}): Promise<S3Server & { artifact(key: string, more?: Partial<S3Artifact>): LocatedArtifact }> {
  const server = await startS3Server(new Map([['argosy-access', 'argosy-secret']]), certificate);
  server.store.buckets.set('bucket', new Map());
  return { ...server, artifact: (key, more) => s3Artifact(server.endpoint, key, more) };
}

export function s3Artifact(endpoint: string, key: string, more: Partial<S3Artifact> = {}): LocatedArtifact {
  const credentials = { accessKeySecret: { name: 's', key: 'access' }, secretKeySecret: { name: 's', key: 'secret' } };
  return { name: 'a', s3: { endpoint, insecure: true, bucket: 'bucket', key, ...credentials, ...more } };
}
