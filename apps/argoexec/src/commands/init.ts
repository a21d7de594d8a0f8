import fs from 'node:fs/promises';
import { loadArtifact } from '@argosy/artifacts';
import { type LoadPlan, scriptFolder } from '@argosy/pod-plan';
import { OperationalError } from '@argosy/std';
import type { ExecutorConfig } from '../config.ts';
import { driverOptions } from '../driver-options.ts';

/** Brings what the main containers need before they start (acceptance 5-027 to 5-032). */
export async function init(config: ExecutorConfig, scripts = scriptFolder): Promise<number> {
  const { plan } = config;
  if (plan.script !== undefined) await fs.writeFile(`${scripts}/script`, plan.script, { mode: 0o755 });
  for (const load of plan.load ?? []) await loadOne(config, load);
  return 0;
}

async function loadOne(config: ExecutorConfig, { artifact, to }: LoadPlan): Promise<void> {
  try {
    const loaded = await loadArtifact(artifact, to, { ...driverOptions(config), retry: config.retry });
    process.stderr.write(loaded ? `loaded artifact ${artifact.name}\n` : `optional artifact ${artifact.name} does not exist\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperationalError(`artifact ${artifact.name} failed to load: ${reason}`, {
      code: 'EXECUTOR_INPUT',
      retry: 'never',
      cause: error,
    });
  }
}
