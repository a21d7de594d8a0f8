import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { artifactError } from '../driver.ts';

/**
 * Unpacks a tar (gzipped when `gzipped`) into a folder that is made for it. Entries that would lie outside of the folder, and links that lead
 * out of it, are refused with `ARTIFACT_UNSAFE`; devices are left out (acceptance 5-029).
 */
export async function unpackTar(content: Readable, folder: string, { gzipped }: { readonly gzipped: boolean }): Promise<void> {
  const unpacking: Unpacking = { folder, links: [], folders: [] };
  await fs.mkdir(folder, { recursive: true });
  const tar = extract();
  const reading = gzipped ? pipeline(content, createGunzip(), tar) : pipeline(content, tar);
  // Awaited below: until then an error must not count as unhandled.
  reading.catch(() => undefined);
  try {
    for await (const entry of tar) await unpackEntry(unpacking, entry.header, entry as unknown as Readable);
    await reading;
    await finish(unpacking);
  } catch (error) {
    throw isOurs(error)
      ? error
      : artifactError(
          'ARTIFACT_INVALID',
          `the tar archive cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`,
          error,
        );
  }
}

interface Unpacking {
  readonly folder: string;
  /** Made last, so that nothing is ever written through them. */
  readonly links: { readonly target: string; readonly linkname: string }[];
  /** Modes are set last, so that a folder that may not be written to can be filled. */
  readonly folders: { readonly target: string; readonly mode: number }[];
}

async function unpackEntry(unpacking: Unpacking, header: Header, content: Readable): Promise<void> {
  const target = placeOf(unpacking.folder, header.name);
  switch (header.type) {
    case 'directory':
      await fs.mkdir(target, { recursive: true });
      unpacking.folders.push({ target, mode: (header.mode ?? 0o755) & 0o7777 });
      break;
    case 'symlink':
      requireInside(unpacking.folder, path.dirname(target), header);
      unpacking.links.push({ target, linkname: header.linkname ?? '' });
      break;
    case 'link':
      await fs.mkdir(path.dirname(target), { recursive: true });
      await fs.link(placeOf(unpacking.folder, header.linkname ?? ''), target);
      break;
    case 'file':
    case 'contiguous-file':
      await fs.mkdir(path.dirname(target), { recursive: true });
      await pipeline(content, createWriteStream(target));
      await fs.chmod(target, (header.mode ?? 0o644) & 0o7777);
      return;
    default:
      break;
  }
  content.resume();
}

async function finish({ links, folders }: Unpacking): Promise<void> {
  for (const { target, linkname } of links) {
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.symlink(linkname, target);
  }
  for (const { target, mode } of folders.toReversed()) await fs.chmod(target, mode);
}

function placeOf(folder: string, name: string): string {
  const target = path.join(folder, name);
  if (path.isAbsolute(name) || !isInside(folder, target))
    throw artifactError('ARTIFACT_UNSAFE', `the archive holds "${name}", which lies outside of its folder`);
  return target;
}

function requireInside(folder: string, from: string, { name, linkname = '' }: Header): void {
  if (path.isAbsolute(linkname) || !isInside(folder, path.join(from, linkname)))
    throw artifactError('ARTIFACT_UNSAFE', `the archive holds the link "${name}" to "${linkname}", outside of its folder`);
}

function isInside(folder: string, target: string): boolean {
  const relative = path.relative(folder, target);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function isOurs(error: unknown): boolean {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('ARTIFACT_');
}
