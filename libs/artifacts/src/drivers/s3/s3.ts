import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { artifactError, type ArtifactDriver, type DriverFactory, type LocatedArtifact } from '../../driver.ts';
import { ensureBucket } from './bucket.ts';
import { openClient } from './client.ts';
import { failure } from './failure.ts';
import { readFile, readFolder, writeFolder } from './folders.ts';
import { readLocation } from './location.ts';
import { allKeysBelow, hasObject, keysBelow, type OpenBucket, placeOf, readObject, removeObjects, writeObject } from './objects.ts';

/** Any store that speaks S3 (acceptance 5-001, 5-002). A folder is the objects whose keys start with its key and a slash. */
export const s3Driver: DriverFactory = ({ secrets }) => {
  const open = async (artifact: LocatedArtifact): Promise<OpenBucket> => {
    const location = await readLocation(artifact, secrets);
    return { client: await openClient(location), location };
  };
  const within = async <T>(artifact: LocatedArtifact, work: (bucket: OpenBucket, key: string) => Promise<T>): Promise<T> => {
    const bucket = await open(artifact);
    const { key } = bucket.location;
    try {
      return await work(bucket, key);
    } catch (error) {
      throw failure(error, placeOf(bucket, key));
    } finally {
      bucket.client.destroy();
    }
  };
  return {
    load: (artifact, target) =>
      within(artifact, async (bucket, key) => {
        if (!(await readFile(bucket, key, target)) && !(await readFolder(bucket, key, target))) throw missing(bucket, key);
      }),
    save: (source, artifact) => within(artifact, (bucket, key) => write(bucket, key, source)),
    openStream: async (artifact) => openObject(await open(artifact)),
    saveStream: (content, artifact) =>
      within(artifact, async (bucket, key) => {
        await ensureBucket(bucket);
        await writeObject(bucket, key, { stream: content });
      }),
    ...listing(within),
  };
};

type Within = <T>(artifact: LocatedArtifact, work: (bucket: OpenBucket, key: string) => Promise<T>) => Promise<T>;

function listing(within: Within): Pick<ArtifactDriver, 'delete' | 'isDirectory' | 'list'> {
  return {
    delete: (artifact) =>
      within(artifact, async (bucket, key) => {
        await removeObjects(bucket, [key, ...(await allKeysBelow(bucket, key))]);
      }),
    list: (artifact) =>
      within(artifact, async (bucket, key) => {
        const below = await allKeysBelow(bucket, key);
        const files = below.filter((found) => !found.endsWith('/'));
        if (await hasObject(bucket, key)) files.push(key);
        else if (below.length === 0) throw missing(bucket, key);
        return files.toSorted();
      }),
    isDirectory: (artifact) =>
      within(artifact, async (bucket, key) => {
        for await (const _ of keysBelow(bucket, key, 1)) return true;
        return false;
      }),
  };
}

async function write(bucket: OpenBucket, key: string, source: string): Promise<void> {
  await ensureBucket(bucket);
  const info = await fs.stat(source);
  if (!info.isDirectory()) return writeObject(bucket, key, { stream: createReadStream(source), size: info.size });
  await writeFolder(bucket, source, key);
}

async function openObject(bucket: OpenBucket): Promise<Readable> {
  const { key } = bucket.location;
  try {
    const content = await readObject(bucket, key);
    if (content === undefined) throw missing(bucket, key);
    content.once('close', () => bucket.client.destroy());
    return content;
  } catch (error) {
    bucket.client.destroy();
    throw failure(error, placeOf(bucket, key));
  }
}

function missing(bucket: OpenBucket, key: string): Error {
  return artifactError('ARTIFACT_NOT_FOUND', `there is no ${placeOf(bucket, key)}`);
}
