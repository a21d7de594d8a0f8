import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { artifactError } from '../driver.ts';
import { type Extraction, openExtraction, unpackingFailure } from './extraction.ts';
import { sparseFileOf, unsupportedSparse, writeSparse } from './sparse.ts';

export interface UnpackTarOptions {
  readonly gzipped: boolean;
  /** Size of the archive, by which it is told how large its content may be; absent: any size. */
  readonly size?: number;
  /** Bytes that any archive may grow to; 1 GiB where absent. */
  readonly allowed?: number;
}

/**
 * Unpacks a tar into a folder that is made for it. Entries that would lie outside of the folder, links that lead out of it and archives that
 * grow beyond what compression can do are refused with `ARTIFACT_UNSAFE`; devices are left out (acceptance 5-029).
 */
export async function unpackTar(content: Readable, folder: string, { gzipped, size, allowed }: UnpackTarOptions): Promise<void> {
  const extraction = await openExtraction(folder, size, allowed);
  const tar = extract();
  const reading = gzipped ? pipeline(content, createGunzip(), tar) : pipeline(content, tar);
  // Awaited below: until then an error must not count as unhandled.
  reading.catch(() => undefined);
  try {
    for await (const entry of tar) await unpackEntry(extraction, entry.header, entry as unknown as Readable);
    await reading;
    await extraction.finish();
  } catch (error) {
    throw unpackingFailure(error, 'tar');
  }
}

type Unpacker = (extraction: Extraction, header: Header, content: Readable) => Promise<void>;

const unpackFile: Unpacker = async (extraction, header, content) => {
  const file = sparseFileOf(header.pax as Readonly<Record<string, string>> | null | undefined);
  const mode = modeOf(header, 0o644);
  if (file) await writeSparse(extraction, { file, mode }, content);
  else await extraction.addFile(header.name, mode, content);
};

const skip: Unpacker = async () => undefined;

/** What becomes of each type of entry; others are of no standard. */
const unpackers: Readonly<Record<string, Unpacker>> = {
  file: unpackFile,
  'contiguous-file': unpackFile,
  directory: (extraction, header) => extraction.addFolder(header.name, modeOf(header, 0o755)),
  symlink: (extraction, { name, linkname }) => extraction.addSymbolicLink(name, linkname ?? ''),
  link: (extraction, { name, linkname }) => extraction.addHardLink(name, linkname ?? ''),
  'character-device': skip,
  'block-device': skip,
  fifo: skip,
};

async function unpackEntry(extraction: Extraction, header: Header, content: Readable): Promise<void> {
  // tar-stream knows no name for what GNU tar makes of sparse files.
  const unpack = header.type ? unpackers[header.type] : undefined;
  if (!header.type) throw unsupportedSparse();
  if (!unpack) throw artifactError('ARTIFACT_INVALID', `the archive holds "${header.name}" of the unknown type ${header.type}`);
  await unpack(extraction, header, content);
  content.resume();
}

/** Set-user-id bits are of no use to data. */
function modeOf({ mode }: Header, standard: number): number {
  return (mode ?? standard) & 0o1777;
}
