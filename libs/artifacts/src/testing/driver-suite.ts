import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ArtifactDriver, LocatedArtifact } from '../driver.ts';

/** What a kind of store can do; the suite checks that what it cannot do is refused as unsupported. */
export interface DriverAbilities {
  readonly save: boolean;
  readonly folders: boolean;
  readonly list: boolean;
  readonly delete: boolean;
  /** Lists all of the store where no key is given. */
  readonly whole?: boolean;
  /** What keys start with; nothing where absent. */
  readonly root?: string;
}

export interface DriverHarness {
  readonly driver: ArtifactDriver;
  /** The artifact at a key of a store that is empty for each test. */
  artifact(key: string): LocatedArtifact;
  /** Puts content at a key; absent: by the driver's own save. */
  seed?(key: string, content: string): Promise<LocatedArtifact>;
  close?(): Promise<void>;
}

/** The contract of artifact drivers. A driver is done when this passes. */
export function artifactDriverSuite(name: string, abilities: DriverAbilities, open: (folder: string) => Promise<DriverHarness>): void {
  describe(`driver ${name}`, () => {
    let folder = '';
    let harness: DriverHarness;
    beforeEach(async () => {
      folder = await fs.mkdtemp(path.join(os.tmpdir(), 'driver-'));
      await fs.mkdir(path.join(folder, 'store'));
      harness = await open(path.join(folder, 'store'));
    });
    afterEach(async () => {
      await harness.close?.();
      await fs.rm(folder, { recursive: true, force: true });
    });
    const rooted = (key: string): string => `${abilities.root ?? ''}${key}`;
    const at = (file: string): string => path.join(folder, file);
    const given = async (key: string, content: string): Promise<LocatedArtifact> => {
      if (harness.seed) return harness.seed(key, content);
      await harness.driver.saveStream(Readable.from([Buffer.from(content)]), harness.artifact(key));
      return harness.artifact(key);
    };

    test('loads a file to a path whose folders are made', async () => {
      await harness.driver.load(await given('a/file', 'hello ü\n'), at('x/y/z'));
      expect(await fs.readFile(at('x/y/z'), 'utf8')).toBe('hello ü\n');
    });

    test('loads an empty file', async () => {
      await harness.driver.load(await given('empty', ''), at('x'));
      expect(await fs.readFile(at('x'), 'utf8')).toBe('');
    });

    test('streams a file', async () => {
      const content = 'x'.repeat(300_000);
      expect((await buffer(await harness.driver.openStream(await given('big', content)))).toString()).toBe(content);
    });

    test('knows that a file is no folder', async () => {
      expect(await harness.driver.isDirectory(await given('file', 'x'))).toBe(false);
    });

    test.runIf(abilities.save)('says that there is nothing', async () => {
      await expect(harness.driver.load(harness.artifact('none'), at('x'))).rejects.toMatchObject({
        code: 'ARTIFACT_NOT_FOUND',
        retry: 'never',
      });
      await expect(harness.driver.openStream(harness.artifact('none'))).rejects.toMatchObject({ code: 'ARTIFACT_NOT_FOUND' });
      await expect(fs.access(at('x'))).rejects.toMatchObject({ code: 'ENOENT' });
    });

    test.runIf(abilities.save)('saves a file, and saves it again', async () => {
      for (const content of ['first', 'second']) {
        await fs.writeFile(at('source'), content);
        await harness.driver.save(at('source'), harness.artifact('a/b/c'));
        expect((await buffer(await harness.driver.openStream(harness.artifact('a/b/c')))).toString()).toBe(content);
      }
    });

    test.runIf(abilities.save)('a stream that fails stores nothing', async () => {
      const failing = Readable.from(
        (async function* failAfterStart() {
          yield Buffer.from('half');
          throw new Error('broken');
        })(),
      );
      await expect(harness.driver.saveStream(failing, harness.artifact('k'))).rejects.toThrow('broken');
      await expect(harness.driver.openStream(harness.artifact('k'))).rejects.toMatchObject({ code: 'ARTIFACT_NOT_FOUND' });
    });

    test.runIf(!abilities.save)('refuses to save', async () => {
      await fs.writeFile(at('source'), 'x');
      await expect(harness.driver.save(at('source'), harness.artifact('k'))).rejects.toMatchObject({ code: 'ARTIFACT_UNSUPPORTED' });
      await expect(harness.driver.saveStream(Readable.from([]), harness.artifact('k'))).rejects.toMatchObject({
        code: 'ARTIFACT_UNSUPPORTED',
      });
    });

    test('folders are saved and loaded, or refused', async () => {
      await fs.mkdir(at('source/sub'), { recursive: true });
      await fs.writeFile(at('source/sub/file'), 'x');
      const saving = harness.driver.save(at('source'), harness.artifact('tree'));
      if (!abilities.folders) return expect(saving).rejects.toMatchObject({ code: 'ARTIFACT_UNSUPPORTED' });
      await saving;
      expect(await harness.driver.isDirectory(harness.artifact('tree'))).toBe(true);
      await harness.driver.load(harness.artifact('tree'), at('target'));
      expect(await fs.readFile(at('target/sub/file'), 'utf8')).toBe('x');
      // A second save replaces the first, it does not add to it.
      await fs.rename(at('source/sub/file'), at('source/sub/other'));
      await harness.driver.save(at('source'), harness.artifact('tree'));
      await harness.driver.load(harness.artifact('tree'), at('again'));
      expect(await fs.readdir(at('again/sub'))).toEqual(['other']);
    });

    test('keys are listed, or that is refused', async () => {
      if (!abilities.list)
        return expect(harness.driver.list(harness.artifact('k'))).rejects.toMatchObject({ code: 'ARTIFACT_UNSUPPORTED' });
      for (const key of ['p/b', 'p/a', 'p/sub/c', 'q']) await given(key, 'x');
      expect(await harness.driver.list(harness.artifact('p'))).toEqual(['p/a', 'p/b', 'p/sub/c'].map(rooted));
      expect(await harness.driver.list(harness.artifact('q'))).toEqual([rooted('q')]);
      if (abilities.whole)
        expect(await harness.driver.list(harness.artifact(''))).toEqual(expect.arrayContaining(['p/a', 'p/sub/c', 'q'].map(rooted)));
      await expect(harness.driver.list(harness.artifact('none'))).rejects.toMatchObject({ code: 'ARTIFACT_NOT_FOUND' });
    });

    test('what is there is removed, and what is not there does no harm; or that is refused', async () => {
      if (!abilities.delete)
        return expect(harness.driver.delete(harness.artifact('k'))).rejects.toMatchObject({ code: 'ARTIFACT_UNSUPPORTED' });
      await harness.driver.delete(await given('k', 'x'));
      await harness.driver.delete(harness.artifact('k'));
      await expect(harness.driver.openStream(harness.artifact('k'))).rejects.toMatchObject({ code: 'ARTIFACT_NOT_FOUND' });
    });
  });
}
