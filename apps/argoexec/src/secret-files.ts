import fs from 'node:fs/promises';
import path from 'node:path';
import type { SecretReader } from '@argosy/artifacts';
import { OperationalError } from '@argosy/std';

/** Reads secrets from the folders in which the pod mounts them, `<folder>/<name>/<key>`. */
export function secretFiles(folder: string): SecretReader {
  return async ({ name = '', key }) => {
    try {
      return await fs.readFile(path.join(folder, name, key), 'utf8');
    } catch (error) {
      throw new OperationalError(`there is no key ${key} in secret ${name}`, { code: 'EXECUTOR_SECRET', retry: 'never', cause: error });
    }
  };
}
