import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import fs from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type Entry, open, type ZipFile } from 'yauzl';
import { artifactError } from '../driver.ts';
import { type Extraction, openExtraction, unpackingFailure } from './extraction.ts';

const openZip = promisify(open as (file: string, options: object, done: (error: Error | null, zip: ZipFile) => void) => void);

/** Unpacks a zip file into a folder that is made for it; refuses what `unpackTar` refuses (acceptance 5-028, 5-029). */
export async function unpackZip(file: string, folder: string): Promise<void> {
  const { size } = await fs.stat(file);
  const extraction = await openExtraction(folder, size);
  try {
    const zip = await openZip(file, { lazyEntries: true, autoClose: false });
    try {
      await forEachEntry(zip, (entry) => unpackEntry(extraction, zip, entry));
    } finally {
      zip.close();
    }
    await extraction.finish();
  } catch (error) {
    throw unpackingFailure(named(error), 'zip');
  }
}

function forEachEntry(zip: ZipFile, visit: (entry: Entry) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => resolve());
    zip.on('entry', (entry: Entry) => {
      visit(entry).then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });
}

const types = { mask: 0o170000, link: 0o120000 };

async function unpackEntry(extraction: Extraction, zip: ZipFile, entry: Entry): Promise<void> {
  const { fileName: name } = entry;
  const attributes = entry.externalFileAttributes >>> 16;
  const mode = attributes & 0o1777;
  if (name.endsWith('/')) return extraction.addFolder(name, mode || 0o755);
  const content = await contentOf(zip, entry);
  if ((attributes & types.mask) !== types.link) return extraction.addFile(name, mode || 0o644, content);
  if (entry.uncompressedSize > 4096) throw artifactError('ARTIFACT_UNSAFE', `the archive holds the link "${name}" to something very long`);
  return extraction.addSymbolicLink(name, (await buffer(content)).toString());
}

function contentOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, content) => (error ? reject(error) : resolve(content)));
  });
}

/** The library checks names by itself, and says so in words only. */
function named(error: unknown): unknown {
  const message = error instanceof Error ? error.message : '';
  return /^(absolute path|invalid relative path|invalid characters in fileName)/.test(message)
    ? artifactError('ARTIFACT_UNSAFE', `the archive holds a name that leads out of its folder: ${message}`, error)
    : error;
}
