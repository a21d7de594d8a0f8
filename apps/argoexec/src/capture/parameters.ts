import fs from 'node:fs/promises';
import type { Parameter } from '@argosy/api';
import type { CapturePlan, ParameterPlan } from '@argosy/pod-plan';
import { isErrorWithCode } from '@argosy/std';
import type { Captured } from '../commands/wait.ts';

/** Output parameters: the content of their files, one newline at the end dropped, or their defaults (acceptance 6-033, 13-079). */
export async function captureParameters({ parameters: plans }: Pick<CapturePlan, 'parameters'>, tolerant: boolean): Promise<Captured> {
  const parameters: Parameter[] = [];
  const problems: string[] = [];
  for (const plan of plans) {
    const { declared, file } = plan;
    const value = await valueOf(plan);
    if (value !== undefined) parameters.push({ ...declared, value: value.replace(/\n$/, '') });
    else if (file === undefined) parameters.push(declared);
    else if (!tolerant)
      problems.push(
        `failed to save output parameter ${declared.name}: open ${declared.valueFrom?.path ?? file}: no such file or directory`,
      );
  }
  return { outputs: parameters.length > 0 ? { parameters } : {}, problems };
}

async function valueOf({ declared, file, value }: ParameterPlan): Promise<string | undefined> {
  const fallback = value ?? declared.valueFrom?.default;
  if (file === undefined) return fallback;
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    if (isErrorWithCode(error, 'ENOENT') || isErrorWithCode(error, 'ENOTDIR')) return fallback;
    throw error;
  }
}
