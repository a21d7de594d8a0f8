import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { pipeline } from 'node:stream/promises';
import { fetch, request } from 'undici';
import { artifactError, refuseDelete, type DriverFactory, type LocatedArtifact, type SecretReader } from '../driver.ts';
import { authorize, type HttpAuth, type HttpIdentity } from './http-auth.ts';

interface HttpLocation {
  readonly url: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  readonly auth?: HttpAuth;
}

/** GET to load, PUT to save (acceptance 5-008). */
export const httpDriver: DriverFactory = ({ secrets }) => ({
  load: async (artifact, target) => {
    const content = await get(artifact, secrets);
    await fs.mkdir(path.dirname(target), { recursive: true });
    await pipeline(content, createWriteStream(target));
  },
  openStream: (artifact) => get(artifact, secrets),
  save: (source, artifact) => putFile(source, artifact, secrets),
  saveStream: async (content, artifact) => {
    // The length must be known, and after a redirection everything is sent again.
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'artifact-'));
    try {
      await pipeline(content, createWriteStream(path.join(folder, 'content')));
      await putFile(path.join(folder, 'content'), artifact, secrets);
    } finally {
      await fs.rm(folder, { recursive: true, force: true });
    }
  },
  delete: refuseDelete,
  list: () => refuse('http artifacts cannot be listed'),
  isDirectory: async () => false,
});

async function get(artifact: LocatedArtifact, secrets: SecretReader): Promise<Readable> {
  const { location, identity } = await identified(artifact, secrets);
  try {
    const response = await fetch(location.url, { headers: headersOf(location, identity), ...dispatcherOf(identity) });
    if (response.status >= 300) await response.body?.cancel();
    requireSuccess('GET', location.url, response.status);
    return response.body ? Readable.fromWeb(response.body as ReadableStream) : Readable.from([]);
  } catch (error) {
    throw asArtifactError(error, `GET ${location.url} failed`);
  }
}

async function putFile(source: string, artifact: LocatedArtifact, secrets: SecretReader): Promise<void> {
  const info = await fs.stat(source);
  if (info.isDirectory()) await refuse('http artifacts cannot be folders: leave out archive: {none: {}}');
  const { location, identity } = await identified(artifact, secrets);
  const headers = { ...headersOf(location, identity), 'content-length': String(info.size) };
  let url = location.url;
  try {
    for (let redirections = 0; redirections <= maxRedirections; redirections++) {
      const response = await request(url, { method: 'PUT', headers, body: createReadStream(source), ...dispatcherOf(identity) });
      await response.body.dump();
      const next = response.headers['location'];
      if (![307, 308].includes(response.statusCode) || typeof next !== 'string') return requireSuccess('PUT', url, response.statusCode);
      url = new URL(next, url).href;
    }
  } catch (error) {
    throw asArtifactError(error, `PUT ${url} failed`);
  }
  throw artifactError('ARTIFACT_INVALID', `PUT ${location.url} is redirected more than ${maxRedirections} times`);
}

const maxRedirections = 5;

async function identified(
  { http }: LocatedArtifact,
  secrets: SecretReader,
): Promise<{ readonly location: HttpLocation; readonly identity: HttpIdentity }> {
  const location = http as HttpLocation | undefined;
  if (!location?.url) throw artifactError('ARTIFACT_INVALID', 'http needs url');
  return { location, identity: await authorize(location.auth, secrets) };
}

function headersOf({ headers = [] }: HttpLocation, identity: HttpIdentity): Record<string, string> {
  return { ...Object.fromEntries(headers.map(({ name, value }) => [name, value])), ...identity.headers };
}

function dispatcherOf({ dispatcher }: HttpIdentity): { readonly dispatcher?: NonNullable<HttpIdentity['dispatcher']> } {
  return dispatcher ? { dispatcher } : {};
}

function requireSuccess(method: string, url: string, status: number): void {
  if (status >= 200 && status < 300) return;
  const message = `${method} ${url} answers ${status}`;
  if (status === 404) throw artifactError('ARTIFACT_NOT_FOUND', message);
  if (status === 401 || status === 403) throw artifactError('ARTIFACT_DENIED', message);
  throw artifactError(status >= 500 || status === 429 || status === 408 ? 'ARTIFACT_FAILED' : 'ARTIFACT_INVALID', message);
}

function asArtifactError(error: unknown, message: string): unknown {
  if (error instanceof Error && String((error as { code?: unknown }).code).startsWith('ARTIFACT_')) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return artifactError('ARTIFACT_FAILED', `${message}: ${cause instanceof Error ? cause.message : String(cause)}`, error);
}

async function refuse(message: string): Promise<never> {
  throw artifactError('ARTIFACT_UNSUPPORTED', message);
}
