import fs from 'node:fs/promises';
import type { CapturePlan } from '@argosy/pod-plan';
import type { Captured } from '../commands/wait.ts';

/** Of a longer result the end is kept (acceptance 6-032). */
const maxResult = 256 * 1024;

/** Standard output as outputs.result, one newline at its end dropped. */
export async function captureResult({ resultFile }: Pick<CapturePlan, 'resultFile'>): Promise<Captured> {
  if (resultFile === undefined) return { outputs: {}, problems: [] };
  const tail = await readTail(resultFile).catch(() => undefined);
  // The command was killed before it could start: there is no output.
  if (tail === undefined) return { outputs: {}, problems: [] };
  return { outputs: { result: tail.replace(/\n$/, '') }, problems: [] };
}

async function readTail(file: string): Promise<string> {
  const handle = await fs.open(file);
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - maxResult);
    const bytes = Buffer.alloc(size - start);
    await handle.read(bytes, 0, bytes.length, start);
    // The cut may go through a character.
    const first = start === 0 ? 0 : bytes.subarray(0, 4).findIndex((byte) => (byte & 0xc0) !== 0x80);
    return bytes.toString('utf8', Math.max(0, first));
  } finally {
    await handle.close();
  }
}
