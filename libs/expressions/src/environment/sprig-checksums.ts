import { sha1 } from '@noble/hashes/legacy';
import { sha256, sha512 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { toText } from '../expr/values.ts';
import type { Sprig } from './sprig.ts';

const checksum =
  (of: (bytes: Uint8Array) => Uint8Array): Sprig =>
  ([text]) =>
    bytesToHex(of(utf8ToBytes(toText(text))));

/** Sprig's checksums of a text's UTF-8 bytes, in hexadecimal; adler32 is a decimal number. */
export const checksumFunctions: Readonly<Record<string, Sprig>> = {
  sha1sum: checksum(sha1),
  sha256sum: checksum(sha256),
  sha512sum: checksum(sha512),
  adler32sum: ([text]) => String(adler32(utf8ToBytes(toText(text)))),
};

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}
