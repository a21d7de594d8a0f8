import fs from 'node:fs/promises';
import path from 'node:path';
import type { Artifact } from '@argosy/api';
import { saveArtifact } from '@argosy/artifacts';
import type { SavePlan } from '@argosy/pod-plan';
import { isErrorWithCode } from '@argosy/std';
import type { Captured } from '../commands/wait.ts';
import type { ExecutorConfig } from '../config.ts';
import { driverOptions } from '../driver-options.ts';

/** Saves the output artifacts; all are tried, whatever fails (acceptance 5-033 to 5-036). */
export async function saveOutputs(
  config: ExecutorConfig,
  { plans, tolerant }: { readonly plans: readonly SavePlan[]; readonly tolerant: boolean },
): Promise<Captured> {
  const artifacts: Artifact[] = [];
  const problems: string[] = [];
  for (const plan of plans) {
    try {
      if (await saveOne(config, plan)) artifacts.push(plan.reported);
    } catch (error) {
      if (!tolerant || !isErrorWithCode(error, 'ARTIFACT_NOT_FOUND'))
        problems.push(`failed to save output artifact ${plan.located.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { outputs: artifacts.length > 0 ? { artifacts } : {}, problems };
}

/** False where it is optional and not there. */
async function saveOne(config: ExecutorConfig, { located, from }: SavePlan): Promise<boolean> {
  if (!(await saveArtifact(located, from, { ...driverOptions(config), retry: config.retry }))) return false;
  if (await isEmptyFile(from)) process.stderr.write(`warning: output artifact ${located.name} is an empty file\n`);
  if (config.removeSaved) await fs.rm(from, { recursive: true, force: true });
  return true;
}

/** A step that wrote nothing often means to have written something (acceptance 5-037). */
async function isEmptyFile(file: string): Promise<boolean> {
  const about = await fs.stat(file);
  return about.isFile() && about.size === 0;
}

/** Saves the logs of the main containers; one that never wrote any is left out (acceptance 5-043). */
export async function captureLogs(config: ExecutorConfig, plans: readonly SavePlan[]): Promise<Captured> {
  const written = await Promise.all(
    plans.map(({ from }) =>
      fs.access(path.resolve(from)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return saveOutputs(config, { plans: plans.filter((_, index) => written[index]), tolerant: false });
}
