import type { DriverFactory } from '../../driver.ts';
import { type ObjectStore, objectStoreDriver } from '../../object-store/object-store.ts';
import { ensureBucket } from './bucket.ts';
import { openClient } from './client.ts';
import { failure } from './failure.ts';
import { readLocation } from './location.ts';
import { hasObject, keysBelow, type OpenBucket, placeOf, readObject, removeObjects } from './objects.ts';
import { defaultTuning, put, uploadFile, uploadStream } from './upload.ts';

/** Any store that speaks S3 (acceptance 5-001, 5-002). */
export const s3Driver: DriverFactory = ({ secrets, uploads }) =>
  objectStoreDriver(async (artifact, whole) => {
    const location = await readLocation(artifact, secrets, whole);
    return s3Store({ client: await openClient(location), location, tuning: uploads ?? defaultTuning });
  });

/** A bucket as a store of objects. */
export function s3Store(bucket: OpenBucket): ObjectStore {
  return {
    key: bucket.location.key,
    place: (key) => placeOf(bucket, key),
    prepare: () => ensureBucket(bucket),
    read: (key) => readObject(bucket, key),
    writeFile: (key, file, size) => uploadFile(bucket, key, { file, size }),
    writeStream: (key, content) => uploadStream(bucket, key, content),
    mark: (key) => put(bucket, key, Buffer.alloc(0)),
    has: (key) => hasObject(bucket, key),
    keysBelow: (folder, limit) => keysBelow(bucket, folder, limit),
    remove: (keys) => removeObjects(bucket, keys),
    failure,
    close: () => bucket.client.destroy(),
  };
}
