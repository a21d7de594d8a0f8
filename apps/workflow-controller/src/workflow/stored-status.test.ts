import type { Workflow, WorkflowStatus } from '@argosy/api';
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

function workflowOf(given: WorkflowStatus): Workflow {
  return { metadata: { name: 'w', namespace: 'ns', uid: 'u' }, spec: {}, status: given };
}

async function statusOf(given: WorkflowStatus, offloaded?: Parameters<typeof hydrate>[1]): Promise<WorkflowStatus | undefined> {
  return (await hydrate(workflowOf(given), offloaded)).status;
}

/** A database that remembers what it was given. */
function database() {
  const saved = new Map<string, NonNullable<WorkflowStatus['nodes']>>();
  return {
    saved,
    offload: async (nodes: NonNullable<WorkflowStatus['nodes']>) => {
      saved.set('fnv:1', nodes);
      return 'fnv:1';
    },
    read: async ({ version }: { readonly version: string }) => saved.get(version) ?? {},
  };
}

test('a small status is stored as it is and not even measured', async () => {
  expect(await dehydrate(status, { bytes: 10, limit: size })).toEqual({ status, bytes: 10 });
  expect(await dehydrate(status, { bytes: size * 3, limit: size })).toEqual({ status, bytes: size });
});

test('a large status is packed, and unpacks to the very same object [7-027]', async () => {
  const { offload, saved } = database();
  const { status: packed, bytes } = await dehydrate(status, { bytes: size * 3, limit: size - 1, offload });
  expect(packed).toEqual({ phase: 'Running', compressedNodes: expect.stringMatching(/^H4sI/) });
  expect([bytes, saved.size]).toEqual([size, 0]);
  expect(await statusOf(packed)).toBe(status);
});

test('a status that somebody else packed is read, once', async () => {
  const read: WorkflowStatus = { phase: 'Running', compressedNodes: gzipSync(JSON.stringify(status.nodes)).toString('base64') };
  expect(await statusOf(read)).toEqual(status);
  expect(await statusOf(read)).toBe(await statusOf(read));
  expect(await statusOf(status)).toBe(status);
});

test('what is too large when packed is offloaded where there is a database, and stays packed where there is none [7-028]', async () => {
  const { offload, saved } = database();
  const { status: stored } = await dehydrate(status, { bytes: size, limit: 100, offload });
  expect(stored).toEqual({ phase: 'Running', offloadNodeStatusVersion: 'fnv:1' });
  expect(saved.get('fnv:1')).toBe(status.nodes);
  expect(await statusOf(stored)).toBe(status);
  expect(Object.keys((await dehydrate(status, { bytes: size, limit: 100 })).status)).toEqual(['phase', 'compressedNodes']);
});

test('it is always offloaded where that is wanted, but for a workflow without nodes [7-028]', async () => {
  const { offload } = database();
  const forced = { bytes: 10, limit: size, always: true, offload };
  expect((await dehydrate(status, forced)).status).toEqual({ phase: 'Running', offloadNodeStatusVersion: 'fnv:1' });
  expect((await dehydrate({ phase: 'Running', nodes: {} }, forced)).status).toEqual({ phase: 'Running', nodes: {} });
});

test('an offloaded status is read from the database, and is not taken for an empty one [7-028]', async () => {
  const { offload, read } = database();
  await offload(status.nodes ?? {});
  const stored: WorkflowStatus = { phase: 'Running', offloadNodeStatusVersion: 'fnv:1' };
  await expect(statusOf({ ...stored })).rejects.toMatchObject({
    code: 'STATUS_OFFLOADED',
    message: 'Workflow has offloaded nodes, but offloading has been disabled',
  });
  expect(await statusOf(stored, { read })).toEqual(status);
});
