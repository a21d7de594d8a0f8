import process from 'node:process';
import { runProgram } from '@argosy/program';
import { readConfig } from './config.ts';
import type { run as runWith } from './run.ts';

const invocation = readConfig(process.argv.slice(2), process.env);
process.exit(await runProgram(invocation, { name: 'workflow-controller', run }));

async function run(...args: Parameters<typeof runWith>): Promise<number> {
  return (await import('./run.ts')).run(...args);
}
