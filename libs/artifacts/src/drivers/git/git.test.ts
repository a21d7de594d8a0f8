import { execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gitDriver } from './git.ts';

const driver = gitDriver({ secrets: async ({ key }) => key });
const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'init.defaultBranch=main'];

let folder = '';
let first = '';
let count = 0;
const run = (...args: string[]): string =>
  execFileSync('git', [...identity, ...args], { cwd: path.join(folder, 'repo'), encoding: 'utf8' }).trim();
const commit = async (content: string): Promise<string> => {
  await fs.writeFile(path.join(folder, 'repo/file'), content);
  run('add', '.');
  run('commit', '-qm', content);
  return run('rev-parse', 'HEAD');
};

/** main: first, second; branch other: third; tag v1: first; refs/pull/1: hidden. */
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'git-driver-'));
  await fs.mkdir(path.join(folder, 'repo'));
  run('init', '-q');
  first = await commit('first');
  run('tag', 'v1');
  await commit('second');
  run('checkout', '-qb', 'other');
  await commit('third');
  run('checkout', '-qb', 'pull');
  run('update-ref', 'refs/pull/1', await commit('hidden'));
  run('checkout', '-q', 'main');
  run('branch', '-qD', 'pull');
  run('config', 'uploadpack.allowAnySHA1InWant', 'true');
});
afterAll(() => fs.rm(folder, { recursive: true, force: true }));

const load = async (options: object): Promise<string> => {
  const target = path.join(folder, 'targets', String(count++));
  await driver.load({ name: 'a', git: { repo: `file://${folder}/repo`, ...options } }, target);
  return target;
};
const content = (target: string): Promise<string> => fs.readFile(path.join(target, 'file'), 'utf8');
const commits = (target: string): number =>
  Number(execFileSync('git', ['rev-list', '--count', '--all'], { cwd: target, encoding: 'utf8' }));

test.each([
  { options: {}, expected: 'second' },
  { options: { revision: 'v1' }, expected: 'first' },
  { options: { revision: 'other' }, expected: 'third' },
  { options: { depth: 1 }, expected: 'second' },
  { options: { depth: 1, revision: 'other' }, expected: 'third' },
  { options: { singleBranch: true, branch: 'other' }, expected: 'third' },
  { options: { revision: 'refs/pull/1' }, expected: 'hidden' },
  { options: { fetch: ['refs/pull/1:refs/remotes/origin/pull'], revision: 'origin/pull' }, expected: 'hidden' },
  { options: { disableSubmodules: true }, expected: 'second' },
])('$options brings $expected', async ({ options, expected }) => {
  expect(await content(await load(options))).toBe(expected);
});

test('a commit by its hash, also below the depth', async () => {
  expect(await content(await load({ revision: first }))).toBe('first');
  expect(await content(await load({ revision: first, depth: 1, singleBranch: true, branch: 'main' }))).toBe('first');
});

test('depth and single branch bring no more than that', async () => {
  expect(commits(await load({ depth: 1, singleBranch: true, branch: 'main' }))).toBe(1);
  expect(commits(await load({ singleBranch: true, branch: 'main' }))).toBe(2);
});

test.each([
  { options: { singleBranch: true }, code: 'ARTIFACT_INVALID', text: 'single branch mode without a branch specified' },
  { options: { repo: '' }, code: 'ARTIFACT_INVALID', text: 'git needs repo' },
  { options: { revision: '--orphan=x' }, code: 'ARTIFACT_UNSAFE', text: 'taken for an option' },
  { options: { repo: '--upload-pack=touch x' }, code: 'ARTIFACT_UNSAFE', text: 'taken for an option' },
  { options: { repo: 'file:///none' }, code: 'ARTIFACT_NOT_FOUND', text: 'git clone failed' },
  { options: { revision: 'none' }, code: 'ARTIFACT_NOT_FOUND', text: "couldn't find remote ref none" },
])('$options: $text', async ({ options, code, text }) => {
  await expect(load(options)).rejects.toMatchObject({ code, message: expect.stringContaining(text), retry: 'never' });
  await expect(fs.access(path.join(folder, 'targets', String(count - 1)))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('name and password go to the repository, and are not left in the clone', async () => {
  const heard: (string | undefined)[] = [];
  const server = http.createServer((request, response) => {
    heard.push(request.headers.authorization);
    response.writeHead(403).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const repo = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.git`;
  const secrets = { usernameSecret: { name: 's', key: 'me' }, passwordSecret: { name: 's', key: 'word' } };
  await expect(load({ repo, ...secrets })).rejects.toMatchObject({ code: 'ARTIFACT_DENIED' });
  await new Promise((resolve) => void server.close(resolve));
  expect(heard[0]).toBe(`Basic ${Buffer.from('me:word').toString('base64')}`);
});

test('nothing is saved', async () => {
  const artifact = { name: 'a', git: { repo: 'x' } };
  const refused = { code: 'ARTIFACT_UNSUPPORTED', message: 'git output artifacts unsupported' };
  await expect(driver.save('/x', artifact)).rejects.toMatchObject(refused);
  await expect(driver.saveStream(Readable.from([]), artifact)).rejects.toMatchObject(refused);
});
