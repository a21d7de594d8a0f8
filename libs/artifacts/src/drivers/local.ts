import fs from 'node:fs/promises';
import path from 'node:path';
import { type ArtifactDriver, artifactError, type LocatedArtifact } from '../driver.ts';

/** A folder on disk: the key is a path below it. Content appears at once or not at all. */
export const localDriver: ArtifactDriver = {
  load: async (artifact, target) => {
    const place = placeOf(artifact);
    await requireThere(artifact, place);
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.cp(place, target, { recursive: true, verbatimSymlinks: true });
  },
  save: async (source, artifact) => {
    const place = placeOf(artifact);
    const staging = `${place}.${process.pid}.${process.hrtime.bigint()}`;
    await fs.mkdir(path.dirname(place), { recursive: true });
    try {
      await fs.cp(source, staging, { recursive: true, verbatimSymlinks: true });
      await fs.rm(place, { recursive: true, force: true });
      await fs.rename(staging, place);
    } finally {
      await fs.rm(staging, { recursive: true, force: true });
    }
  },
  list: async (artifact) => {
    const place = placeOf(artifact);
    await requireThere(artifact, place);
    const entries = await fs.readdir(place, { recursive: true, withFileTypes: true });
    const { key = '' } = artifact.local ?? {};
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(key, path.relative(place, path.join(entry.parentPath, entry.name))))
      .sort();
  },
  delete: async (artifact) => fs.rm(placeOf(artifact), { recursive: true, force: true }),
  isDirectory: async (artifact) => {
    const place = placeOf(artifact);
    await requireThere(artifact, place);
    return (await fs.stat(place)).isDirectory();
  },
};

/** The key never leads out of the folder: `..` in it is taken as far as the root and no further. */
function placeOf({ name, local }: LocatedArtifact): string {
  const { path: root, key } = local ?? {};
  if (!root || !key) throw artifactError('INVALID', `artifact ${name}: local needs path and key`);
  return path.join(root, path.posix.normalize(`/${key}`));
}

async function requireThere({ name, local }: LocatedArtifact, place: string): Promise<void> {
  try {
    await fs.access(place);
  } catch (error) {
    throw artifactError('NOT_FOUND', `artifact ${name}: no object ${local?.key ?? ''} in the repository`, error);
  }
}
