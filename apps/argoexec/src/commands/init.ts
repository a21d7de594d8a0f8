import fs from 'node:fs/promises';
import path from 'node:path';
import type { Artifact } from '@argosy/api';
import { loadArtifact } from '@argosy/artifacts';
import { OperationalError } from '@argosy/std';
import type { ExecutorConfig } from '../config.ts';

const shared = '/var/run/argo';
const inputs = '/argo/inputs/artifacts';

/** Brings what the main containers need before they start (acceptance 5-027 to 5-032). */
export async function init({ emissary, scriptSource, template }: ExecutorConfig): Promise<void> {
  await fs.mkdir(`${shared}/ctr`, { recursive: true, mode: 0o777 });
  await fs.mkdir(`${shared}/outputs`, { recursive: true, mode: 0o777 });
  await fs.copyFile(emissary, `${shared}/argoexec`);
  await fs.chmod(`${shared}/argoexec`, 0o755);
  if (scriptSource !== undefined) await fs.writeFile('/argo/staging/script', scriptSource, { mode: 0o755 });
  for (const artifact of template.inputs?.artifacts ?? []) await load(artifact);
}

async function load(artifact: Artifact): Promise<void> {
  const target = path.join(inputs, artifact.name);
  try {
    // The main container mounts this very place: what an optional artifact leaves out must be there as an empty file.
    if (!(await loadArtifact(artifact, target))) await fs.writeFile(target, '');
  } catch (error) {
    throw new OperationalError(`artifact ${artifact.name} failed to load: ${(error as Error).message}`, {
      code: 'EXECUTOR_INPUT',
      retry: 'never',
      cause: error,
    });
  }
}
