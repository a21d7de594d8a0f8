import fs from 'node:fs';
import path from 'node:path';
import type { ContainerRuntime } from '../runtimes/container-runtime.ts';

/** Where an agent keeps what it knows of a pod. */
export function podFolderIn(dataDir: string, uid: string): string {
  return path.join(dataDir, 'pods', uid);
}

/** The pods that left something in a data directory. */
export function podsIn(dataDir: string): string[] {
  const folder = path.join(dataDir, 'pods');
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}

/** Ends what an earlier agent started of a pod that nobody knows any more, and takes away its files. */
export async function endAbandonedPod(runtime: ContainerRuntime, folder: string): Promise<void> {
  for (const container of containerFolders(path.join(folder, 'containers'))) {
    const running = await runtime.attach({ folder: container });
    running?.signal('SIGKILL');
    await running?.exit;
    await runtime.cleanUp(container);
  }
  await runtime.removeSandbox({ folder });
  await fs.promises.rm(folder, { recursive: true, force: true });
}

/** Ends every pod of a data directory whose agent was killed. */
export async function endAbandonedPods(runtime: ContainerRuntime, dataDir: string): Promise<void> {
  for (const uid of podsIn(dataDir)) await endAbandonedPod(runtime, podFolderIn(dataDir, uid));
}

function containerFolders(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).flatMap((name) => fs.readdirSync(path.join(folder, name)).map((run) => path.join(folder, name, run)));
}
