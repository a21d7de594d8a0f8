import fs from 'node:fs/promises';
import { isErrorWithCode } from '@argosy/std';
import type { ExecutorConfig } from '../config.ts';

const longest = 256 * 1024;

/** Standard output of main, without its last line break; of long output the end (acceptance 6-032). */
export async function captureResult({ includeScriptOutput }: ExecutorConfig): Promise<string | undefined> {
  if (!includeScriptOutput) return undefined;
  try {
    const output = await fs.readFile('/var/run/argo/ctr/main/stdout');
    return output
      .subarray(Math.max(0, output.length - longest))
      .toString()
      .replace(/\n$/, '');
  } catch (error) {
    if (isErrorWithCode(error, 'ENOENT')) return '';
    throw error;
  }
}
