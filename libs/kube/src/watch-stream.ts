import type { KubeObject, WatchEvent } from './client.ts';
import { kubeUnreachable } from './kube-error.ts';

const NEWLINE = 10;

/** Parses a watch's JSON lines as they arrive; the reader's pace is the server's (back-pressure). A broken connection throws. */
export async function* watchEvents<T extends KubeObject>(body: AsyncIterable<Uint8Array>, server: string): AsyncGenerator<WatchEvent<T>> {
  try {
    for await (const line of linesOf(body)) yield JSON.parse(line) as WatchEvent<T>;
  } catch (error) {
    throw isOurs(error) ? error : kubeUnreachable(server, error, false);
  }
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      if (end > start || rest.length > 0) yield joined(rest, bytes.subarray(start, end));
      rest = [];
      start = end + 1;
    }
    if (start < bytes.length) rest.push(bytes.subarray(start));
  }
}

function joined(before: readonly Buffer[], last: Buffer): string {
  return before.length === 0 ? last.toString('utf8') : Buffer.concat([...before, last]).toString('utf8');
}

/** The reader's abort, and a line that is no JSON: neither is a broken connection. */
function isOurs(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error instanceof SyntaxError);
}
