/** A frame of SPDY/3.1 as it comes from the client. */
export type Frame =
  | { readonly kind: 'data'; readonly stream: number; readonly isLast: boolean; readonly data: Buffer }
  | { readonly kind: 'control'; readonly type: number; readonly flags: number; readonly payload: Buffer };

/** Types of control frames. */
export const control = { synStream: 1, synReply: 2, rstStream: 3, settings: 4, ping: 6, goAway: 7, headers: 8, windowUpdate: 9 } as const;

const headerLength = 8;
const version = 3;
const lastFlag = 1;

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);

  read(chunk: Buffer): readonly Frame[] {
    this.rest = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    const frames: Frame[] = [];
    for (;;) {
      const length = this.rest.length >= headerLength ? this.rest.readUIntBE(5, 3) : Number.POSITIVE_INFINITY;
      if (this.rest.length < headerLength + length) return frames;
      frames.push(parse(this.rest.subarray(0, headerLength), this.rest.subarray(headerLength, headerLength + length)));
      this.rest = this.rest.subarray(headerLength + length);
    }
  }
}

function parse(header: Buffer, payload: Buffer): Frame {
  const first = header.readUInt32BE(0);
  const flags = header.readUInt8(4);
  if (first >= 2 ** 31) return { kind: 'control', type: first & 0xffff, flags, payload };
  return { kind: 'data', stream: first, isLast: (flags & lastFlag) !== 0, data: payload };
}

/** A piece of a stream's data. */
export function dataFrame(stream: number, data: Buffer, isLast: boolean): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt32BE(stream, 0);
  header.writeUInt8(isLast ? lastFlag : 0, 4);
  header.writeUIntBE(data.length, 5, 3);
  return Buffer.concat([header, data]);
}

export function controlFrame(type: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt16BE(0x8000 | version, 0);
  header.writeUInt16BE(type, 2);
  header.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([header, payload]);
}

export function wordOf(number: number): Buffer {
  const word = Buffer.alloc(4);
  word.writeUInt32BE(number >>> 0);
  return word;
}

/** Names and values of a block of headers that was inflated. */
export function parseHeaders(block: Buffer): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  let offset = 4;
  const text = (): string => {
    const length = block.readUInt32BE(offset);
    offset += 4 + length;
    return block.subarray(offset - length, offset).toString();
  };
  for (let left = block.length >= 4 ? block.readUInt32BE(0) : 0; left > 0; left--) headers.set(text(), text());
  return headers;
}
