import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const interval = 20;

/** Resolves when every container has left its exit code in the shared volume. */
export async function awaitExitCodes(containers: readonly string[]): Promise<void> {
  for (const name of containers) while (!fs.existsSync(`/var/run/argo/ctr/${name}/exitcode`)) await sleep(interval);
}
