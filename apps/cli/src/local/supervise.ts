import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import type { Milliseconds } from '@argosy/std';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';

export interface SuperviseOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  /** Called with each start and, with `undefined`, with each end that was not asked for. */
  onChange(identity: ProcessIdentity | undefined): void;
}

export interface Supervised {
  /** Ends the program: SIGTERM first, SIGKILL after the grace. */
  stop(grace: Milliseconds): Promise<void>;
}

const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 15_000;
/** A program that ran this long is well: the next failure starts with the first pause again. */
const STEADY_AFTER = 30_000;

/** Keeps a program running: started again whenever it ends, after pauses that double. */
export function supervise(options: SuperviseOptions): Supervised {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let pause = FIRST_PAUSE;
  const start = (): void => {
    const startedAt = performance.now();
    child = spawnLogged(options);
    child.once('spawn', () => options.onChange(child?.pid === undefined ? undefined : identifyProcess(child.pid)));
    child.once('error', (error) => fs.appendFileSync(options.logFile, `${options.command}: ${error.message}\n`));
    child.once('close', () => {
      child = undefined;
      if (stopping) return;
      options.onChange(undefined);
      pause = performance.now() - startedAt > STEADY_AFTER ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, pause * 2);
      timer = setTimeout(start, pause);
    });
  };
  start();
  return {
    stop: async (grace) => {
      stopping = true;
      clearTimeout(timer);
      if (child) await end(child, grace);
    },
  };
}

function spawnLogged({ command, args, env, logFile }: SuperviseOptions): ChildProcess {
  const log = fs.openSync(logFile, 'a');
  try {
    return spawn(command, args, { stdio: ['ignore', log, log], env });
  } finally {
    fs.closeSync(log);
  }
}

function end(child: ChildProcess, grace: Milliseconds): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), grace);
    child.once('close', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
