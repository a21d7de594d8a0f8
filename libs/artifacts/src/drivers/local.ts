import { constants, createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isErrorWithCode } from '@argosy/std';
import { artifactError, type DriverFactory, type LocatedArtifact } from '../driver.ts';

/**
 * A folder on disk: the key is a path below it. Content appears as a whole or not at all, and no key leads out of the folder, by `..` or by a
 * link that an artifact brought in. The default repository of the embedded provider; in a cluster a volume that all nodes mount.
 */
export const localDriver: DriverFactory = () => ({
  load: async (artifact, target) => {
    const place = await existing(artifact);
    await fs.mkdir(path.dirname(target), { recursive: true });
    await copy(place, target);
  },
  save: (source, artifact) => replace(artifact, (staging) => copy(source, staging)),
  openStream: async (artifact) => {
    const place = await existing(artifact);
    if ((await fs.stat(place)).isDirectory()) throw artifactError('ARTIFACT_INVALID', `${keyOf(artifact)} is a folder`);
    return createReadStream(place);
  },
  saveStream: (content, artifact) => replace(artifact, (staging) => pipeline(content, createWriteStream(staging))),
  delete: async (artifact) => {
    const place = await existing(artifact).catch((error: unknown) => {
      if (isErrorWithCode(error, 'ARTIFACT_NOT_FOUND')) return undefined;
      throw error;
    });
    if (place !== undefined) await fs.rm(place, { recursive: true, force: true });
  },
  list: async (artifact) => {
    // Without a key it is the whole repository.
    const place = artifact.local?.key ? await existing(artifact) : rootOf(artifact);
    const key = path.posix.normalize(artifact.local?.key || '.').replace(/\/+$/, '');
    if (!(await fs.stat(place)).isDirectory()) return [key];
    const entries = await fs.readdir(place, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !isStaging(entry.name));
    return files.map((entry) => path.join(key, path.relative(place, path.join(entry.parentPath, entry.name)))).toSorted();
  },
  isDirectory: async (artifact) => (await fs.stat(await existing(artifact))).isDirectory(),
});

/** Writes beside the place and then renames, so that readers see the old content or the new one. */
async function replace(artifact: LocatedArtifact, write: (staging: string) => Promise<void>): Promise<void> {
  const root = rootOf(artifact);
  const place = placeOf(artifact);
  await openFolder(path.dirname(place));
  await requireInside(root, path.dirname(place), keyOf(artifact));
  const staging = `${place}${stagingMark}${process.pid}-${process.hrtime.bigint()}`;
  try {
    await write(staging);
    await fs.rename(staging, place).catch(async (error: unknown) => {
      // A folder does not give way to another by itself.
      if (!['ENOTEMPTY', 'EEXIST', 'EISDIR', 'ENOTDIR'].some((code) => isErrorWithCode(error, code))) throw error;
      await fs.rm(place, { recursive: true, force: true });
      await fs.rename(staging, place);
    });
  } finally {
    await fs.rm(staging, { recursive: true, force: true });
  }
}

/** Pods of one workflow may run as different users; each adds to the same folders. */
async function openFolder(folder: string): Promise<void> {
  const outermost = await fs.mkdir(folder, { recursive: true });
  if (outermost === undefined) return;
  for (let made = folder; made.length >= outermost.length; made = path.dirname(made)) await fs.chmod(made, 0o777);
}

const stagingMark = '.part-';
const isStaging = (name: string): boolean => name.includes(stagingMark);

/** Files, folders and links as they are; on file systems that can, files share their blocks. */
async function copy(from: string, to: string): Promise<void> {
  await fs.cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    mode: constants.COPYFILE_FICLONE,
    filter: async (source) => {
      const info = await fs.lstat(source);
      return info.isFile() || info.isDirectory() || info.isSymbolicLink();
    },
  });
}

async function existing(artifact: LocatedArtifact): Promise<string> {
  const place = placeOf(artifact);
  try {
    await fs.access(place);
  } catch (error) {
    throw artifactError('ARTIFACT_NOT_FOUND', `there is no ${keyOf(artifact)} in the repository`, error);
  }
  await requireInside(rootOf(artifact), place, keyOf(artifact));
  return place;
}

function placeOf(artifact: LocatedArtifact): string {
  const key = keyOf(artifact);
  const place = path.posix.normalize(key);
  if (place === '..' || place.startsWith('../') || path.isAbsolute(place) || key.includes('\0'))
    throw artifactError('ARTIFACT_UNSAFE', `key ${key} leads out of the repository`);
  return path.join(rootOf(artifact), place.replace(/\/+$/, ''));
}

async function requireInside(root: string, place: string, key: string): Promise<void> {
  const [realRoot, realPlace] = await Promise.all([fs.realpath(root), fs.realpath(place)]);
  if (realPlace !== realRoot && !realPlace.startsWith(`${realRoot}${path.sep}`))
    throw artifactError('ARTIFACT_UNSAFE', `key ${key} leads through a link out of the repository`);
}

function rootOf({ local }: LocatedArtifact): string {
  if (!local?.path) throw artifactError('ARTIFACT_INVALID', 'local needs path');
  return local.path;
}

function keyOf({ local }: LocatedArtifact): string {
  if (!local?.key) throw artifactError('ARTIFACT_INVALID', 'local needs key');
  return local.key;
}
