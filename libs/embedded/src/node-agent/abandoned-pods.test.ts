import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { ContainerRuntime } from '../runtimes/container-runtime.ts';
import { endAbandonedPods } from './abandoned-pods.ts';

it('ends every run of every container, and takes the pods away', async () => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'abandoned-'));
  for (const run of ['a/containers/main/0', 'a/containers/main/1', 'b/containers/wait/0'])
    fs.mkdirSync(path.join(dataDir, 'pods', run), { recursive: true });
  const did: string[] = [];
  const note = (what: string, folder: string): void => void did.push(`${what} ${path.relative(path.join(dataDir, 'pods'), folder)}`);
  const runtime = {
    attach: async ({ folder }: { folder: string }) =>
      folder.endsWith('main/0') ? undefined : { signal: (signal: string) => note(signal, folder), exit: Promise.resolve() },
    cleanUp: async (folder: string) => note('clean', folder),
    removeSandbox: async ({ folder }: { folder: string }) => note('network', folder),
  } as unknown as ContainerRuntime;
  await endAbandonedPods(runtime, dataDir);
  expect(did).toEqual([
    'clean a/containers/main/0',
    'SIGKILL a/containers/main/1',
    'clean a/containers/main/1',
    'network a',
    'SIGKILL b/containers/wait/0',
    'clean b/containers/wait/0',
    'network b',
  ]);
  expect(fs.readdirSync(path.join(dataDir, 'pods'))).toEqual([]);
  await endAbandonedPods(runtime, path.join(dataDir, 'none'));
  fs.rmSync(dataDir, { recursive: true });
});
