import fs from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { artifactError } from '../driver.ts';
import type { Extraction } from './extraction.ts';

type Pax = Readonly<Record<string, string>>;

export interface SparseFile {
  readonly name: string;
  readonly size: number;
}

/** What a PAX header says about a file with holes (GNU sparse format 1.0); `undefined` for other files. Older formats are refused. */
export function sparseFileOf(pax: Pax | null | undefined): SparseFile | undefined {
  if (!pax || !Object.keys(pax).some((name) => name.startsWith('GNU.sparse.'))) return undefined;
  const [name, size] = [pax['GNU.sparse.name'], Number(pax['GNU.sparse.realsize'])];
  if (pax['GNU.sparse.major'] !== '1' || name === undefined || !Number.isSafeInteger(size) || size < 0) throw unsupportedSparse();
  return { name, size };
}

export function unsupportedSparse(): Error {
  return artifactError(
    'ARTIFACT_UNSUPPORTED',
    'the archive holds a sparse file in an old format: pack it with tar --format=posix, or without --sparse',
  );
}

/** Writes the parts of a file where they belong; its holes stay holes. */
export async function writeSparse(
  extraction: Extraction,
  { file, mode }: { readonly file: SparseFile; readonly mode: number },
  content: Readable,
): Promise<void> {
  const target = extraction.place(file.name);
  await fs.mkdir(path.dirname(target), { recursive: true });
  const handle = await fs.open(target, 'w', mode);
  try {
    const reader = readerOf(content);
    for (const { offset, length } of await readMap(reader, file.size)) {
      let at = offset;
      for await (const chunk of reader.take(length)) {
        extraction.spend(chunk.length);
        await handle.write(chunk, 0, chunk.length, at);
        at += chunk.length;
      }
    }
    await handle.truncate(file.size);
    await handle.chmod(mode);
  } finally {
    await handle.close();
  }
}

interface Segment {
  readonly offset: number;
  readonly length: number;
}

const mostSegments = 1_000_000;

/** Decimal numbers, a line each: how many segments, then offset and length of each; padded to a block. */
async function readMap(reader: Reader, size: number): Promise<readonly Segment[]> {
  const count = await reader.number();
  if (count > mostSegments) throw artifactError('ARTIFACT_UNSAFE', `a sparse file has more than ${mostSegments} parts`);
  const segments: Segment[] = [];
  for (let index = 0; index < count; index++) {
    const segment = { offset: await reader.number(), length: await reader.number() };
    if (segment.offset + segment.length > size) throw new Error('the map of a sparse file leads out of it');
    segments.push(segment);
  }
  await reader.toBlock();
  return segments;
}

interface Reader {
  number(): Promise<number>;
  toBlock(): Promise<void>;
  take(length: number): AsyncGenerator<Buffer>;
}

function readerOf(content: Readable): Reader {
  const chunks = content[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  let done = 0;
  const next = async (most: number): Promise<Buffer> => {
    if (rest.length === 0) {
      const { value, done: isOver } = await chunks.next();
      if (isOver) throw new Error('a sparse file ends too early');
      rest = value;
    }
    const part = rest.subarray(0, most);
    rest = rest.subarray(part.length);
    done += part.length;
    return part;
  };
  return {
    async number() {
      let text = '';
      for (let character = (await next(1)).toString('latin1'); character !== '\n'; character = (await next(1)).toString('latin1')) {
        text += character;
        if (!/^\d{1,15}$/.test(text)) throw new Error('the map of a sparse file cannot be read');
      }
      return Number(text);
    },
    async toBlock() {
      for (let left = (512 - (done % 512)) % 512; left > 0; ) left -= (await next(left)).length;
    },
    async *take(length) {
      for (let left = length; left > 0; ) {
        const part = await next(left);
        left -= part.length;
        yield part;
      }
    },
  };
}
