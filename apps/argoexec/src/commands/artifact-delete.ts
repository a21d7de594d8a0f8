import type { Artifact, ArtifactLocation } from '@argosy/api';
import { driverFor, withRetries } from '@argosy/artifacts';
import { type DeletePlan, type DeletionReport, encodeReport, type ExecutorReport, keyFieldOf, kindOf } from '@argosy/pod-plan';
import { OperationalError } from '@argosy/std';
import type { ExecutorConfig } from '../config.ts';
import { driverOptions } from '../driver-options.ts';
import { compress } from '../report/compress.ts';
import { executorFailure, writeTermination } from '../report/failure.ts';

/** So many artifacts are deleted at once. */
const concurrency = 8;

/** Deletes the artifacts of its plan; all are tried, and what became of them travels in the container's message (acceptance 5-047, 5-048). */
export async function artifactDelete(config: ExecutorConfig): Promise<number> {
  const plan = config.plan.delete;
  if (!plan) throw new OperationalError('the plan says nothing about what to delete', { code: 'EXECUTOR_PLAN', retry: 'never' });
  const failures = await deleteAll(config, plan);
  const deletion: DeletionReport = { failures: [...failures].map(([error, artifacts]) => ({ error, artifacts })) };
  process.stderr.write(`deleted ${plan.keys.length - [...failures.values()].flat().length} of ${plan.keys.length} artifacts\n`);
  writeTermination(messageOf(deletion), config.terminationLog);
  return failures.size === 0 ? 0 : executorFailure;
}

/** Indexes of artifacts that are still there, by why. */
async function deleteAll(config: ExecutorConfig, { locations, keys }: DeletePlan): Promise<ReadonlyMap<string, number[]>> {
  const failures = new Map<string, number[]>();
  const queue = keys.entries();
  const worker = async (): Promise<void> => {
    for (const [index, [location, key]] of queue) {
      const error = await deleteOne(config, artifactAt(locations[location] ?? {}, key));
      if (error !== undefined) failures.set(error, [...(failures.get(error) ?? []), index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, keys.length) }, worker));
  return failures;
}

async function deleteOne(config: ExecutorConfig, artifact: Artifact): Promise<string | undefined> {
  try {
    const driver = await driverFor(artifact, driverOptions(config));
    await withRetries(() => driver.delete(artifact), config.retry);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    return message;
  }
}

function artifactAt(location: ArtifactLocation, key: string): Artifact {
  const kind = kindOf(location);
  const field = kind && keyFieldOf(kind);
  return { name: key, ...location, ...(kind && field && { [kind]: { ...(location[kind] as object), [field]: key } }) };
}

/** Errors of many kinds may not fit: then nothing counts as gone, and is tried again some time. */
function messageOf(deletion: DeletionReport): string {
  const [first] = deletion.failures;
  const message = first?.error ?? '';
  const texts = [deletion, { failures: first ? [{ ...first, artifacts: [] }] : [], incomplete: true } as const].map((one) =>
    encodeReport({ completed: true, deletion: one } satisfies ExecutorReport, { message, compress }),
  );
  return texts.find((text) => text !== undefined) ?? message;
}
