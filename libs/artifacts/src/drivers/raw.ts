import fs from 'node:fs/promises';
import path from 'node:path';
import { type ArtifactDriver, artifactError } from '../driver.ts';

const refuse = (what: string) => async (): Promise<never> => {
  throw artifactError('UNSUPPORTED', `raw artifacts cannot be ${what}`);
};

/** Content that stands in the manifest itself; input only. */
export const rawDriver: ArtifactDriver = {
  load: async ({ raw }, target) => {
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.writeFile(target, raw?.data ?? '');
  },
  save: refuse('saved'),
  list: refuse('listed'),
  delete: refuse('deleted'),
  isDirectory: async () => false,
};
