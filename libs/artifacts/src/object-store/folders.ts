import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { artifactError } from '../driver.ts';
import type { ObjectStore } from './object-store.ts';

/** So many objects of a folder are under way at once. */
const concurrency = 24;

/** Stores a folder as one object a file, and removes what an earlier save left there. An empty folder is kept by an object `…/`. */
export async function writeFolder(store: ObjectStore, source: string, folder: string): Promise<void> {
  const before = await allKeysBelow(store, folder);
  const files = await filesOf(await fs.realpath(source));
  await inParallel([...files], async ([relative, file]) => {
    const key = relative === '' ? `${folder}/` : `${folder}/${relative}`;
    if (file === undefined) return store.mark(key);
    const { size } = await fs.stat(file);
    return store.writeFile(key, file, size);
  });
  const stale = before.filter((key) => !files.has(key.slice(folder.length + 1)));
  if (stale.length > 0) await store.remove(stale);
}

export async function allKeysBelow(store: ObjectStore, folder: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.keysBelow(folder)) keys.push(key);
  return keys;
}

/** Files by their path within the folder; empty folders as `name/` without a file. Links count where they lead to a file of the folder. */
async function filesOf(root: string): Promise<Map<string, string | undefined>> {
  const files = new Map<string, string | undefined>();
  const walk = async (folder: string): Promise<void> => {
    const entries = await fs.readdir(folder, { withFileTypes: true });
    const name = path.relative(root, folder);
    if (entries.length === 0) files.set(name === '' ? '' : `${name}/`, undefined);
    for (const entry of entries) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) await walk(file);
      else if (entry.isFile() || (entry.isSymbolicLink() && (await leadsToFileIn(root, file)))) files.set(path.relative(root, file), file);
    }
  };
  await walk(root);
  return files;
}

/** A link that leads out of the folder would carry files of the executor into the store. */
async function leadsToFileIn(root: string, link: string): Promise<boolean> {
  const target = await fs.realpath(link).catch(() => '');
  return target.startsWith(`${root}${path.sep}`) && (await fs.stat(target)).isFile();
}

/** Fetches all objects below a folder; false where there are none. */
export async function readFolder(store: ObjectStore, folder: string, target: string): Promise<boolean> {
  let found = false;
  const pending: string[] = [];
  const fetchPending = (): Promise<void> => inParallel(pending.splice(0), (key) => readFile(store, key, placeIn(target, folder, key)));
  for await (const key of store.keysBelow(folder)) {
    found = true;
    if (key.endsWith('/')) await fs.mkdir(placeIn(target, folder, key), { recursive: true });
    else if (pending.push(key) >= 1000) await fetchPending();
  }
  await fetchPending();
  return found;
}

/** Fetches one object to a file; false where there is none. */
export async function readFile(store: ObjectStore, key: string, target: string): Promise<boolean> {
  const content = await store.read(key);
  if (content === undefined) return false;
  await fs.mkdir(path.dirname(target), { recursive: true });
  await pipeline(content, createWriteStream(target));
  return true;
}

function placeIn(target: string, folder: string, key: string): string {
  const relative = key.slice(folder.length + 1);
  if (relative.split('/').includes('..') || relative.startsWith('/') || relative.includes('\0'))
    throw artifactError('ARTIFACT_UNSAFE', `key ${key} leads out of its folder`);
  return path.join(target, relative);
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
