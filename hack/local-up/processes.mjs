// Processes of the cluster, known by pid and by the kernel's start time of that pid: a number that was given to someone else is never ended.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { layout } from './layout.mjs';

/** Starts a daemon unless it runs; its output goes to run/<name>.log. */
export function startProcess(name, [command, ...args], { env = {} } = {}) {
  if (processOf(name)) return;
  const log = fs.openSync(logOf(name), 'a');
  const child = spawn(command, args, { detached: true, stdio: ['ignore', log, log], env: { ...process.env, ...env }, cwd: layout.home });
  fs.closeSync(log);
  if (child.pid === undefined) throw new Error(`${name}: ${command} cannot be started`);
  fs.writeFileSync(recordOf(name), JSON.stringify({ pid: child.pid, startedAt: startTime(child.pid) }));
  child.unref();
}

/** The pid of a daemon that runs, or undefined. */
export function processOf(name) {
  if (!fs.existsSync(recordOf(name))) return undefined;
  const { pid, startedAt } = JSON.parse(fs.readFileSync(recordOf(name), 'utf8'));
  return startedAt !== undefined && startTime(pid) === startedAt ? pid : undefined;
}

/** Ends a daemon: asks, waits for `patience` milliseconds, insists. */
export async function stopProcess(name, { patience = 10_000 } = {}) {
  const pid = processOf(name);
  if (pid !== undefined) {
    process.kill(pid, 'SIGTERM');
    const until = Date.now() + patience;
    while (processOf(name) && Date.now() < until) await sleep(50);
    if (processOf(name)) process.kill(pid, 'SIGKILL');
    while (processOf(name)) await sleep(20);
  }
  fs.rmSync(recordOf(name), { force: true });
}

/** Waits until `check` gives true; names the log when the daemon died or time ran out. */
export async function waitFor(name, check, { seconds = 60, daemon = name } = {}) {
  const until = Date.now() + seconds * 1_000;
  while (!(await check())) {
    if (!processOf(daemon)) throw new Error(`${daemon} has ended: ${lastLines(daemon)}`);
    if (Date.now() > until) throw new Error(`${name} is not ready after ${seconds} s: ${lastLines(daemon)}`);
    await sleep(100);
  }
}

/** Clock ticks from boot to the start of the process; undefined when it is gone or a zombie. */
export function startTime(pid) {
  try {
    const fields = fs
      .readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function lastLines(name) {
  const text = fs.existsSync(logOf(name)) ? fs.readFileSync(logOf(name), 'utf8') : '';
  return `${logOf(name)}\n${text.trimEnd().split('\n').slice(-5).join('\n')}`;
}

function recordOf(name) {
  return path.join(layout.run, `${name}.pid`);
}

function logOf(name) {
  return path.join(layout.run, `${name}.log`);
}
