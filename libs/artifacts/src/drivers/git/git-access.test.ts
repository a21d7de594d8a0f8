import { execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasOpenssl, selfSigned } from '../../testing/certificate.ts';
import { type GitHttpsServer, serveGitOverHttps } from '../../testing/git/https-server.ts';
import { hasSshd, type SshServer, startSshServer } from '../../testing/git/ssh-server.ts';
import { gitDriver } from './git.ts';

const driver = gitDriver({ secrets: async ({ key }) => key });

let folder = '';
let repository = '';
let count = 0;
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'argosy-git-access-'));
  repository = path.join(folder, 'repo');
  await fs.mkdir(repository);
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: repository });
  git('init', '-q');
  await fs.writeFile(path.join(repository, 'file'), 'kept');
  git('add', '.');
  git('commit', '-qm', 'first');
});
afterAll(() => fs.rm(folder, { recursive: true, force: true }));

async function load(repo: string, options: object): Promise<string> {
  const target = path.join(folder, 'targets', String(count++));
  await driver.load({ name: 'a', git: { repo, ...options } }, target);
  // Nothing that lets in is left behind.
  expect(await fs.readFile(path.join(target, '.git/config'), 'utf8')).not.toMatch(/secret|key/);
  return fs.readFile(path.join(target, 'file'), 'utf8');
}

describe.runIf(hasOpenssl)('[5-007] over https', () => {
  let server: GitHttpsServer;
  beforeAll(async () => {
    server = await serveGitOverHttps(repository, { certificate: selfSigned(), user: 'me', password: 'secret' });
  });
  afterAll(() => server.close());
  const login = (password: string): object => ({ usernameSecret: { name: 's', key: 'me' }, passwordSecret: { name: 's', key: password } });

  test('with name and password', async () => {
    expect(await load(server.url, { ...login('secret'), insecureSkipTLS: true })).toBe('kept');
  });

  test('a wrong password is refused', async () => {
    await expect(load(server.url, { ...login('guessed'), insecureSkipTLS: true })).rejects.toMatchObject({ code: 'ARTIFACT_DENIED' });
  });

  test('a certificate that nobody vouches for is refused', async () => {
    await expect(load(server.url, login('secret'))).rejects.toMatchObject({ message: expect.stringMatching(/certificate/) });
  });
});

describe.runIf(hasSshd)(hasSshd ? '[5-007] over ssh' : '[5-007] over ssh: skipped, there is no sshd', () => {
  let server: SshServer;
  let url = '';
  beforeAll(async () => {
    const keys = path.join(folder, 'ssh');
    await fs.mkdir(keys);
    server = await startSshServer(keys);
    url = `ssh://${server.user}@127.0.0.1:${server.port}${repository}`;
  });
  afterAll(() => server.close());
  const withKey = (key: string): object => ({ sshPrivateKeySecret: { name: 's', key } });

  test('with the key of a secret', async () => {
    // A secret that was made by hand often lacks the line end that ssh asks for.
    expect(await load(url, { ...withKey(server.key.trimEnd()), insecureIgnoreHostKey: true })).toBe('kept');
  });

  test('a key that it does not know is refused', async () => {
    const loading = load(url, { ...withKey(server.strangersKey), insecureIgnoreHostKey: true });
    await expect(loading).rejects.toMatchObject({ code: 'ARTIFACT_DENIED' });
  });

  test('a host that is not known is refused, unless that is allowed', async () => {
    await expect(load(url, withKey(server.key))).rejects.toMatchObject({
      code: 'ARTIFACT_DENIED',
      message: expect.stringContaining('Host key verification failed'),
    });
  });
});
