import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack, type Header } from 'tar-stream';
import { artifactError } from './driver.ts';

/** Packs a file or folder as gzipped tar. The archive has one entry at its top, named like the source. */
export async function packTar(source: string, target: string, level = 6): Promise<void> {
  const tar = pack();
  const written = pipeline(tar, createGzip({ level }), createWriteStream(target));
  await addEntry(tar, source, path.basename(source));
  tar.finalize();
  await written;
}

async function addEntry(tar: ReturnType<typeof pack>, source: string, name: string): Promise<void> {
  const info = await fs.lstat(source);
  const header: Partial<Header> & { readonly name: string } = { name, mode: info.mode & 0o7777, mtime: info.mtime, size: 0 };
  if (info.isSymbolicLink()) tar.entry({ ...header, type: 'symlink', linkname: await fs.readlink(source) });
  else if (info.isDirectory()) {
    tar.entry({ ...header, type: 'directory' });
    for (const child of (await fs.readdir(source)).sort()) await addEntry(tar, path.join(source, child), `${name}/${child}`);
  } else if (info.isFile()) {
    const entry = tar.entry({ ...header, size: info.size });
    await pipeline(createReadStream(source), entry);
  }
}

/** Unpacks a gzipped tar into a folder. An entry that would leave the folder, by `..`, a link or an absolute name, is refused. */
export async function unpackTar(archive: string, folder: string): Promise<void> {
  await fs.mkdir(folder, { recursive: true });
  const root = await fs.realpath(folder);
  const tar = extract();
  const reading = pipeline(createReadStream(archive), createGunzip(), tar);
  for await (const entry of tar) await writeEntry(root, entry.header, entry as unknown as Readable);
  await reading;
}

async function writeEntry(root: string, header: Header, content: Readable): Promise<void> {
  const target = await placeInside(root, header.name);
  const mode = header.mode ?? 0o644;
  if (header.type === 'directory') await fs.mkdir(target, { recursive: true, mode: mode | 0o700 });
  else if (header.type === 'symlink') await writeLink(root, target, header.linkname ?? '');
  else if (header.type === 'file' || header.type === 'contiguous-file') {
    await fs.mkdir(path.dirname(target), { recursive: true });
    await pipeline(content, createWriteStream(target, { mode }));
    return;
  }
  content.resume();
}

async function placeInside(root: string, name: string): Promise<string> {
  const target = path.join(root, name);
  if (path.isAbsolute(name) || !isInside(root, target))
    throw artifactError('INVALID', `the archive holds "${name}", which lies outside of its folder`);
  const parent = path.dirname(target);
  await fs.mkdir(parent, { recursive: true });
  if (!isInside(root, await fs.realpath(parent)))
    throw artifactError('INVALID', `the archive leads "${name}" through a link out of its folder`);
  return target;
}

async function writeLink(root: string, target: string, linkname: string): Promise<void> {
  if (path.isAbsolute(linkname) || !isInside(root, path.join(path.dirname(target), linkname)))
    throw artifactError('INVALID', `the archive holds a link to "${linkname}", outside of its folder`);
  await fs.symlink(linkname, target);
}

function isInside(root: string, target: string): boolean {
  return target === root || target.startsWith(`${root}${path.sep}`);
}

/** True when a file begins like gzip. */
export async function isGzip(file: string): Promise<boolean> {
  const handle = await fs.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
