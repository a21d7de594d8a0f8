import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Header, type Pack, pack } from 'tar-stream';

/** A file or folder as gzipped tar with one entry at its top, named like the source. `level` 0 to 9; zlib's default when absent. */
export function packTar(source: string, level?: number): Readable {
  const tar = pack();
  const output = new PassThrough();
  const written = pipeline(tar, createGzip(level === undefined ? {} : { level }), output);
  // pipeline has destroyed `output` with the error: whoever reads it learns of it there.
  written.catch(() => undefined);
  void fill(tar, source);
  return output;
}

async function fill(tar: Pack, source: string): Promise<void> {
  try {
    await addEntry(tar, source, path.basename(source));
    tar.finalize();
  } catch (error) {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

async function addEntry(tar: Pack, source: string, name: string): Promise<void> {
  const info = await fs.lstat(source);
  const header: Partial<Header> & { readonly name: string } = { name, mode: info.mode & 0o7777, mtime: info.mtime, size: 0 };
  if (info.isSymbolicLink()) tar.entry({ ...header, type: 'symlink', linkname: await fs.readlink(source) });
  else if (info.isDirectory()) {
    tar.entry({ ...header, name: `${name}/`, type: 'directory' });
    for (const child of (await fs.readdir(source)).toSorted()) await addEntry(tar, path.join(source, child), `${name}/${child}`);
  } else if (info.isFile()) await addFile(tar, source, { ...header, size: info.size });
}

async function addFile(tar: Pack, source: string, header: Partial<Header> & { readonly name: string }): Promise<void> {
  const { size = 0 } = header;
  if (size === 0) {
    tar.entry(header, '');
    return;
  }
  const entry = tar.entry(header);
  // A file that grows meanwhile would not match its header.
  await pipeline(createReadStream(source, { end: size - 1 }), entry);
}
