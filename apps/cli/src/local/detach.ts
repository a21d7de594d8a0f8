import { spawn } from 'node:child_process';
import fs from 'node:fs';
import type { CommandContext } from '../command.ts';
import { CliFailure } from '../failure.ts';
import { createDataDir, type DataDir } from './data-dir.ts';
import { type ProviderState, readProviderState } from './provider-state.ts';

const LOOK_EVERY = 25;
const GIVE_UP_AFTER = 60_000;

/** Starts `argo local up` again in the background, in a session of its own, and returns once it can be used. */
export async function startDetached(context: CommandContext, dir: DataDir, args: readonly string[]): Promise<ProviderState> {
  createDataDir(dir);
  const log = fs.openSync(dir.providerLog, 'a');
  const start = fs.fstatSync(log).size;
  const [command, ...before] = context.installation.self;
  const child = spawn(command, [...before, 'local', 'up', ...args], {
    detached: true,
    stdio: ['ignore', log, log],
    env: context.env,
    cwd: context.io.cwd,
  });
  fs.closeSync(log);
  const ended = new AbortController();
  child.once('error', () => ended.abort());
  child.once('exit', () => ended.abort());
  const deadline = performance.now() + GIVE_UP_AFTER;
  while (!ended.signal.aborted && performance.now() < deadline && !context.signal.aborted) {
    const state = readProviderState(dir);
    if (state?.ready && state.provider.pid === child.pid) {
      child.unref();
      return state;
    }
    await context.sleep(LOOK_EVERY);
  }
  child.kill('SIGTERM');
  const said = fs
    .readFileSync(dir.providerLog, 'utf8')
    .slice(start)
    .trim()
    .replace(/^Error: /, '');
  throw new CliFailure(said === '' ? 'the provider did not start' : said, { hint: `its log: ${dir.providerLog}` });
}
