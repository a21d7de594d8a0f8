import fs from 'node:fs/promises';
import path from 'node:path';
import { isErrorWithCode } from '@argosy/std';
import { isGzip, packTar, unpackTar } from './archive.ts';
import { artifactError, type LocatedArtifact } from './driver.ts';
import { driverFor } from './registry.ts';

/**
 * Brings an input artifact to `target`: unpacked when it is a tar, with its mode. False when it is optional and not there
 * (acceptance 5-027 to 5-032).
 */
export async function loadArtifact(artifact: LocatedArtifact, target: string): Promise<boolean> {
  const temporary = `${target}.tmp`;
  try {
    await (await driverFor(artifact)).load(artifact, temporary);
  } catch (error) {
    if (artifact.optional && isErrorWithCode(error, 'ARTIFACT_NOT_FOUND')) return false;
    throw error;
  }
  if (await isArchive(artifact, temporary)) await unpackTo(temporary, target);
  else await fs.rename(temporary, target);
  if (artifact.mode !== undefined) await setMode(target, artifact.mode, artifact.recurseMode === true);
  return true;
}

async function isArchive({ archive }: LocatedArtifact, file: string): Promise<boolean> {
  if (archive?.none || (await fs.stat(file)).isDirectory()) return false;
  if (archive?.zip) throw artifactError('UNSUPPORTED', 'zip archives cannot be unpacked by this version of Argosy');
  return archive?.tar !== undefined || (await isGzip(file));
}

/** A single entry at the top of the archive is the artifact itself. */
async function unpackTo(archive: string, target: string): Promise<void> {
  const folder = `${target}.tmpdir`;
  await unpackTar(archive, folder);
  const entries = await fs.readdir(folder);
  if (entries.length === 1) await fs.rename(path.join(folder, entries[0] as string), target);
  else await fs.rename(folder, target);
  await fs.rm(folder, { recursive: true, force: true });
  await fs.rm(archive, { force: true });
}

async function setMode(target: string, mode: number, recurse: boolean): Promise<void> {
  await fs.chmod(target, mode);
  if (!recurse || !(await fs.stat(target)).isDirectory()) return;
  for (const entry of await fs.readdir(target, { recursive: true })) await fs.chmod(path.join(target, entry), mode);
}

/** Stores an output artifact: packed as its archive strategy says. False when it is optional and not there (acceptance 5-033 to 5-036). */
export async function saveArtifact(artifact: LocatedArtifact, source: string, scratch: string): Promise<boolean> {
  const found = await fs.stat(source).catch((error: unknown) => {
    if (isErrorWithCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (!found) {
    if (artifact.optional) return false;
    throw artifactError('NOT_FOUND', `path ${artifact.path ?? source} does not exist in archive ${artifact.path ?? source}`);
  }
  const driver = await driverFor(artifact);
  if (artifact.archive?.zip)
    throw artifactError('UNSUPPORTED', `artifact ${artifact.name}: zip archives cannot be made by this version of Argosy`);
  if (artifact.archive?.none) {
    await driver.save(source, artifact);
    return true;
  }
  const archive = path.join(scratch, `${artifact.name}.tgz`);
  await packTar(source, archive, artifact.archive?.tar?.compressionLevel);
  await driver.save(archive, artifact);
  await fs.rm(archive, { force: true });
  return true;
}
