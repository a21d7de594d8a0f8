import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Bucket, StorageOptions } from '@google-cloud/storage';
import { artifactError, type DriverFactory, type DriverOptions, type LocatedArtifact } from '../../driver.ts';
import { keyNamed, type ObjectStore, objectStoreDriver, prefixOf } from '../../object-store/object-store.ts';
import { storeFailure } from '../status-codes.ts';

/** Google Cloud Storage, with the key of a service account or the identity of the pod (acceptance 5-003). */
export const gcsDriver: DriverFactory = (options) => objectStoreDriver((artifact, whole) => open(artifact, { ...options, whole }));

async function open({ gcs }: LocatedArtifact, options: DriverOptions & { readonly whole: boolean }): Promise<ObjectStore> {
  if (!gcs?.bucket) throw artifactError('ARTIFACT_INVALID', 'gcs needs bucket');
  const key = keyNamed(gcs.key, { by: 'gcs', field: 'key', whole: options.whole });
  const { Storage } = await import('@google-cloud/storage');
  const selector = gcs.serviceAccountKeySecret;
  const secret = selector?.key ? await options.secrets(selector) : undefined;
  return storeOf(new Storage(storageOptions(secret, options)).bucket(gcs.bucket), key);
}

function storageOptions(secret: string | undefined, { environment }: DriverOptions): StorageOptions {
  const emulator = environment?.['STORAGE_EMULATOR_HOST'];
  return {
    ...(secret !== undefined && { credentials: parseKey(secret) }),
    ...(emulator && { apiEndpoint: emulator, projectId: 'emulated' }),
    retryOptions: { autoRetry: true, maxRetries: 4 },
  };
}

function parseKey(secret: string): NonNullable<StorageOptions['credentials']> {
  try {
    const key = JSON.parse(secret) as { readonly client_email?: string; readonly private_key?: string };
    if (typeof key === 'object' && key !== null) return key;
  } catch {
    // Said below; the text of a key is none for a log.
  }
  throw artifactError('ARTIFACT_INVALID', 'gcs serviceAccountKeySecret holds no JSON key of a service account');
}

/** Above this many bytes an upload that breaks goes on where it was. */
const resumableFrom = 8 * 2 ** 20;

function storeOf(bucket: Bucket, key: string): ObjectStore {
  const place = (name: string): string => `gs://${bucket.name}/${name}`;
  const upload = (name: string, content: Readable, resumable: boolean): Promise<void> =>
    pipeline(content, bucket.file(name).createWriteStream({ resumable, ...(resumable && { chunkSize: resumableFrom }) }));
  return {
    key,
    place,
    read: async (name) => ((await existsAt(bucket, name)) ? (bucket.file(name).createReadStream() as Readable) : undefined),
    writeFile: (name, file, size) => upload(name, createReadStream(file), size >= resumableFrom),
    writeStream: (name, content) => upload(name, content, true),
    mark: (name) => bucket.file(name).save('', { resumable: false }),
    has: (name) => existsAt(bucket, name),
    keysBelow: (folder, limit) => keysBelow(bucket, folder, limit),
    remove: (names) => removeAll(bucket, names),
    failure: (error, at) => storeFailure(error, at, statusOf(error)),
    close: () => undefined,
  };
}

async function existsAt(bucket: Bucket, name: string): Promise<boolean> {
  const [exists] = await bucket.file(name).exists();
  return exists;
}

async function* keysBelow(bucket: Bucket, folder: string, limit?: number): AsyncGenerator<string> {
  let pageToken: string | undefined;
  do {
    const [files, next] = await bucket.getFiles({
      prefix: prefixOf(folder) ?? '',
      autoPaginate: false,
      ...(pageToken && { pageToken }),
      ...(limit !== undefined && { maxResults: limit }),
    });
    for (const { name } of files) yield name;
    pageToken = limit === undefined ? (next as { readonly pageToken?: string } | null)?.pageToken : undefined;
  } while (pageToken);
}

async function removeAll(bucket: Bucket, names: readonly string[]): Promise<void> {
  const queue = names.values();
  const worker = async (): Promise<void> => {
    for (const name of queue) await bucket.file(name).delete({ ignoreNotFound: true });
  };
  await Promise.all(Array.from({ length: Math.min(16, names.length) }, worker));
}

function statusOf(error: unknown): number {
  const { code, status } = (error ?? {}) as { readonly code?: unknown; readonly status?: unknown };
  return [code, status].map(Number).find((number) => number >= 100 && number < 600) ?? 0;
}
