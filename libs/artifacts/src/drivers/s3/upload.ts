import fs from 'node:fs/promises';
import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { customerKeyOf, encryptionOf } from './encryption.ts';
import type { OpenBucket } from './objects.ts';

/** So many parts of so many bytes are in memory at once; their buffers are used again and again, whatever the size of the object. */
export interface UploadTuning {
  readonly threads: number;
  readonly partSize: number;
}

const megabyte = 2 ** 20;
/** Parts below 5 MiB are refused. */
export const defaultTuning: UploadTuning = { threads: 4, partSize: 5 * megabyte };
const mostParts = 10_000;
/** Without a known size parts grow as they get more: 10,000 of them reach five terabytes. */
const partsOfASize = 1_000;

/** Fills a buffer as far as the content goes; less than its length only at the end. */
type Fill = (buffer: Buffer) => Promise<number>;

/** Stores a file. */
export async function uploadFile(
  bucket: OpenBucket,
  key: string,
  { file, size }: { readonly file: string; readonly size: number },
): Promise<void> {
  const { partSize } = bucket.tuning;
  if (size < partSize) return put(bucket, key, await fs.readFile(file));
  const handle = await fs.open(file);
  try {
    const uniform = Math.max(partSize, Math.ceil(size / mostParts));
    await upload(bucket, key, { fill: (buffer) => readFully(handle, buffer), sizeOf: () => uniform });
  } finally {
    await handle.close();
  }
}

/** Stores what a stream gives; nothing is stored when it fails. */
export async function uploadStream(bucket: OpenBucket, key: string, content: Readable): Promise<void> {
  const { partSize } = bucket.tuning;
  await upload(bucket, key, { fill: fillFrom(content), sizeOf: (part) => partSize * 2 ** Math.floor((part - 1) / partsOfASize) });
}

export async function put({ client, location }: OpenBucket, key: string, body: Buffer): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: location.bucket, Key: key, Body: body, ...encryptionOf(location) }));
}

interface Source {
  readonly fill: Fill;
  sizeOf(part: number): number;
}

async function upload(bucket: OpenBucket, key: string, source: Source): Promise<void> {
  const first = Buffer.allocUnsafeSlow(source.sizeOf(1));
  const length = await source.fill(first);
  // What fits into one part takes one request.
  if (length < first.length) return put(bucket, key, first.subarray(0, length));
  const { client, location } = bucket;
  const object = { Bucket: location.bucket, Key: key };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...object, ...encryptionOf(location) }));
  const target: Target = { bucket, object: { ...object, UploadId: UploadId as string } };
  try {
    const parts = await sendParts(target, first, source);
    await client.send(
      new CompleteMultipartUploadCommand({ ...target.object, MultipartUpload: { Parts: parts }, ...customerKeyOf(location) }),
    );
  } catch (error) {
    // What is left of it would be paid for; the first error is the one to tell.
    await client.send(new AbortMultipartUploadCommand(target.object)).catch(() => undefined);
    throw error;
  }
}

interface Target {
  readonly bucket: OpenBucket;
  readonly object: { readonly Bucket: string; readonly Key: string; readonly UploadId: string };
}

/** Parts are read one after the other and sent at the same time. */
async function sendParts(target: Target, first: Buffer, { fill, sizeOf }: Source): Promise<CompletedPart[]> {
  const sender = senderOf(target);
  sender.send(1, first, first.length);
  try {
    for (let number = 2; ; number++) {
      const buffer = await sender.buffer(sizeOf(number));
      const length = await fill(buffer);
      if (length > 0) sender.send(number, buffer, length);
      if (length < buffer.length) break;
    }
  } finally {
    await sender.idle();
  }
  return sender.parts();
}

interface Sender {
  /** A buffer that is free, once fewer parts than allowed are under way; throws what went wrong with one of them. */
  buffer(size: number): Promise<Buffer>;
  send(number: number, buffer: Buffer, length: number): void;
  idle(): Promise<void>;
  /** All parts in their order; throws what went wrong with one of them. */
  parts(): CompletedPart[];
}

function senderOf(target: Target): Sender {
  const parts: CompletedPart[] = [];
  const free: Buffer[] = [];
  const failures: unknown[] = [];
  const underWay = new Set<Promise<void>>();
  const send = async (number: number, buffer: Buffer, length: number): Promise<void> => {
    try {
      parts[number - 1] = await sendPart(target, number, buffer.subarray(0, length));
    } catch (error) {
      failures.push(error);
    }
    free.push(buffer);
  };
  const requireNoFailure = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  return {
    async buffer(size) {
      if (underWay.size >= target.bucket.tuning.threads) await Promise.race(underWay);
      requireNoFailure();
      const index = free.findIndex(({ length }) => length === size);
      return index < 0 ? Buffer.allocUnsafeSlow(size) : (free.splice(index, 1)[0] as Buffer);
    },
    send(number, buffer, length) {
      const sending = send(number, buffer, length);
      underWay.add(sending);
      void sending.finally(() => underWay.delete(sending));
    },
    idle: async () => void (await Promise.all(underWay)),
    parts() {
      requireNoFailure();
      return parts;
    },
  };
}

async function sendPart({ bucket, object }: Target, PartNumber: number, Body: Buffer): Promise<CompletedPart> {
  const { client, location } = bucket;
  const answer = await client.send(new UploadPartCommand({ ...object, PartNumber, Body, ...customerKeyOf(location) }));
  const { ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumCRC64NVME, ChecksumSHA1, ChecksumSHA256 } = answer;
  return { PartNumber, ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumCRC64NVME, ChecksumSHA1, ChecksumSHA256 };
}

async function readFully(handle: fs.FileHandle, buffer: Buffer): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, null);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

function fillFrom(content: Readable): Fill {
  const chunks = content[Symbol.asyncIterator]() as AsyncIterator<Uint8Array | string>;
  let rest: Uint8Array = Buffer.alloc(0);
  return async (buffer) => {
    let filled = 0;
    while (filled < buffer.length) {
      if (rest.length === 0) {
        const { value, done } = await chunks.next();
        if (done) break;
        rest = typeof value === 'string' ? Buffer.from(value) : value;
      }
      const part = rest.subarray(0, buffer.length - filled);
      buffer.set(part, filled);
      rest = rest.subarray(part.length);
      filled += part.length;
    }
    return filled;
  };
}
