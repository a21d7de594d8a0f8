import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { artifactError } from '../../driver.ts';
import { prefixOf } from '../../object-store/object-store.ts';
import { customerKeyOf } from './encryption.ts';
import { failure, isMissing } from './failure.ts';
import type { S3Location } from './location.ts';
import type { UploadTuning } from './upload.ts';

/** A store's bucket, open for the time of one operation. */
export interface OpenBucket {
  readonly client: S3Client;
  readonly location: S3Location;
  readonly tuning: UploadTuning;
}

const attempts = 5;

/**
 * The content of an object, `undefined` where there is none. A connection that breaks is taken up where it broke, as long as the object is
 * still the same.
 */
export async function readObject(bucket: OpenBucket, key: string): Promise<Readable | undefined> {
  const first = await getPart(bucket, { key, from: 0 });
  return first && Readable.from(continued(bucket, key, first), { objectMode: false });
}

interface Part {
  readonly body: AsyncIterable<Uint8Array>;
  readonly etag: string | undefined;
  readonly length: number | undefined;
}

async function* continued(bucket: OpenBucket, key: string, first: Part): AsyncGenerator<Uint8Array> {
  let done = 0;
  let part: Part | undefined = first;
  for (let attempt = 1; part !== undefined; attempt++) {
    try {
      for await (const chunk of part.body) {
        done += chunk.length;
        yield chunk;
      }
      if (first.length === undefined || done >= first.length) return;
      throw artifactError('ARTIFACT_FAILED', `${placeOf(bucket, key)} ends after ${done} of ${first.length} bytes`);
    } catch (error) {
      const ours = failure(error, placeOf(bucket, key));
      if (attempt >= attempts || (ours as { readonly retry?: unknown }).retry !== 'backoff') throw ours;
    }
    await sleep(50 * 2 ** attempt);
    part = await getPart(bucket, { key, from: done, etag: first.etag });
  }
}

async function getPart(
  bucket: OpenBucket,
  { key, from, etag }: { readonly key: string; readonly from: number; readonly etag?: string | undefined },
): Promise<Part | undefined> {
  const { client, location } = bucket;
  try {
    const answer = await client.send(
      new GetObjectCommand({
        Bucket: location.bucket,
        Key: key,
        ...customerKeyOf(location),
        ...(from > 0 && { Range: `bytes=${from}-`, ...(etag && { IfMatch: etag }) }),
      }),
    );
    return { body: answer.Body as unknown as AsyncIterable<Uint8Array>, etag: answer.ETag, length: answer.ContentLength };
  } catch (error) {
    if (isMissing(error) && from === 0) return undefined;
    throw failure(error, placeOf(bucket, key));
  }
}

export async function hasObject({ client, location }: OpenBucket, key: string): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket: location.bucket, Key: key, ...customerKeyOf(location) }));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Keys below a folder, the marks of empty folders (`…/`) among them; `limit` where some are enough. */
export async function* keysBelow({ client, location }: OpenBucket, folder: string, limit?: number): AsyncGenerator<string> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: location.bucket,
        Prefix: prefixOf(folder),
        ContinuationToken: token,
        MaxKeys: limit,
      }),
    );
    for (const { Key } of page.Contents ?? []) if (Key) yield Key;
    token = limit === undefined ? page.NextContinuationToken : undefined;
  } while (token);
}

const batchSize = 1000;

/** Removes objects; the first that the store refuses to remove is an error. */
export async function removeObjects({ client, location }: OpenBucket, keys: readonly string[]): Promise<void> {
  const [only, ...others] = keys;
  if (only !== undefined && others.length === 0) {
    await client.send(new DeleteObjectCommand({ Bucket: location.bucket, Key: only }));
    return;
  }
  for (let start = 0; start < keys.length; start += batchSize) {
    const Objects = keys.slice(start, start + batchSize).map((Key) => ({ Key }));
    const { Errors: [refused] = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: location.bucket, Delete: { Objects, Quiet: true } }),
    );
    if (refused)
      throw artifactError(
        refused.Code === 'AccessDenied' ? 'ARTIFACT_DENIED' : 'ARTIFACT_FAILED',
        `s3://${location.bucket}/${refused.Key}: ${refused.Code}: ${refused.Message}`,
      );
  }
}

export function placeOf({ location }: Pick<OpenBucket, 'location'>, key: string): string {
  return `s3://${location.bucket}/${key}`;
}
