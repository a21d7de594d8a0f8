import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { GitArtifact } from '@argosy/api';
import { isErrorWithCode } from '@argosy/std';
import { artifactError, refuseDelete, type DriverFactory, type LocatedArtifact } from '../../driver.ts';
import { accessOf } from './access.ts';
import { git, type GitEnvironment } from './command.ts';

/** A clone of a repository by the git program; input only (acceptance 5-007). */
export const gitDriver: DriverFactory = ({ secrets }) => ({
  load: async (artifact, target) => {
    const location = locationOf(artifact);
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'git-access-'));
    try {
      await fs.mkdir(path.dirname(target), { recursive: true });
      await clone(location, target, await accessOf(location, secrets, folder));
    } catch (error) {
      await fs.rm(target, { recursive: true, force: true });
      throw error;
    } finally {
      await fs.rm(folder, { recursive: true, force: true });
    }
  },
  save: () => refuse('git output artifacts unsupported'),
  saveStream: () => refuse('git output artifacts unsupported'),
  openStream: () => refuse('git artifacts are folders: they cannot be streamed'),
  delete: refuseDelete,
  list: () => refuse('git artifacts cannot be listed'),
  isDirectory: async () => true,
});

function locationOf({ git: location }: LocatedArtifact): GitArtifact {
  if (!location?.repo) throw artifactError('ARTIFACT_INVALID', 'git needs repo');
  if (location.singleBranch && !location.branch) throw artifactError('ARTIFACT_INVALID', 'single branch mode without a branch specified');
  const { repo, revision = '', branch = '', fetch = [] } = location;
  const option = [repo, revision, branch, ...fetch].find((text) => text.startsWith('-'));
  if (option !== undefined) throw artifactError('ARTIFACT_UNSAFE', `git: "${option}" would be taken for an option`);
  return location;
}

async function clone(location: GitArtifact, target: string, environment: GitEnvironment): Promise<void> {
  const { repo, depth, fetch = [], revision, branch, singleBranch, disableSubmodules } = location;
  const depths = depth ? [`--depth=${depth}`] : [];
  const branches = [singleBranch ? '--single-branch' : '--no-single-branch', ...(branch ? [`--branch=${branch}`] : [])];
  await git(path.dirname(target), ['clone', '--quiet', '--no-checkout', ...depths, ...branches, '--', repo, target], environment);
  for (const ref of fetch) await git(target, ['fetch', '--quiet', ...depths, 'origin', ref], environment);
  await checkOut(target, revision, environment);
  if (!disableSubmodules) await git(target, ['submodule', '--quiet', 'update', '--init', '--recursive', '--force'], environment);
}

/** A revision that the clone did not bring, as a commit of a pull request or below the depth, is asked for by its name. */
async function checkOut(target: string, revision: string | undefined, environment: GitEnvironment): Promise<void> {
  if (!revision) return git(target, ['checkout', '--quiet', '--force'], environment);
  try {
    await git(target, ['checkout', '--quiet', '--force', revision, '--'], environment);
  } catch (error) {
    if (!isErrorWithCode(error, 'ARTIFACT_NOT_FOUND') && !isErrorWithCode(error, 'ARTIFACT_FAILED')) throw error;
    await git(target, ['fetch', '--quiet', '--depth=1', 'origin', revision], environment);
    await git(target, ['checkout', '--quiet', '--force', 'FETCH_HEAD'], environment);
  }
}

async function refuse(message: string): Promise<never> {
  throw artifactError('ARTIFACT_UNSUPPORTED', message);
}
