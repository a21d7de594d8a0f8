import { createHash } from 'node:crypto';

/**
 * The addresses that services of a provider are given: a range of its own, so that several providers live side by side. As root it is made one
 * of this machine's; without root it is a part of loopback, which is that already.
 */
export function serviceRange({ dataDir, canRoute }: { readonly dataDir: string; readonly canRoute: boolean }): string {
  const [first = 0, second = 0] = createHash('sha256').update(`services of ${dataDir}`).digest();
  return canRoute ? `10.${192 + (first % 63)}.${second & 0xf0}.0/20` : `127.${64 + (first % 128)}.${second & 0xf0}.0/20`;
}
