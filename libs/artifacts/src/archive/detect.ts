import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const blockSize = 512;

/** What a file is by its content: a gzipped tar, a plain tar, or neither (acceptance 5-028). */
export async function detectArchive(file: string): Promise<'gzip-tar' | 'tar' | 'none'> {
  const start = await firstBlock(file, false);
  if (isTarHeader(start)) return 'tar';
  if (start[0] !== 0x1f || start[1] !== 0x8b) return 'none';
  return isTarHeader(await firstBlock(file, true)) ? 'gzip-tar' : 'none';
}

async function firstBlock(file: string, gunzip: boolean): Promise<Buffer> {
  const content = createReadStream(file, { end: 64 * 1024 });
  const stream = gunzip ? content.pipe(createGunzip()) : content;
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of stream) {
      parts.push(part as Buffer);
      length += (part as Buffer).length;
      if (length >= blockSize) break;
    }
  } catch {
    // What cannot be unpacked is no archive.
  } finally {
    content.destroy();
  }
  return Buffer.concat(parts).subarray(0, blockSize);
}

/** A tar header says how many its bytes add up to, its own field counted as blanks. */
function isTarHeader(block: Buffer): boolean {
  if (block.length < blockSize || block[0] === 0) return false;
  const stated = Number.parseInt(block.toString('latin1', 148, 156).replaceAll(/[^0-7]/g, ''), 8);
  let sum = 8 * 0x20;
  for (let index = 0; index < blockSize; index++) if (index < 148 || index >= 156) sum += block[index] as number;
  return sum === stated;
}
