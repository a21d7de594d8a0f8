import { expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import { hydrated, unpacked } from './packed-nodes.ts';

const nodes = { n: { id: 'n', name: 'n', type: 'Pod' as const } };
const workflowOf = (status: object) => ({ metadata: { name: 'w', namespace: 'ns' }, spec: {}, status });

test('packed nodes are unpacked, plain ones stay', async () => {
  const compressedNodes = gzipSync(JSON.stringify(nodes)).toString('base64');
  expect((await hydrated(workflowOf({ compressedNodes }))).status).toMatchObject({ nodes });
  expect((await hydrated(workflowOf({ nodes }))).status).toEqual({ nodes });
});

test('offloaded nodes cannot be had without a server; lists do without them [7-028]', async () => {
  const offloaded = workflowOf({ offloadNodeStatusVersion: 'fnv:1' });
  await expect(hydrated(offloaded)).rejects.toThrow('offload node status is not supported');
  expect(await unpacked(offloaded)).toBe(offloaded);
});
