import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Artifact } from '@argosy/api';
import { saveArtifact } from '@argosy/artifacts';
import { OperationalError } from '@argosy/std';
import type { ExecutorConfig } from '../config.ts';
import { savedPath } from './parameters.ts';

/** Stores all output artifacts; those that fail are told together (acceptance 5-036). */
export async function captureArtifacts(config: ExecutorConfig): Promise<Artifact[]> {
  const scratch = await fs.mkdtemp(path.join(os.tmpdir(), 'argosy-'));
  const saved: Artifact[] = [];
  const problems: string[] = [];
  for (const { artifact, source } of [...declared(config), ...logs(config)]) {
    try {
      if (await saveArtifact(artifact, source, scratch)) saved.push(reported(artifact));
    } catch (error) {
      problems.push(`failed to save outputs: ${(error as Error).message}`);
    }
  }
  await fs.rm(scratch, { recursive: true, force: true });
  if (problems.length > 0) throw new OperationalError(problems.join('; '), { code: 'EXECUTOR_OUTPUT', retry: 'never' });
  return saved;
}

interface Source {
  readonly artifact: Artifact;
  readonly source: string;
}

function declared({ template }: ExecutorConfig): Source[] {
  return (template.outputs?.artifacts ?? [])
    .filter(({ path: place }) => place)
    .map((artifact) => ({ artifact, source: savedPath('artifacts', artifact.path as string) }));
}

/** The output of each main container, when logs are archived (acceptance 5-043). */
function logs({ saveLogs, mainContainers, template }: ExecutorConfig): Source[] {
  const sample = template.annotations?.['logLocation'];
  if (!saveLogs || !sample) return [];
  const location = JSON.parse(sample) as Partial<Artifact>;
  return mainContainers.map((name) => ({ artifact: logArtifact(name, location), source: `/var/run/argo/ctr/${name}/combined` }));
}

function logArtifact(container: string, location: Partial<Artifact>): Artifact {
  const text = JSON.stringify(location).replaceAll('{{container}}', container);
  return { ...(JSON.parse(text) as Partial<Artifact>), name: `${container}-logs`, archive: { none: {} }, optional: true };
}

/** What the status keeps: repositories are named there once, so a key is enough (acceptance 13-082). */
function reported({ local, ...artifact }: Artifact): Artifact {
  return { ...artifact, ...(local?.key && { local: { key: local.key } }) };
}
