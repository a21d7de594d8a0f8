import { encodeReport, type ExecutorReport } from '@argosy/pod-plan';
import { OperationalError } from '@argosy/std';
import type { ExecutorConfig } from '../config.ts';
import { compress } from './compress.ts';
import { writeTermination } from './failure.ts';
import { patchTaskResult } from './task-result.ts';

export interface Reporting {
  readonly report: ExecutorReport;
  /** What went wrong, for people; empty when nothing did. */
  readonly message: string;
}

/** Sends outputs by the container's message where they fit, else as a WorkflowTaskResult, which takes a right (DESIGN §3). */
export async function reportOutputs(config: ExecutorConfig, { report, message }: Reporting): Promise<void> {
  const text = encodeReport(report, { message, compress });
  if (text !== undefined) return writeTermination(text, config.terminationLog);
  try {
    await patchTaskResult(config, report);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const size = Math.ceil(JSON.stringify(report.outputs).length / 1024);
    const problem = `outputs of ${size} KB do not fit into the container's message and could not be stored: ${reason}`;
    throw new OperationalError([message, problem].filter((part) => part !== '').join('; '), {
      code: 'EXECUTOR_REPORT',
      retry: 'never',
      cause: error,
    });
  }
  writeTermination(encodeReport({ completed: true, stored: 'taskResult' }, { message }) ?? message, config.terminationLog);
}
