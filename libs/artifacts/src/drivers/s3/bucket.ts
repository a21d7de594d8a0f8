import { CreateBucketCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { isMissing } from './failure.ts';
import type { OpenBucket } from './objects.ts';

/** Makes the bucket where the location asks for that and it is not there (acceptance 5-002). */
export async function ensureBucket(bucket: OpenBucket): Promise<void> {
  const { client, location } = bucket;
  const { createBucketIfNotPresent: wanted, region } = location.artifact;
  if (!wanted) return;
  try {
    await client.send(new HeadBucketCommand({ Bucket: location.bucket }));
  } catch (error) {
    if (!isMissing(error)) throw error;
    await create(bucket, wanted.objectLocking === true, region);
  }
}

async function create({ client, location }: OpenBucket, locking: boolean, region: string | undefined): Promise<void> {
  // The first region of Amazon is the one that must not be named.
  const place = region && region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } };
  try {
    await client.send(new CreateBucketCommand({ Bucket: location.bucket, ...(locking && { ObjectLockEnabledForBucket: true }), ...place }));
  } catch (error) {
    // Another pod of the workflow was faster.
    if (!(error instanceof Error) || error.name !== 'BucketAlreadyOwnedByYou') throw error;
  }
}
