import { execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unpackTar } from './archive/unpack-tar.ts';
import type { LocatedArtifact } from './driver.ts';
import { withRetries } from './retry.ts';
import { loadArtifact, saveArtifact } from './transfer.ts';

const options = { secrets: async () => '', retry: { steps: 1, duration: 0, factor: 1, jitter: 0 } };
let folder = '';
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'transfer-'));
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const at = (file: string): string => path.join(folder, file);
const stored = (key: string, more: Partial<LocatedArtifact> = {}): LocatedArtifact => ({
  name: 'a',
  path: '/work/a',
  ...more,
  local: { path: at('store'), key },
});

async function aTree(): Promise<void> {
  await fs.mkdir(at('tree/sub'), { recursive: true });
  await fs.mkdir(at('tree/empty'));
  await fs.writeFile(at('tree/sub/file'), 'content', { mode: 0o640 });
  await fs.writeFile(at('tree/none'), '');
  await fs.symlink('sub/file', at('tree/link'));
  await fs.writeFile(at('tree/big'), Buffer.alloc(1_000_000, 7));
}

async function describeTree(root: string): Promise<readonly string[]> {
  const entries = await fs.readdir(root, { recursive: true, withFileTypes: true });
  const lines = entries.map(async (entry) => {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(root, file);
    if (entry.isSymbolicLink()) return `${name} -> ${await fs.readlink(file)}`;
    const { mode, size } = await fs.stat(file);
    return entry.isDirectory() ? `${name}/` : `${name} ${(mode & 0o777).toString(8)} ${size}`;
  });
  return (await Promise.all(lines)).toSorted();
}

describe('what is saved is loaded again', () => {
  test.each<[string, Partial<LocatedArtifact>]>([
    ['packed by default', {}],
    ['packed without compression [5-034]', { archive: { tar: { compressionLevel: 0 } } }],
    ['packed tightly [5-034]', { archive: { tar: { compressionLevel: 9 } } }],
    ['as a zip archive [5-034]', { archive: { zip: {} } }],
    ['as it is', { archive: { none: {} } }],
  ])('a folder, %s', async (_name, more) => {
    await aTree();
    expect(await saveArtifact(stored('k', more), at('tree'), options)).toBe(true);
    expect(await loadArtifact(stored('k', more), at('loaded'), options)).toBe(true);
    expect(await describeTree(at('loaded'))).toEqual(await describeTree(at('tree')));
    expect((await fs.readdir(folder)).toSorted()).toEqual(['loaded', 'store', 'tree']);
  });

  test.each<[string, Partial<LocatedArtifact>]>([
    ['packed', {}],
    ['as a zip archive [5-034]', { archive: { zip: {} } }],
    ['as it is', { archive: { none: {} } }],
  ])('a file, %s', async (_name, more) => {
    await fs.writeFile(at('file'), 'content');
    await saveArtifact(stored('k', more), at('file'), options);
    await loadArtifact(stored('k', more), at('loaded'), options);
    expect(await fs.readFile(at('loaded'), 'utf8')).toBe('content');
  });

  test('other tools can read the archive', async () => {
    await aTree();
    await saveArtifact(stored('k'), at('tree'), options);
    const names = execFileSync('tar', ['tzf', at('store/k')], { encoding: 'utf8' })
      .split('\n')
      .filter(Boolean)
      .toSorted();
    expect(names).toEqual(['tree/', 'tree/big', 'tree/empty/', 'tree/link', 'tree/none', 'tree/sub/', 'tree/sub/file']);
  });

  test('other tools can read the zip archive, and an archive of theirs can be read [5-028] [5-034]', async () => {
    await aTree();
    const zip = stored('k', { archive: { zip: {} } });
    await saveArtifact(zip, at('tree'), options);
    const list = execFileSync('python3', ['-m', 'zipfile', '-l', at('store/k')], { encoding: 'utf8' });
    for (const name of ['tree/sub/file', 'tree/empty/', 'tree/big']) expect(list).toContain(name);
    execFileSync('python3', ['-m', 'zipfile', '-c', at('store/k'), at('tree/sub')]);
    await loadArtifact(zip, at('loaded'), options);
    expect(await fs.readFile(at('loaded/file'), 'utf8')).toBe('content');
  });

  test('what is declared as zip and is none is an error', async () => {
    await fs.mkdir(at('store'));
    await fs.writeFile(at('store/k'), 'x'.repeat(100));
    await expect(loadArtifact(stored('k', { archive: { zip: {} } }), at('loaded'), options)).rejects.toMatchObject({
      code: 'ARTIFACT_INVALID',
    });
  });

  test('files with holes keep them, and old formats of them are refused [5-029]', async () => {
    await fs.mkdir(at('store'));
    const handle = await fs.open(at('holes'), 'w');
    await handle.write('start', 0);
    await handle.write('end', 50_000_000);
    await handle.close();
    execFileSync('tar', ['--format=posix', '-czSf', at('store/k'), '-C', folder, 'holes']);
    await loadArtifact(stored('k'), at('loaded'), options);
    expect((await fs.readFile(at('loaded'))).equals(await fs.readFile(at('holes')))).toBe(true);
    expect((await fs.stat(at('loaded'))).blocks * 512).toBeLessThan(1_000_000);
    execFileSync('tar', ['--format=gnu', '-czSf', at('store/k'), '-C', folder, 'holes']);
    await expect(loadArtifact(stored('k'), at('again'), options)).rejects.toMatchObject({
      code: 'ARTIFACT_UNSUPPORTED',
      message: expect.stringContaining('--format=posix'),
    });
  });

  test('an archive of other tools can be read', async () => {
    await aTree();
    await fs.mkdir(at('store'));
    execFileSync('tar', ['czf', at('store/k'), '-C', folder, 'tree']);
    await loadArtifact(stored('k'), at('loaded'), options);
    expect(await describeTree(at('loaded'))).toEqual(await describeTree(at('tree')));
  });

  test('several entries at the top stay in a folder', async () => {
    await aTree();
    await fs.mkdir(at('store'));
    execFileSync('tar', ['czf', at('store/k'), '-C', at('tree'), 'sub', 'none']);
    await loadArtifact(stored('k'), at('loaded'), options);
    expect((await fs.readdir(at('loaded'))).toSorted()).toEqual(['none', 'sub']);
  });
});

describe('what is no archive stays as it is', () => {
  test.each<[string, Buffer]>([
    ['text', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['gzip of something else', gzipSync('hello')],
    ['zeros', Buffer.alloc(2000)],
    ['broken gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3])],
  ])('%s', async (_name, content) => {
    await fs.mkdir(at('store'));
    await fs.writeFile(at('store/k'), content);
    await loadArtifact(stored('k'), at('loaded'), options);
    expect((await fs.readFile(at('loaded'))).equals(content)).toBe(true);
  });

  test('an archive, when the artifact says so', async () => {
    await fs.writeFile(at('file'), 'x');
    await saveArtifact(stored('k'), at('file'), options);
    await loadArtifact(stored('k', { archive: { none: {} } }), at('loaded'), options);
    expect((await fs.readFile(at('loaded'))).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
  });

  test('a plain tar, unless the artifact says that it is packed', async () => {
    await fs.mkdir(at('store'));
    await fs.writeFile(at('file'), 'x');
    execFileSync('tar', ['cf', at('store/k'), '-C', folder, 'file']);
    await loadArtifact(stored('k'), at('plain'), options);
    expect((await fs.stat(at('plain'))).size).toBeGreaterThan(500);
    await loadArtifact(stored('k', { archive: { tar: {} } }), at('unpacked'), options);
    expect(await fs.readFile(at('unpacked'), 'utf8')).toBe('x');
  });
});

describe('special wishes', () => {
  test('modes, of all files where asked for, and not through links', async () => {
    await aTree();
    await fs.writeFile(at('outside'), '', { mode: 0o600 });
    await saveArtifact(stored('k'), at('tree'), options);
    await loadArtifact(stored('k', { mode: 0o750 }), at('one'), options);
    expect((await fs.stat(at('one'))).mode & 0o777).toBe(0o750);
    expect((await fs.stat(at('one/sub/file'))).mode & 0o777).toBe(0o640);
    await loadArtifact(stored('k', { mode: 0o755, recurseMode: true }), at('all'), options);
    expect((await fs.stat(at('all/sub/file'))).mode & 0o777).toBe(0o755);
  });

  test('an optional artifact may be missing, on both ways', async () => {
    await fs.mkdir(at('store'));
    expect(await loadArtifact(stored('none', { optional: true }), at('loaded'), options)).toBe(false);
    expect(await saveArtifact(stored('none', { optional: true }), at('none'), options)).toBe(false);
    await expect(loadArtifact(stored('none'), at('loaded'), options)).rejects.toMatchObject({ code: 'ARTIFACT_NOT_FOUND' });
    await expect(saveArtifact(stored('none'), at('none'), options)).rejects.toMatchObject({
      code: 'ARTIFACT_NOT_FOUND',
      message: 'no such file or directory: /work/a',
    });
  });

  test('a folder that is there already is added to', async () => {
    await aTree();
    await saveArtifact(stored('k'), at('tree'), options);
    await fs.mkdir(at('volume'));
    await fs.writeFile(at('volume/mine'), '');
    await loadArtifact(stored('k'), at('volume'), options);
    expect((await fs.readdir(at('volume'))).toSorted()).toEqual(['big', 'empty', 'link', 'mine', 'none', 'sub']);
  });

  test.each<[string, LocatedArtifact, string]>([['no location', { name: 'a' }, 'ARTIFACT_INVALID']])(
    '%s is refused',
    async (_name, artifact, code) => {
      await fs.writeFile(at('file'), 'x');
      await expect(
        saveArtifact({ ...artifact, ...(artifact.local && { local: { path: at('store'), key: 'k' } }) }, at('file'), options),
      ).rejects.toMatchObject({ code });
    },
  );

  test('what is declared as tar and is none is an error', async () => {
    await fs.mkdir(at('store'));
    await fs.writeFile(at('store/k'), 'x');
    await expect(loadArtifact(stored('k', { archive: { tar: {} } }), at('loaded'), options)).rejects.toMatchObject({
      code: 'ARTIFACT_INVALID',
    });
  });
});

describe('archives that would write elsewhere', () => {
  type Entry = Parameters<ReturnType<typeof pack>['entry']>[0];
  const unpacking = async (entries: readonly Entry[]): Promise<void> => {
    const tar = pack();
    for (const entry of entries) tar.entry(entry, entry.type === undefined ? 'evil' : '');
    tar.finalize();
    await unpackTar(Readable.from(tar), at('target'), { gzipped: false });
  };

  test.each<[string, readonly Entry[]]>([
    ['dots', [{ name: '../evil' }]],
    ['dots inside', [{ name: 'a/../../evil' }]],
    ['an absolute name', [{ name: '/evil' }]],
    ['an absolute link', [{ name: 'l', type: 'symlink', linkname: '/etc' }]],
    ['a link out', [{ name: 'a/l', type: 'symlink', linkname: '../../evil' }]],
    ['a hard link out', [{ name: 'l', type: 'link', linkname: '../evil' }]],
  ])('%s', async (_name, entries) => {
    await expect(unpacking(entries)).rejects.toMatchObject({ code: 'ARTIFACT_UNSAFE' });
    await expect(fs.access(at('evil'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('links that are harmless one by one and lead out together', async () => {
    const entries: Entry[] = [
      { name: 'p', type: 'symlink', linkname: '.' },
      { name: 'q', type: 'symlink', linkname: 'p/p/p/../../..' },
      { name: 'q/evil' },
    ];
    await expect(unpacking(entries)).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
    await expect(fs.access(at('evil'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('[5-029] a header that is huge is refused before it is read', async () => {
    const tar = pack();
    tar.entry({ name: 'x', pax: { comment: 'c'.repeat(5 << 20) } } as Entry, 'x');
    tar.finalize();
    const archive = await buffer(Readable.from(tar));
    await expect(unpackTar(Readable.from([archive]), at('target'), { gzipped: false })).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
  });

  test('[5-029] an archive that grows more than compression can is refused', async () => {
    const tar = pack();
    for (const name of ['a', 'b', 'c']) tar.entry({ name }, Buffer.alloc(500_000));
    tar.finalize();
    const growing = unpackTar(Readable.from(tar), at('target'), { gzipped: false, size: 1000, allowed: 1000 });
    await expect(growing).rejects.toMatchObject({ code: 'ARTIFACT_UNSAFE', message: expect.stringContaining('times its size') });
  });

  test('[5-029] a set-user-id bit is not taken over', async () => {
    await unpacking([{ name: 'f', mode: 0o4755 }]);
    expect((await fs.stat(at('target/f'))).mode & 0o7777).toBe(0o755);
  });

  test.each(['../evil', '/evil', 'a/../../evil'])('[5-029] a zip archive with %s is refused', async (name) => {
    await fs.mkdir(at('store'));
    execFileSync('python3', [
      '-c',
      'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr(zipfile.ZipInfo(sys.argv[2]), "x")',
      at('store/k'),
      name,
    ]);
    await expect(loadArtifact(stored('k', { archive: { zip: {} } }), at('loaded'), options)).rejects.toMatchObject({
      code: 'ARTIFACT_UNSAFE',
    });
  });

  test('[5-029] a link in a zip archive that leads out is refused', async () => {
    await fs.mkdir(at('store'));
    const script =
      'import sys, zipfile; i = zipfile.ZipInfo("l"); i.create_system = 3; i.external_attr = 0o120777 << 16; zipfile.ZipFile(sys.argv[1], "w").writestr(i, "../../etc")';
    execFileSync('python3', ['-c', script, at('store/k')]);
    await expect(loadArtifact(stored('k', { archive: { zip: {} } }), at('loaded'), options)).rejects.toMatchObject({
      code: 'ARTIFACT_UNSAFE',
    });
  });

  test('devices are left out', async () => {
    await unpacking([{ name: 'dev', type: 'character-device', devmajor: 1, devminor: 3 }, { name: 'file' }]);
    expect(await fs.readdir(at('target'))).toEqual(['file']);
  });

  test('folders that may not be written to are filled all the same', async () => {
    await unpacking([{ name: 'd', type: 'directory', mode: 0o500 }, { name: 'd/file' }]);
    expect(await fs.readdir(at('target/d'))).toEqual(['file']);
    expect((await fs.stat(at('target/d'))).mode & 0o777).toBe(0o500);
  });
});

describe('retries', () => {
  const policy = { steps: 3, duration: 0, factor: 1, jitter: 0 };
  test.each([
    ['backoff', 3],
    ['never', 1],
  ])('an error that says %s is tried %i times', async (retry, want) => {
    let attempts = 0;
    const failing = withRetries(async () => {
      attempts++;
      throw Object.assign(new Error('x'), { retry });
    }, policy);
    await expect(failing).rejects.toThrow('x');
    expect(attempts).toBe(want);
  });

  test('success ends them', async () => {
    let attempts = 0;
    expect(
      await withRetries(
        async () => (++attempts < 2 ? Promise.reject(Object.assign(new Error('x'), { retry: 'backoff' })) : attempts),
        policy,
      ),
    ).toBe(2);
  });
});
