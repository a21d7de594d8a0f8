import type { NodeStatus } from '@argosy/api';

/** The exit code that `lastRetry.exitCode` shows; `-1` when it is not known (acceptance 4-055). */
export function retriedExitCode({ outputs }: NodeStatus): string {
  return outputs?.exitCode ?? '-1';
}
