import fs from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';

const linkMode = 0o120777;

/** A file or folder as zip with one entry at its top, named like the source; files are read when it is their turn. */
export function packZip(source: string): Readable {
  const zip = new ZipFile();
  const output = new PassThrough();
  const content = zip.outputStream as Readable;
  content.on('error', (error) => output.destroy(error));
  zip.on('error', (error: Error) => output.destroy(error));
  content.pipe(output);
  void fill(zip, source, output);
  return output;
}

async function fill(zip: ZipFile, source: string, output: PassThrough): Promise<void> {
  try {
    await addEntry(zip, source, path.basename(source));
    zip.end();
  } catch (error) {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

async function addEntry(zip: ZipFile, source: string, name: string): Promise<void> {
  const { mode, mtime, ...info } = await statOf(source);
  if (info.kind === 'link') zip.addBuffer(Buffer.from(await fs.readlink(source)), name, { mode: linkMode, mtime, compress: false });
  else if (info.kind === 'folder') {
    zip.addEmptyDirectory(name, { mode, mtime });
    for (const child of (await fs.readdir(source)).toSorted()) await addEntry(zip, path.join(source, child), `${name}/${child}`);
  } else if (info.kind === 'file') zip.addFile(source, name, { mode, mtime });
}

async function statOf(
  source: string,
): Promise<{ readonly kind: 'file' | 'folder' | 'link' | 'other'; readonly mode: number; readonly mtime: Date }> {
  const info = await fs.lstat(source);
  const kind = info.isSymbolicLink() ? 'link' : info.isDirectory() ? 'folder' : info.isFile() ? 'file' : 'other';
  return { kind, mode: info.mode, mtime: info.mtime };
}
