import fs from 'node:fs/promises';
import path from 'node:path';
import type { GitArtifact } from '@argosy/api';
import type { SecretReader } from '../../driver.ts';
import type { GitEnvironment } from './command.ts';

/** What lets git in, as environment: nothing of it is seen in arguments or stays in the clone. `folder` holds the key meanwhile. */
export async function accessOf(artifact: GitArtifact, secrets: SecretReader, folder: string): Promise<GitEnvironment> {
  const settings: (readonly [string, string])[] = [];
  const header = await headerOf(artifact, secrets);
  // Only for the repository's own host: submodules may lie elsewhere.
  if (header) settings.push([`http.${new URL(artifact.repo).origin}/.extraHeader`, header]);
  if (artifact.insecureSkipTLS) settings.push(['http.sslVerify', 'false']);
  return {
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([name, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, name],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
    GIT_SSH_COMMAND: await sshCommand(artifact, secrets, folder),
  };
}

async function headerOf({ repo, usernameSecret, passwordSecret }: GitArtifact, secrets: SecretReader): Promise<string | undefined> {
  if (!/^https?:/.test(repo) || (!usernameSecret && !passwordSecret)) return undefined;
  const user = usernameSecret ? await secrets(usernameSecret) : '';
  const password = passwordSecret ? await secrets(passwordSecret) : '';
  return `Authorization: Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

async function sshCommand(
  { sshPrivateKeySecret, insecureIgnoreHostKey }: GitArtifact,
  secrets: SecretReader,
  folder: string,
): Promise<string> {
  const options = ['ssh', '-o BatchMode=yes'];
  if (insecureIgnoreHostKey) options.push('-o StrictHostKeyChecking=no', '-o UserKnownHostsFile=/dev/null');
  if (sshPrivateKeySecret) {
    const file = path.join(folder, 'key');
    // ssh refuses a key without a line end, and one that others may read.
    await fs.writeFile(file, `${(await secrets(sshPrivateKeySecret)).trimEnd()}\n`, { mode: 0o600 });
    options.push('-o IdentitiesOnly=yes', `-i ${file}`);
  }
  return options.join(' ');
}
