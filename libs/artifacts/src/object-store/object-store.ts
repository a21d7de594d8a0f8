import fs from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { artifactError, type ArtifactDriver, type LocatedArtifact } from '../driver.ts';
import { allKeysBelow, readFile, readFolder, writeFolder } from './folders.ts';

/** A store of objects by key, open for the time of one operation. Keys have no slash at their ends; marks of empty folders have one. */
export interface ObjectStore {
  /** The key of the artifact that the store was opened for. */
  readonly key: string;
  /** How people name an object. */
  place(key: string): string;
  /** Makes the bucket, where that is asked for. */
  prepare?(): Promise<void>;
  /** `undefined` where there is no such object. */
  read(key: string): Promise<Readable | undefined>;
  /** Nothing is stored when it fails. */
  writeFile(key: string, file: string, size: number): Promise<void>;
  writeStream(key: string, content: Readable): Promise<void>;
  /** An object without content. */
  mark(key: string): Promise<void>;
  has(key: string): Promise<boolean>;
  /** Keys below a folder, marks of empty folders among them; `limit` where some are enough. */
  keysBelow(folder: string, limit?: number): AsyncIterable<string>;
  remove(keys: readonly string[]): Promise<void>;
  /** The error as one of ours. */
  failure(error: unknown, place: string): Error;
  close(): void | Promise<void>;
}

/** The key that a location names, without slashes at its ends. Throws `ARTIFACT_INVALID` where there is none, unless all of the store is meant. */
export function keyNamed(
  key: string | undefined,
  { by, field, whole }: { readonly by: string; readonly field: string; readonly whole: boolean },
): string {
  const trimmed = (key ?? '').replace(/^\/+|\/+$/g, '');
  if (trimmed === '' && !whole) throw artifactError('ARTIFACT_INVALID', `${by} needs ${field}`);
  return trimmed;
}

/** What the keys below a folder start with; undefined for all of the store. */
export function prefixOf(folder: string): string | undefined {
  return folder === '' ? undefined : `${folder}/`;
}

/**
 * A driver for stores of objects: a folder is the objects whose keys start with its key and a slash. To list, the artifact may be `whole`:
 * all of the store, without a key.
 */
export function objectStoreDriver(open: (artifact: LocatedArtifact, whole: boolean) => Promise<ObjectStore>): ArtifactDriver {
  const within: Within = async (artifact, work, whole = false) => {
    const store = await open(artifact, whole);
    try {
      return await work(store, store.key);
    } catch (error) {
      throw store.failure(error, store.place(store.key));
    } finally {
      await store.close();
    }
  };
  return {
    load: (artifact, target) =>
      within(artifact, async (store, key) => {
        if (!(await readFile(store, key, target)) && !(await readFolder(store, key, target))) throw missing(store, key);
      }),
    save: (source, artifact) => within(artifact, (store, key) => write(store, key, source)),
    openStream: async (artifact) => openObject(await open(artifact, false)),
    saveStream: (content, artifact) =>
      within(artifact, async (store, key) => {
        await store.prepare?.();
        await store.writeStream(key, content);
      }),
    ...listing(within),
  };
}

type Within = <T>(artifact: LocatedArtifact, work: (store: ObjectStore, key: string) => Promise<T>, whole?: boolean) => Promise<T>;

function listing(within: Within): Pick<ArtifactDriver, 'delete' | 'isDirectory' | 'list'> {
  return {
    delete: (artifact) =>
      within(artifact, async (store, key) => {
        await store.remove([key, ...(await allKeysBelow(store, key))]);
      }),
    list: (artifact) => within(artifact, keysOf, true),
    isDirectory: (artifact) =>
      within(artifact, async (store, key) => {
        for await (const _ of store.keysBelow(key, 1)) return true;
        return false;
      }),
  };
}

async function keysOf(store: ObjectStore, key: string): Promise<readonly string[]> {
  const below = await allKeysBelow(store, key);
  const files = below.filter((found) => !found.endsWith('/'));
  if (key === '') return files.toSorted();
  if (await store.has(key)) files.push(key);
  else if (below.length === 0) throw missing(store, key);
  return files.toSorted();
}

async function write(store: ObjectStore, key: string, source: string): Promise<void> {
  await store.prepare?.();
  const info = await fs.stat(source);
  if (!info.isDirectory()) return store.writeFile(key, source, info.size);
  await writeFolder(store, source, key);
}

async function openObject(store: ObjectStore): Promise<Readable> {
  const { key } = store;
  try {
    const content = await store.read(key);
    if (content === undefined) throw missing(store, key);
    content.once('close', () => void store.close());
    return content;
  } catch (error) {
    await store.close();
    throw store.failure(error, store.place(key));
  }
}

function missing(store: ObjectStore, key: string): Error {
  return artifactError('ARTIFACT_NOT_FOUND', `there is no ${store.place(key)}`);
}
