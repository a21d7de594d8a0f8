import { randomBytes } from 'node:crypto';

/** No vowels and no 0, 1 and 3, so that no words come out. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Five characters that make a generated name unique. */
export function randomSuffix(): string {
  return Array.from(randomBytes(5), (byte) => alphabet[byte % alphabet.length]).join('');
}
