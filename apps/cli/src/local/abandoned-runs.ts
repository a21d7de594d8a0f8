import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { endAbandonedPods, openHostRuntime } from '@argosy/embedded';
import type { CommandContext } from '../command.ts';
import { type DataDir, dataDir } from './data-dir.ts';
import { isAlive, type ProcessIdentity, signalProcess } from './process-identity.ts';

/** How the folders of private providers begin, below the folder for temporary files. */
export const privatePrefix = 'argo-run-';

interface PrivateRun {
  readonly provider?: ProcessIdentity | undefined;
  readonly controller?: ProcessIdentity | undefined;
}

/** Notes who uses a private folder, so that a later run can tell whether anybody still does. */
export function noteRun(dir: DataDir, run: PrivateRun): void {
  fs.writeFileSync(dir.state, JSON.stringify(run));
}

/** Ends what private providers left behind that were killed: their controllers, containers and folders. */
export async function endAbandonedRuns(context: CommandContext): Promise<void> {
  for (const name of fs.readdirSync(os.tmpdir()).filter((candidate) => candidate.startsWith(privatePrefix))) {
    const dir = dataDir(path.join(os.tmpdir(), name), context.env, context.io.cwd);
    const run = readRun(dir);
    if (!run?.provider || isAlive(run.provider)) continue;
    if (run.controller) signalProcess(run.controller, 'SIGKILL');
    await endPods(context, dir);
    fs.rmSync(dir.root, { recursive: true, force: true });
  }
}

/** Undefined for a folder that is being made, or another user's. */
function readRun(dir: DataDir): PrivateRun | undefined {
  try {
    return JSON.parse(fs.readFileSync(dir.state, 'utf8')) as PrivateRun;
  } catch {
    return undefined;
  }
}

async function endPods({ installation }: CommandContext, dir: DataDir): Promise<void> {
  const sandbox = path.join(installation.libFolder, 'sandbox');
  const runtime = await openHostRuntime({ sandbox, dataDir: dir.nodeAgent, visible: [] });
  await endAbandonedPods(runtime, dir.nodeAgent);
  await runtime.close();
}
