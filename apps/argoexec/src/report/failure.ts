import fs from 'node:fs';
import { terminationLog } from '../config.ts';

/** Exit code of errors of the executor's own (acceptance 13-093). */
export const executorFailure = 64;

/** Says what went wrong, in the log and in the container's message (acceptance 6-035). */
export function fail(error: unknown, file = terminationLog): number {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof Error ? (error.stack ?? message) : message}\n`);
  writeTermination(message.slice(0, 4000), file);
  return executorFailure;
}

/** Writes the container's message; outside of a container there is nowhere to write it to. */
export function writeTermination(text: string, file: string): void {
  if (fs.existsSync(file)) fs.writeFileSync(file, text);
}
