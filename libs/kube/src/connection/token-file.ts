import { readFile } from 'node:fs/promises';

/** How long a token read from a file is used before the file is read again: service account tokens rotate. */
const FRESH_FOR = 30_000;

/** A token source for a file that someone else rewrites. */
export function tokenFromFile(file: string): () => Promise<string> {
  let token: Promise<string> | undefined;
  let readAt = 0;
  return () => {
    const now = Date.now();
    if (token === undefined || now - readAt > FRESH_FOR) {
      readAt = now;
      token = readFile(file, 'utf8').then((text) => text.trim());
      token.catch(() => {
        token = undefined;
      });
    }
    return token;
  };
}
