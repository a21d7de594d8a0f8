import type { Readable } from 'node:stream';
import type { BlobServiceClient, ContainerClient } from '@azure/storage-blob';
import { artifactError, type DriverFactory, type DriverOptions, type LocatedArtifact } from '../../driver.ts';
import { keyNamed, type ObjectStore, objectStoreDriver, prefixOf } from '../../object-store/object-store.ts';
import { storeFailure } from '../status-codes.ts';

/** Azure Blob Storage, with an account key, a shared access signature or the identity of the pod (acceptance 5-004). */
export const azureDriver: DriverFactory = (options) => objectStoreDriver((artifact, whole) => open(artifact, { ...options, whole }));

type AzureArtifact = NonNullable<LocatedArtifact['azure']>;

async function open({ azure }: LocatedArtifact, options: DriverOptions & { readonly whole: boolean }): Promise<ObjectStore> {
  if (!azure?.endpoint || !azure.container) throw artifactError('ARTIFACT_INVALID', 'azure needs endpoint and container');
  const key = keyNamed(azure.blob, { by: 'azure', field: 'blob', whole: options.whole });
  const service = await connect(azure, azure.endpoint, options);
  return storeOf(service.getContainerClient(azure.container), key, options.uploads);
}

/** Keys of secrets first, as upstream; a key that looks like a signature is one. */
async function connect(azure: AzureArtifact, endpoint: string, { secrets }: DriverOptions): Promise<BlobServiceClient> {
  const { BlobServiceClient, StorageSharedKeyCredential } = await import('@azure/storage-blob');
  const retryOptions = { maxTries: 5, retryDelayInMs: 500, maxRetryDelayInMs: 20_000 };
  const url = endpoint.replace(/\/+$/, '');
  if (azure.useSDKCreds) {
    const { DefaultAzureCredential } = await import('@azure/identity');
    return new BlobServiceClient(url, new DefaultAzureCredential(), { retryOptions });
  }
  if (!azure.accountKeySecret?.key) return new BlobServiceClient(url, undefined, { retryOptions });
  const secret = (await secrets(azure.accountKeySecret)).trim();
  if (/(^|[?&])sig=/.test(secret)) return new BlobServiceClient(`${url}?${secret.replace(/^\?/, '')}`, undefined, { retryOptions });
  return new BlobServiceClient(url, new StorageSharedKeyCredential(accountOf(url), secret), { retryOptions });
}

/** The first part of the host's name; emulators have it in the path. */
function accountOf(endpoint: string): string {
  const { hostname, pathname } = new URL(endpoint);
  const inPath = pathname.split('/')[1];
  const account = inPath || hostname.split('.')[0];
  if (!account) throw artifactError('ARTIFACT_INVALID', `azure endpoint ${endpoint} names no account`);
  return account;
}

const megabyte = 2 ** 20;

function storeOf(container: ContainerClient, key: string, uploads: DriverOptions['uploads']): ObjectStore {
  const { threads, partSize } = uploads ?? { threads: 4, partSize: 5 * megabyte };
  const blob = (name: string) => container.getBlockBlobClient(name);
  return {
    key,
    place: (name) => `${container.url.split('?')[0]}/${name}`,
    read: (name) => read(container, name),
    writeFile: async (name, file, size) => {
      // A blob has at most 50,000 blocks.
      const blockSize = Math.max(partSize, Math.ceil(size / 50_000));
      await blob(name).uploadFile(file, { blockSize, concurrency: threads, maxSingleShotSize: partSize });
    },
    writeStream: async (name, content) => void (await blob(name).uploadStream(content, partSize, threads)),
    mark: async (name) => void (await blob(name).upload('', 0)),
    has: (name) => blob(name).exists(),
    keysBelow: (folder, limit) => keysBelow(container, folder, limit),
    remove: (names) => removeAll(container, names),
    failure: (error, at) => storeFailure(named(error), at, statusOf(error)),
    close: () => undefined,
  };
}

async function read(container: ContainerClient, name: string): Promise<Readable | undefined> {
  try {
    const { readableStreamBody } = await container.getBlobClient(name).download(0, undefined, { maxRetryRequests: 5 });
    return readableStreamBody as Readable | undefined;
  } catch (error) {
    if (statusOf(error) === 404 && codeOf(error) !== 'ContainerNotFound') return undefined;
    throw error;
  }
}

async function* keysBelow(container: ContainerClient, folder: string, limit?: number): AsyncGenerator<string> {
  let count = 0;
  for await (const page of container.listBlobsFlat({ prefix: prefixOf(folder) ?? '' }).byPage({ maxPageSize: limit ?? 1000 })) {
    for (const { name } of page.segment.blobItems) {
      yield name;
      if (limit !== undefined && ++count >= limit) return;
    }
  }
}

async function removeAll(container: ContainerClient, names: readonly string[]): Promise<void> {
  const queue = names.values();
  const worker = async (): Promise<void> => {
    for (const name of queue) await container.getBlobClient(name).deleteIfExists({ deleteSnapshots: 'include' });
  };
  await Promise.all(Array.from({ length: Math.min(16, names.length) }, worker));
}

function statusOf(error: unknown): number {
  // A container that is not there is a mistake of the configuration, not an artifact that is missing.
  return codeOf(error) === 'ContainerNotFound' ? 400 : Number((error as { readonly statusCode?: unknown } | undefined)?.statusCode ?? 0);
}

function codeOf(error: unknown): string {
  return String((error as { readonly code?: unknown } | undefined)?.code ?? '');
}

/** The library's messages of answers without a body are empty. */
function named(error: unknown): unknown {
  const code = codeOf(error);
  const isAnswer = error instanceof Error && Number((error as { readonly statusCode?: unknown }).statusCode) > 0;
  return isAnswer && !error.message.includes(code) ? Object.assign(new Error(`${code}: ${error.message}`), { cause: error }) : error;
}
