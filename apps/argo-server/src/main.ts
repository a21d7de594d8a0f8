import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runProgram } from '@argosy/program';
import { readConfig } from './config.ts';
import type { run as runWith } from './run.ts';

const invocation = readConfig(process.argv.slice(2), process.env, path.dirname(fileURLToPath(import.meta.url)));
process.exit(await runProgram(invocation, { name: 'argo-server', run }));

async function run(...args: Parameters<typeof runWith>): Promise<number> {
  return (await import('./run.ts')).run(...args);
}
