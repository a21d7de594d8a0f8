import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { artifactDriverSuite } from '../testing/driver-suite.ts';
import { localDriver } from './local.ts';

const driver = localDriver({ secrets: async () => '' });

artifactDriverSuite('local', { save: true, folders: true, list: true, delete: true, whole: true }, async (store) => ({
  driver,
  artifact: (key) => ({ name: 'a', local: { path: store, key } }),
}));

let folder = '';
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'local-driver-'));
  await fs.mkdir(path.join(folder, 'store'));
  await fs.writeFile(path.join(folder, 'secret'), 'secret');
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const artifact = (key: string) => ({ name: 'a', local: { path: path.join(folder, 'store'), key } });

test.each(['../secret', 'a/../../secret', '/etc/passwd', '..', 'a\0b'])('key %j leads nowhere', async (key) => {
  await expect(driver.openStream(artifact(key))).rejects.toMatchObject({ code: 'ARTIFACT_UNSAFE' });
  await expect(driver.saveStream(Readable.from(['x']), artifact(key))).rejects.toMatchObject({ code: 'ARTIFACT_UNSAFE' });
  await expect(driver.delete(artifact(key))).rejects.toMatchObject({ code: 'ARTIFACT_UNSAFE' });
  expect(await fs.readFile(path.join(folder, 'secret'), 'utf8')).toBe('secret');
});

test('a link in a saved folder leads nowhere', async () => {
  await fs.mkdir(path.join(folder, 'source'));
  await fs.symlink('../..', path.join(folder, 'source/out'));
  await driver.save(path.join(folder, 'source'), artifact('tree'));
  await expect(driver.openStream(artifact('tree/out/secret'))).rejects.toMatchObject({ code: 'ARTIFACT_UNSAFE' });
  await expect(driver.saveStream(Readable.from(['x']), artifact('tree/out/new'))).rejects.toMatchObject({ code: 'ARTIFACT_UNSAFE' });
  await driver.load(artifact('tree'), path.join(folder, 'loaded'));
  expect(await fs.readlink(path.join(folder, 'loaded/out'))).toBe('../..');
});

test('a folder takes the place of a file, and a file that of a folder', async () => {
  await driver.saveStream(Readable.from(['x']), artifact('k'));
  await fs.mkdir(path.join(folder, 'source'));
  await driver.save(path.join(folder, 'source'), artifact('k'));
  expect(await driver.isDirectory(artifact('k'))).toBe(true);
  await driver.saveStream(Readable.from(['y']), artifact('k'));
  expect(await driver.isDirectory(artifact('k'))).toBe(false);
  expect(await fs.readdir(path.join(folder, 'store'))).toEqual(['k']);
});

test.each([{ name: 'a', local: { key: 'k' } }, { name: 'a', local: { path: '/x' } }, { name: 'a' }])(
  '%j is incomplete',
  async (incomplete) => {
    await expect(driver.openStream(incomplete)).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
  },
);
