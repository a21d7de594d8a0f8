import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { isErrorWithCode } from '@argosy/std';
import { detectArchive } from './archive/detect.ts';
import { packTar } from './archive/pack-tar.ts';
import { unpackTar } from './archive/unpack-tar.ts';
import { artifactError, type DriverOptions, type LocatedArtifact } from './driver.ts';
import { driverFor } from './registry.ts';
import { type RetryPolicy, withRetries } from './retry.ts';

export interface TransferOptions extends DriverOptions {
  readonly retry?: RetryPolicy;
}

/**
 * Brings an input artifact to `target`: unpacked when it is a tar, with its mode. False when it is optional and not there
 * (acceptance 5-027 to 5-032).
 */
export async function loadArtifact(artifact: LocatedArtifact, target: string, options: TransferOptions): Promise<boolean> {
  const temporary = `${target}.tmp`;
  const driver = await driverFor(artifact, options);
  try {
    await withRetries(async () => {
      await fs.rm(temporary, { recursive: true, force: true });
      await driver.load(artifact, temporary);
    }, options.retry);
  } catch (error) {
    if (artifact.optional && isErrorWithCode(error, 'ARTIFACT_NOT_FOUND')) return false;
    throw error;
  }
  await unpack(artifact, temporary, target);
  if (artifact.mode !== undefined) await setMode(target, artifact.mode, artifact.recurseMode === true);
  return true;
}

async function unpack(artifact: LocatedArtifact, loaded: string, target: string): Promise<void> {
  const packing = await packingOf(artifact, loaded);
  if (packing === 'none') return settle(loaded, target);
  const folder = `${target}.unpacked`;
  await unpackers[packing](loaded, folder);
  await fs.rm(loaded, { force: true });
  const [only, ...others] = await fs.readdir(folder);
  // A single entry at the top of the archive is the artifact itself.
  await settle(only !== undefined && others.length === 0 ? path.join(folder, only) : folder, target);
  await fs.rm(folder, { recursive: true, force: true });
}

type Packing = 'gzip-tar' | 'tar' | 'zip';

const unpackers: Readonly<Record<Packing, (file: string, folder: string) => Promise<void>>> = {
  'gzip-tar': async (file, folder) => unpackTar(createReadStream(file), folder, { gzipped: true, size: (await fs.stat(file)).size }),
  tar: async (file, folder) => unpackTar(createReadStream(file), folder, { gzipped: false, size: (await fs.stat(file)).size }),
  zip: async (file, folder) => (await import('./archive/unpack-zip.ts')).unpackZip(file, folder),
};

/** How the content is to be unpacked; a plain tar or a zip is content unless the artifact says that it is packed (acceptance 5-028). */
async function packingOf({ archive = {} }: LocatedArtifact, loaded: string): Promise<Packing | 'none'> {
  if (archive.none || (await fs.stat(loaded)).isDirectory()) return 'none';
  if (archive.zip) return 'zip';
  const kind = await detectArchive(loaded);
  if (archive.tar && kind === 'none') throw artifactError('ARTIFACT_INVALID', 'it is no tar archive, although archive.tar says so');
  return kind === 'tar' && !archive.tar ? 'none' : kind;
}

/** Moves into place; what a volume has there already is added to. */
async function settle(from: string, to: string): Promise<void> {
  try {
    await fs.rename(from, to);
  } catch (error) {
    if (!['EXDEV', 'EBUSY', 'ENOTEMPTY', 'EEXIST', 'EISDIR', 'ENOTDIR'].some((code) => isErrorWithCode(error, code))) throw error;
    await fs.cp(from, to, { recursive: true, verbatimSymlinks: true });
    await fs.rm(from, { recursive: true, force: true });
  }
}

async function setMode(target: string, mode: number, recurse: boolean): Promise<void> {
  await fs.chmod(target, mode);
  if (!recurse || !(await fs.stat(target)).isDirectory()) return;
  for (const entry of await fs.readdir(target, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await fs.chmod(path.join(entry.parentPath, entry.name), mode);
  }
}

/** Stores an output artifact, packed as its archive strategy says. False when it is optional and not there (acceptance 5-033 to 5-036). */
export async function saveArtifact(artifact: LocatedArtifact, source: string, options: TransferOptions): Promise<boolean> {
  if (!(await exists(source))) {
    if (artifact.optional) return false;
    throw artifactError('ARTIFACT_NOT_FOUND', `no such file or directory: ${artifact.path ?? source}`);
  }
  const driver = await driverFor(artifact, options);
  await withRetries(
    async () => (artifact.archive?.none ? driver.save(source, artifact) : driver.saveStream(await packed(artifact, source), artifact)),
    options.retry,
  );
  return true;
}

async function packed({ archive }: LocatedArtifact, source: string): Promise<Readable> {
  if (archive?.zip) return (await import('./archive/pack-zip.ts')).packZip(source);
  return packTar(source, archive?.tar?.compressionLevel);
}

async function exists(file: string): Promise<boolean> {
  try {
    await fs.stat(file);
    return true;
  } catch (error) {
    if (isErrorWithCode(error, 'ENOENT') || isErrorWithCode(error, 'ENOTDIR')) return false;
    throw error;
  }
}
