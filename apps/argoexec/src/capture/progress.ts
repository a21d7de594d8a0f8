import fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutorConfig } from '../config.ts';
import { patchTaskResult } from '../report/task-result.ts';

/** Reports what the main container writes to its progress file, at most once in an interval (acceptance 6-038). */
export async function followProgress(config: ExecutorConfig, file: string, signal: AbortSignal): Promise<void> {
  if (config.progressInterval === 0) return;
  let reported = '';
  while (!signal.aborted) {
    const progress = await readProgress(file);
    if (progress !== undefined && progress !== reported) {
      reported = progress;
      await patchTaskResult(config, { completed: false, progress }).catch((error: unknown) => {
        // Progress is news, not a result: the step goes on without it.
        process.stderr.write(`progress is not reported: ${error instanceof Error ? error.message : String(error)}\n`);
      });
    }
    await sleep(config.progressInterval, undefined, { signal }).catch(() => undefined);
  }
}

/** The last line of the file that says `N/M`. */
async function readProgress(file: string): Promise<string | undefined> {
  const text = await fs.readFile(file, 'utf8').catch(() => '');
  const line = text.trim().split('\n').at(-1)?.trim() ?? '';
  const [, done, total] = /^(\d+)\/(\d+)$/.exec(line) ?? [];
  return done !== undefined && Number(total) > 0 && Number(done) <= Number(total) ? line : undefined;
}
