import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { decodeReport } from '@argosy/pod-plan';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { artifactDelete } from './artifact-delete.ts';

let folder = '';
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'artifact-delete-'));
  await fs.mkdir(path.join(folder, 'store/tree'), { recursive: true });
  for (const file of ['store/a', 'store/tree/b', 'message']) await fs.writeFile(path.join(folder, file), 'x');
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

async function run(keys: readonly (readonly [number, string])[]): Promise<{ readonly code: number; readonly message: string }> {
  const plan = {
    node: { id: 'p', name: 'p' },
    workflow: { name: 'w', namespace: 'ns', uid: 'u' },
    delete: { locations: [{ local: { path: path.join(folder, 'store') } }, { git: { repo: 'r' } }], keys },
  };
  const config = { ...readConfig({ ARGO_EXECUTOR_PLAN: JSON.stringify(plan) }), terminationLog: path.join(folder, 'message') };
  const code = await artifactDelete(config);
  return { code, message: await fs.readFile(path.join(folder, 'message'), 'utf8') };
}

test('[5-047] [6-045] files and folders are deleted, and what is not there counts as gone', async () => {
  const { code, message } = await run([
    [0, 'a'],
    [0, 'tree'],
    [0, 'none'],
  ]);
  expect([code, decodeReport(message).report]).toEqual([0, { completed: true, deletion: { failures: [] } }]);
  expect(await fs.readdir(path.join(folder, 'store'))).toEqual([]);
});

test('[5-048] all are tried, and each failure is reported with its artifacts', async () => {
  const { code, message } = await run([
    [0, '../message'],
    [0, 'a'],
    [1, ''],
  ]);
  const { failures } = decodeReport(message).report?.deletion ?? {};
  expect(code).toBe(64);
  expect(failures?.map(({ artifacts }) => artifacts).toSorted()).toEqual([[0], [2]]);
  expect(await fs.readdir(path.join(folder, 'store'))).toEqual(['tree']);
});

test('[5-048] without room for every error none counts as gone', async () => {
  const { message } = await run(
    Array.from({ length: 400 }, (_, index) => [0, `../${(index * 7919 * 104_729).toString(36)}-${index}`] as const),
  );
  expect(decodeReport(message).report?.deletion).toMatchObject({ incomplete: true, failures: [{ artifacts: [] }] });
});
