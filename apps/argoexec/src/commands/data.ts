import { driverFor } from '@argosy/artifacts';
import { compileExpression, toJson } from '@argosy/expressions';
import { OperationalError } from '@argosy/std';
import type { ExecutorConfig } from '../config.ts';
import { driverOptions } from '../driver-options.ts';
import { reportOutputs } from '../report/report-outputs.ts';

/** Carries out a data template: lists the keys of its source and transforms them; the result is JSON (acceptance 2-037). */
export async function data(config: ExecutorConfig, now = Date.now()): Promise<number> {
  const { source, transformation = [] } = config.plan.data ?? {};
  if (!source?.artifactPaths) throw new OperationalError('data needs source.artifactPaths', { code: 'EXECUTOR_DATA', retry: 'never' });
  const driver = await driverFor(source.artifactPaths, driverOptions(config));
  let value: unknown = await driver.list(source.artifactPaths);
  for (const { expression } of transformation) value = compileExpression(expression).evaluate({ data: value }, { now, seed: '' });
  const result = toJson(value);
  process.stdout.write(`${result}\n`);
  await reportOutputs(config, { report: { completed: true, outputs: { result } }, message: '' });
  return 0;
}
