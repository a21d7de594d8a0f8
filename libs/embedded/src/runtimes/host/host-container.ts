import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerExit, RunningContainer } from '../container-runtime.ts';

const pollInterval = 200;

/** A container whose supervisor is a child of ours: its end is known at once. */
export async function followContainer(supervisor: ChildProcess, folder: string, wasOomKilled: () => boolean): Promise<RunningContainer> {
  let complaint = '';
  supervisor.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const closed = new Promise<void>((resolve) => {
    supervisor.once('close', () => resolve());
    supervisor.once('error', (error) => {
      complaint += error.message;
      resolve();
    });
  });
  const pid = await firstLine(supervisor, closed);
  const startedAt = Date.now();
  fs.writeFileSync(path.join(folder, 'pid'), `${pid ?? 0} ${supervisor.pid ?? 0} ${startedAt}`);
  const exit = closed.then(
    () => readExit(folder, wasOomKilled()) ?? lost(startedAt, complaint.trim() || 'the supervisor of the container ended without a word'),
  );
  return container({ folder, startedAt, exit }, pid ?? 0);
}

/** A container of an earlier life of the agent: its files tell whether it runs, and how it ended. */
export function attachContainer(folder: string): RunningContainer | undefined {
  const file = path.join(folder, 'pid');
  if (!fs.existsSync(file)) return undefined;
  const [pid = 0, supervisor = 0, startedAt = 0] = fs.readFileSync(file, 'utf8').split(' ').map(Number);
  // A number whose supervisor is gone may be another process by now.
  return container({ folder, startedAt, exit: pollExit(folder, supervisor, startedAt) }, isAlive(supervisor) ? pid : 0);
}

function container(parts: Omit<RunningContainer, 'signal' | 'handle'>, pid: number): RunningContainer {
  return {
    ...parts,
    handle: String(pid),
    signal: (signal) => {
      if (pid <= 1 || fs.existsSync(path.join(parts.folder, 'status'))) return;
      try {
        process.kill(pid, signal);
      } catch (error) {
        // It has just ended by itself.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    },
  };
}

function firstLine(supervisor: ChildProcess, closed: Promise<void>): Promise<number | undefined> {
  return new Promise((resolve) => {
    supervisor.stdout?.once('data', (chunk: Buffer) => resolve(Number(chunk.toString().trim())));
    void closed.then(() => resolve(undefined));
  });
}

async function pollExit(folder: string, supervisor: number, startedAt: number): Promise<ContainerExit> {
  for (;;) {
    const exit = readExit(folder, false);
    if (exit) return exit;
    if (!isAlive(supervisor)) return readExit(folder, false) ?? lost(startedAt, 'the machine was restarted while the container ran');
    await sleep(pollInterval);
  }
}

function isAlive(pid: number): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('sandbox');
  } catch {
    return false;
  }
}

/** `code started finished why`, as `sandbox` writes it when the container has ended. */
function readExit(folder: string, oomKilled: boolean): ContainerExit | undefined {
  try {
    const [code, started, finished, ...why] = fs.readFileSync(path.join(folder, 'status'), 'utf8').split(' ');
    const error = why.join(' ').trim();
    return {
      exitCode: Number(code),
      startedAt: Number(started) * 1000,
      finishedAt: Number(finished) * 1000,
      oomKilled,
      ...(error !== '' && { error }),
    };
  } catch {
    return undefined;
  }
}

function lost(startedAt: number, error: string): ContainerExit {
  return { exitCode: 137, startedAt, finishedAt: Date.now(), oomKilled: false, error };
}
