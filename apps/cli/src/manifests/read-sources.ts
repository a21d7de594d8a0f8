import fs from 'node:fs/promises';
import path from 'node:path';
import type { Io } from '../command.ts';
import { CliFailure } from '../failure.ts';

/** The text of one manifest file, with the name that messages call it by. */
export interface ManifestSource {
  readonly file: string;
  readonly text: string;
}

export interface ReadSourcesOptions {
  readonly io: Pick<Io, 'cwd' | 'readInput'>;
  /** Directories are searched for *.yaml, *.yml and *.json; otherwise they are an error. */
  readonly directories: boolean;
}

/** Reads manifests from files, directories, URLs and `-` for standard input. */
export async function readSources(places: readonly string[], options: ReadSourcesOptions): Promise<ManifestSource[]> {
  const sources: ManifestSource[] = [];
  for (const place of places) sources.push(...(await readPlace(place, options)));
  return sources;
}

const URL_START = /^https?:\/\//;

async function readPlace(place: string, options: ReadSourcesOptions): Promise<ManifestSource[]> {
  if (place === '-') return [{ file: 'stdin', text: decode(await options.io.readInput(), 'stdin') }];
  if (URL_START.test(place)) return [{ file: place, text: await download(place) }];
  const file = path.resolve(options.io.cwd, place);
  const kind = await kindOf(file, place);
  if (kind === 'directory') return readDirectory(place, file, options);
  return [{ file: place, text: decode(await fs.readFile(file), place) }];
}

async function kindOf(file: string, place: string): Promise<'file' | 'directory'> {
  try {
    return (await fs.stat(file)).isDirectory() ? 'directory' : 'file';
  } catch (error) {
    throw new CliFailure(`${place}: ${reasonOf(error)}`, { cause: error });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  ENOTDIR: 'a part of the path is no directory',
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}

const MANIFEST_FILE = /\.(ya?ml|json)$/i;

async function readDirectory(place: string, directory: string, { directories }: ReadSourcesOptions): Promise<ManifestSource[]> {
  if (!directories)
    throw new CliFailure(`${place}: is a directory`, { hint: `name the files in it, for example ${path.join(place, '*.yaml')}` });
  const entries = (await fs.readdir(directory, { recursive: true })).filter((entry) => MANIFEST_FILE.test(entry)).sort();
  const sources: ManifestSource[] = [];
  for (const entry of entries) {
    const file = path.join(directory, entry);
    if ((await fs.stat(file)).isFile()) sources.push({ file: path.join(place, entry), text: decode(await fs.readFile(file), file) });
  }
  return sources;
}

async function download(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new CliFailure(`${url}: ${((error as Error).cause as Error | undefined)?.message ?? (error as Error).message}`, { cause: error });
  }
  if (!response.ok) throw new CliFailure(`${url}: the server answered ${response.status} ${response.statusText}`);
  return response.text();
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new CliFailure(`${file}: is not text in UTF-8`, { cause: error });
  }
}
