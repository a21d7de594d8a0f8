import { packTar } from '@argosy/artifacts';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { OpenArtifact } from './artifact-access.ts';

/** A folder as one packed file. It lies on this machine for as long as it is read. */
export async function packedFolder({ driver, artifact }: OpenArtifact, name: string): Promise<Readable> {
  const scratch = await fs.mkdtemp(path.join(os.tmpdir(), 'argo-server-'));
  const clear = (): void => void fs.rm(scratch, { recursive: true, force: true });
  try {
    const target = path.join(scratch, name.replaceAll('/', '_'));
    await driver.load(artifact, target);
    const stream = packTar(target);
    stream.once('close', clear);
    return stream;
  } catch (error) {
    clear();
    throw error;
  }
}
