import type { NodeOutputs } from '@argosy/api';
import type { CapturePlan } from '@argosy/pod-plan';
import { OperationalError } from '@argosy/std';
import { captureLogs, saveOutputs } from '../capture/artifacts.ts';
import { awaitMains, hasFailed } from '../capture/mains.ts';
import { captureParameters } from '../capture/parameters.ts';
import { captureResult } from '../capture/script-result.ts';
import type { ExecutorConfig } from '../config.ts';
import { executorFailure } from '../report/failure.ts';
import { reportOutputs } from '../report/report-outputs.ts';

/** What collecting found, and what went wrong with it: everything is tried, whatever fails (acceptance 5-036). */
export interface Captured {
  readonly outputs: NodeOutputs;
  readonly problems: readonly string[];
}

/** Waits for the main containers, then collects and reports what they leave (acceptance 6-031). */
export async function wait(config: ExecutorConfig): Promise<number> {
  const { capture } = config.plan;
  if (!capture) throw new OperationalError('the plan says nothing about what to collect', { code: 'EXECUTOR_PLAN', retry: 'never' });
  process.stderr.write('Executor: waiting for the main containers\n');
  await awaitMains(config, capture);
  process.stderr.write('Executor: main containers ended, saving outputs\n');
  const captured = await collect(config, capture);
  const message = captured.problems.join('; ');
  if (message !== '') process.stderr.write(`${message}\n`);
  await reportOutputs(config, { report: { completed: true, outputs: captured.outputs }, message });
  return message === '' ? 0 : executorFailure;
}

async function collect(config: ExecutorConfig, capture: CapturePlan): Promise<Captured> {
  // A command that failed need not have left its outputs: its own failure is the message then.
  const tolerant = await hasFailed(config, capture);
  const parts = [
    await captureResult(capture),
    await captureParameters(capture, tolerant),
    await saveOutputs(config, { plans: capture.artifacts, tolerant }),
    await captureLogs(config, capture.logs),
  ];
  const artifacts = parts.flatMap(({ outputs }) => outputs.artifacts ?? []);
  const outputs: NodeOutputs = { ...Object.assign({}, ...parts.map((part) => part.outputs)), ...(artifacts.length > 0 && { artifacts }) };
  return { outputs, problems: parts.flatMap(({ problems }) => problems) };
}
