import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { artifactError, type DriverFactory, type LocatedArtifact } from '../../driver.ts';
import { type ObjectStore, objectStoreDriver } from '../../object-store/object-store.ts';
import { storeFailure } from '../status-codes.ts';
import { type WebHdfs, webHdfs } from './web-hdfs.ts';

/** A Hadoop file system over its REST API, WebHDFS (acceptance 5-006). Kerberos is refused. */
export const hdfsDriver: DriverFactory = () => objectStoreDriver(async (artifact, whole) => open(artifact, whole));

function open({ hdfs }: LocatedArtifact, whole: boolean): ObjectStore {
  if (!hdfs?.addresses?.length) throw artifactError('ARTIFACT_INVALID', 'hdfs needs addresses');
  const path = pathOf(hdfs, whole);
  const kerberos = [hdfs.krbCCacheSecret, hdfs.krbKeytabSecret, hdfs.krbServicePrincipalName, hdfs.dataTransferProtection];
  if (kerberos.some((field) => field !== undefined && field !== ''))
    throw artifactError(
      'ARTIFACT_UNSUPPORTED',
      'hdfs: Kerberos is not supported; put a gateway such as Apache Knox or HttpFS with another authentication before it',
    );
  return storeOf(webHdfs(hdfs.addresses, hdfs.hdfsUser), path);
}

/** Empty for all of the file system. */
function pathOf({ path = '' }: NonNullable<LocatedArtifact['hdfs']>, whole: boolean): string {
  const trimmed = path.replace(/\/+$/, '');
  const isRoot = trimmed === '' && whole;
  if (!trimmed.startsWith('/') && !isRoot) throw artifactError('ARTIFACT_INVALID', 'hdfs needs an absolute path');
  return trimmed;
}

function storeOf(api: WebHdfs, key: string): ObjectStore {
  const place = (path: string): string => `hdfs ${path}`;
  return {
    key,
    place,
    read: async (path) => ((await api.status(path))?.type === 'FILE' ? api.open(path) : undefined),
    writeFile: (path, file) => replace(api, path, createReadStream(file)),
    writeStream: (path, content) => replace(api, path, content),
    mark: (path) => api.makeFolder(path.replace(/\/$/, '')),
    has: async (path) => (await api.status(path))?.type === 'FILE',
    keysBelow: (folder) => filesBelow(api, folder),
    remove: async (paths) => {
      for (const path of paths) await api.remove(path);
    },
    failure: (error, at) => storeFailure(error, at, 0),
    close: () => undefined,
  };
}

/** Written beside its place and then renamed, so that readers see the old content or the new one. */
async function replace(api: WebHdfs, path: string, content: Readable): Promise<void> {
  const staging = `${path}._COPYING_`;
  try {
    await api.create(staging, content);
    await api.remove(path);
    await api.rename(staging, path);
  } catch (error) {
    await api.remove(staging).catch(() => undefined);
    throw error;
  }
}

async function* filesBelow(api: WebHdfs, folder: string): AsyncGenerator<string> {
  const place = folder || '/';
  if ((await api.status(place))?.type !== 'DIRECTORY') return;
  const entries = (await api.list(place)) ?? [];
  if (entries.length === 0) yield `${folder}/`;
  for (const { pathSuffix, type } of entries) {
    if (type === 'DIRECTORY') yield* filesBelow(api, `${folder}/${pathSuffix}`);
    else yield `${folder}/${pathSuffix}`;
  }
}
