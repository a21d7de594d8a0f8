import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { artifactError, refuseDelete, type DriverFactory, type LocatedArtifact } from '../driver.ts';

/** Content that stands in the manifest itself; input only (acceptance 5-010). */
export const rawDriver: DriverFactory = () => ({
  load: async (artifact, target) => {
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.writeFile(target, contentOf(artifact));
  },
  openStream: async (artifact) => Readable.from([Buffer.from(contentOf(artifact))]),
  save: () => refuse('output artifacts cannot be raw'),
  saveStream: () => refuse('output artifacts cannot be raw'),
  delete: refuseDelete,
  list: () => refuse('raw artifacts cannot be listed'),
  isDirectory: async () => false,
});

function contentOf({ raw }: LocatedArtifact): string {
  if (typeof raw?.data !== 'string') throw artifactError('ARTIFACT_INVALID', 'raw needs data');
  return raw.data;
}

async function refuse(message: string): Promise<never> {
  throw artifactError('ARTIFACT_UNSUPPORTED', message);
}
