import { createHash } from 'node:crypto';
import type http from 'node:http';

export interface StoredObject {
  readonly content: Buffer;
  /** Headers about encryption that came with it. */
  readonly encryption: Readonly<Record<string, string>>;
}

export interface S3Request {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Sends so many bytes of the body and then cuts the connection. */
  readonly cutAfter?: number;
}

/** What befalls one request; `undefined`: nothing. */
export type Fault = (request: S3Request) => S3Answer | undefined;

export interface S3Store {
  readonly buckets: Map<string, Map<string, StoredObject>>;
  readonly lockedBuckets: Set<string>;
  readonly uploads: Map<string, Map<number, Buffer>>;
}

export function s3Error(status: number, code: string): S3Answer {
  return { status, body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>made by the test server</Message></Error>` };
}

export function etagOf(content: Buffer): string {
  return `"${createHash('md5').update(content).digest('hex')}"`;
}
