import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { type ArtifactErrorCode, artifactError } from '../../driver.ts';

/** Environment of git: who asks, and how. */
export type GitEnvironment = Readonly<Record<string, string>>;

/** Runs git in a folder. What it says on failure decides whether trying again can help. */
export async function git(folder: string, args: readonly string[], environment: GitEnvironment): Promise<void> {
  const child = spawn('git', args, { cwd: folder, env: { ...process.env, ...environment }, stdio: ['ignore', 'ignore', 'pipe'] });
  const [status, said] = await Promise.all([
    new Promise<number | null>((resolve, reject) => {
      child.once('error', (error) => reject(artifactError('ARTIFACT_INVALID', 'git artifacts need the git program in the image', error)));
      child.once('close', resolve);
    }),
    text(child.stderr),
  ]);
  if (status !== 0) throw artifactError(codeOf(said), `git ${args[0]} failed: ${said.trim() || `exit code ${status}`}`);
}

const meanings: readonly (readonly [RegExp, ArtifactErrorCode])[] = [
  [
    /authentication failed|could not read (username|password)|permission denied|host key verification failed|error: 40[13]/i,
    'ARTIFACT_DENIED',
  ],
  [
    /not found|does not exist|did not match any|couldn't find remote ref|not our ref|does not appear to be a git repository/i,
    'ARTIFACT_NOT_FOUND',
  ],
];

function codeOf(said: string): ArtifactErrorCode {
  return meanings.find(([pattern]) => pattern.test(said))?.[1] ?? 'ARTIFACT_FAILED';
}
