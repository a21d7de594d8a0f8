import { expect, test } from 'vitest';
import { fnv1a32, fnv32 } from './fnv.ts';

test.each([
  ['steps-abc12[0]', 4120143868],
  ['steps-abc12[0].hello1', 3061206261],
  ['dag-x.A', 3728133227],
  ['loops[0].print(0:hello world)', 1666827112],
  ['retry-1(0)', 2436810922],
  ['wf.onExit', 403321795],
])('fnv1a32(%s) is the number Argo puts into the node id', (nodeName, hash) => {
  expect(fnv1a32(nodeName)).toBe(hash);
});

test('hashes the UTF-8 bytes, not the UTF-16 units', () => {
  const bytes = new TextEncoder().encode('é→😀');
  let hash = 2166136261;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 16777619);
  expect(fnv1a32('é→😀')).toBe(hash >>> 0);
});

test.each([
  ['', 2166136261],
  ['a', 0x050c5d7e],
  ['foobar', 0x31f0b262],
])('[13-008] FNV-1 of %j multiplies first', (text, hash) => {
  expect(fnv32(text)).toBe(hash);
});
