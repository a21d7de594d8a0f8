import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { request } from 'undici';
import { type ArtifactDriver, artifactError, type LocatedArtifact } from '../driver.ts';

interface HttpLocation {
  readonly url: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
}

/** GET to load, PUT to save. */
export const httpDriver: ArtifactDriver = {
  load: async (artifact, target) => {
    const { url, headers } = locationOf(artifact);
    const response = await request(url, { headers: headersOf(headers), maxRedirections: 5 } as Parameters<typeof request>[1]);
    if (response.statusCode === 404) throw artifactError('NOT_FOUND', `artifact ${artifact.name}: ${url} answers 404`);
    if (response.statusCode >= 300) throw artifactError('FAILED', `artifact ${artifact.name}: ${url} answers ${response.statusCode}`);
    await fs.mkdir(path.dirname(target), { recursive: true });
    await pipeline(response.body, createWriteStream(target));
  },
  save: async (source, artifact) => {
    const { url, headers } = locationOf(artifact);
    const { size } = await fs.stat(source);
    const response = await request(url, {
      method: 'PUT',
      headers: { ...headersOf(headers), 'content-length': String(size) },
      body: createReadStream(source),
    });
    await response.body.dump();
    if (response.statusCode >= 300) throw artifactError('FAILED', `artifact ${artifact.name}: PUT ${url} answers ${response.statusCode}`);
  },
  list: async () => {
    throw artifactError('UNSUPPORTED', 'http artifacts cannot be listed');
  },
  delete: async () => {
    throw artifactError('UNSUPPORTED', 'http artifacts cannot be deleted');
  },
  isDirectory: async () => false,
};

function locationOf({ name, http }: LocatedArtifact): HttpLocation {
  const location = http as unknown as HttpLocation | undefined;
  if (!location?.url) throw artifactError('INVALID', `artifact ${name}: http needs a url`);
  return location;
}

function headersOf(headers: HttpLocation['headers']): Record<string, string> {
  return Object.fromEntries((headers ?? []).map(({ name, value }) => [name, value]));
}
