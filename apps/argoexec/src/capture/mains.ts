import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { CapturePlan } from '@argosy/pod-plan';
import { OperationalError } from '@argosy/std';
import type { ExecutorConfig } from '../config.ts';
import { followProgress } from './progress.ts';

/**
 * Waits until all main containers have ended. Mostly they have: the emissary waits first and becomes this program afterwards. Where progress is
 * reported meanwhile, the emissary waits as a child, because only it notices a container that was killed.
 */
export async function awaitMains(config: ExecutorConfig, { mains, progressFile }: CapturePlan): Promise<void> {
  const ended = await Promise.all(mains.map((name) => exitCodeOf(config, name)));
  if (!ended.includes(undefined)) return;
  const over = new AbortController();
  const progress = progressFile === undefined ? undefined : followProgress(config, progressFile, over.signal);
  const code = await runEmissary(config, mains);
  over.abort();
  await progress;
  // No main container has started and none will: there is nothing to collect.
  if (code !== 0)
    throw new OperationalError('the pod was ended before its main container started', { code: 'EXECUTOR_NOT_STARTED', retry: 'never' });
}

/** True where a main container ended with an error. */
export async function hasFailed(config: ExecutorConfig, { mains }: CapturePlan): Promise<boolean> {
  const codes = await Promise.all(mains.map((name) => exitCodeOf(config, name)));
  // One without an exit code was killed together with its emissary.
  return codes.some((code) => code !== 0);
}

async function exitCodeOf({ shared }: ExecutorConfig, name: string): Promise<number | undefined> {
  const text = await fs.readFile(path.join(shared, 'ctr', name, 'exitcode'), 'utf8').catch(() => '');
  return text === '' ? undefined : Number(text);
}

function runEmissary({ emissary, environment }: ExecutorConfig, mains: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(emissary, ['wait', ...mains.flatMap((name) => ['--main', name]), '--', 'true'], {
      stdio: 'inherit',
      env: { ...environment, ARGO_PLAIN_REPORT: '' },
    });
    // A pod that is ended still has its outputs saved: only the emissary may give up.
    const forward = (): void => void child.kill('SIGTERM');
    process.on('SIGTERM', forward);
    child.on('error', reject);
    child.on('exit', (code) => {
      process.off('SIGTERM', forward);
      process.on('SIGTERM', () => process.stderr.write('SIGTERM: saving what is there\n'));
      resolve(code ?? 1);
    });
  });
}
