import type { NodeOutputs } from '@argosy/api';
import { awaitExitCodes } from '../capture/exit-codes.ts';
import { captureArtifacts } from '../capture/artifacts.ts';
import { captureParameters } from '../capture/parameters.ts';
import { captureResult } from '../capture/script-result.ts';
import type { ExecutorConfig } from '../config.ts';
import { reportOutputs } from '../report/report-outputs.ts';
import { OperationalError } from '@argosy/std';

/** Waits for the main containers, then collects and reports what they leave (acceptance 6-031). */
export async function wait(config: ExecutorConfig): Promise<void> {
  // A pod that is ended still has its outputs saved: the signal only says that there is little time left.
  process.on('SIGTERM', () => process.stderr.write('SIGTERM: saving what is there\n'));
  await awaitExitCodes(config.mainContainers);
  const problems: string[] = [];
  const attempt = async <T>(collect: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await collect();
    } catch (error) {
      problems.push((error as Error).message);
      return undefined;
    }
  };
  const result = await attempt(() => captureResult(config));
  const parameters = await attempt(() => captureParameters(config));
  const artifacts = await attempt(() => captureArtifacts(config));
  const outputs: NodeOutputs = {
    ...(result !== undefined && { result }),
    ...(parameters?.length && { parameters }),
    ...(artifacts?.length && { artifacts }),
  };
  const problem = problems.join('; ');
  await reportOutputs(config, { completed: true, outputs }, problem);
  if (problem !== '') throw new OperationalError(problem, { code: 'EXECUTOR_OUTPUT', retry: 'never' });
}
