import type { WorkflowStatus } from '@argosy/api';
import { expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import { dehydrate, hydrate } from './stored-status.ts';

const status: WorkflowStatus = {
  phase: 'Running',
  nodes: Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`n${index}`, { id: `n${index}`, name: `node ${index}`, type: 'Pod', phase: 'Running' }]),
  ),
};
const size = JSON.stringify(status).length;

test('a small status is stored as it is and not even measured', () => {
  expect(dehydrate(status, { bytes: 10, limit: size })).toEqual({ status, bytes: 10 });
  expect(dehydrate(status, { bytes: size * 3, limit: size })).toEqual({ status, bytes: size });
});

test('a large status is packed, and unpacks to the very same object [7-027]', () => {
  const { status: packed, bytes } = dehydrate(status, { bytes: size * 3, limit: size - 1 });
  expect(packed).toEqual({ phase: 'Running', compressedNodes: expect.stringMatching(/^H4sI/) });
  expect(bytes).toBe(size);
  expect(hydrate(packed)).toBe(status);
});

test('a status that somebody else packed is read, once', () => {
  const read: WorkflowStatus = { phase: 'Running', compressedNodes: gzipSync(JSON.stringify(status.nodes)).toString('base64') };
  expect(hydrate(read)).toEqual(status);
  expect(hydrate(read)).toBe(hydrate(read));
  expect(hydrate(status)).toBe(status);
});

test('an offloaded status is not taken for an empty one', () => {
  expect(() => hydrate({ phase: 'Running', offloadNodeStatusVersion: 'fnv:1' })).toThrow('offloaded');
});
