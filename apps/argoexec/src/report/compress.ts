import { gzipSync } from 'node:zlib';

/** Packs a report that would not fit into a container's message otherwise. */
export function compress(json: string): string {
  return gzipSync(json, { level: 9 }).toString('base64');
}
