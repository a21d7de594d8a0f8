import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { artifactError } from '../driver.ts';

/** Unpacks into one folder, and nowhere else. */
export interface Extraction {
  addFolder(name: string, mode: number): Promise<void>;
  addFile(name: string, mode: number, content: Readable): Promise<void>;
  addSymbolicLink(name: string, target: string): Promise<void>;
  addHardLink(name: string, target: string): Promise<void>;
  /** Where an entry goes; throws `ARTIFACT_UNSAFE` where that is outside. Counts the entry. */
  place(name: string): string;
  /** Counts bytes that are written. */
  spend(bytes: number): void;
  /** Makes the links and sets the modes of folders. */
  finish(): Promise<void>;
}

interface State {
  readonly folder: string;
  /** Made last, so that nothing is ever written through them. */
  readonly links: { readonly target: string; readonly linkname: string }[];
  /** Modes are set last, so that a folder that may not be written to can be filled. */
  readonly folders: { readonly target: string; readonly mode: number }[];
  readonly budget: Budget;
}

/** What an archive may become. Deflate reaches 1,032 times its input: whatever grows more was made to do harm. */
interface Budget {
  entries: number;
  bytes: number;
}

const mostEntries = 5_000_000;
const mostGrowth = 1_100;
const allowedToAll = 1 << 30;

/** Opens a folder that is made for an archive of so many bytes; `undefined` where they are not known beforehand. */
export async function openExtraction(folder: string, archiveBytes: number | undefined, allowed = allowedToAll): Promise<Extraction> {
  await fs.mkdir(folder, { recursive: true });
  const bytes = archiveBytes === undefined ? Number.POSITIVE_INFINITY : Math.max(allowed, archiveBytes * mostGrowth);
  const state: State = { folder, links: [], folders: [], budget: { entries: mostEntries, bytes } };
  return {
    addFolder: async (name, mode) => {
      const target = place(state, name);
      await fs.mkdir(target, { recursive: true });
      state.folders.push({ target, mode });
    },
    addFile: (name, mode, content) => addFile(state, { name, mode }, content),
    addSymbolicLink: async (name, linkname) => {
      const target = place(state, name);
      requireInside(state.folder, path.dirname(target), { name, linkname });
      state.links.push({ target, linkname });
    },
    addHardLink: async (name, linkname) => {
      const target = place(state, name);
      await fs.mkdir(path.dirname(target), { recursive: true });
      await fs.link(placeOf(state.folder, linkname), target);
    },
    place: (name) => place(state, name),
    spend: (count) => spend(state, count),
    finish: () => finish(state),
  };
}

function place(state: State, name: string): string {
  if (--state.budget.entries < 0) throw artifactError('ARTIFACT_UNSAFE', `the archive holds more than ${mostEntries} entries`);
  return placeOf(state.folder, name);
}

function spend({ budget }: State, count: number): void {
  budget.bytes -= count;
  if (budget.bytes < 0) throw artifactError('ARTIFACT_UNSAFE', `the archive grows to more than ${mostGrowth} times its size`);
}

async function addFile(state: State, { name, mode }: { readonly name: string; readonly mode: number }, content: Readable): Promise<void> {
  const target = place(state, name);
  await fs.mkdir(path.dirname(target), { recursive: true });
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        spend(state, chunk.length);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  await pipeline(content, counted, createWriteStream(target));
  await fs.chmod(target, mode);
}

async function finish({ links, folders }: State): Promise<void> {
  for (const { target, linkname } of links) {
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.symlink(linkname, target);
  }
  for (const { target, mode } of folders.toReversed()) await fs.chmod(target, mode);
}

function placeOf(folder: string, name: string): string {
  const target = path.join(folder, name);
  if (path.isAbsolute(name) || !isInside(folder, target))
    throw artifactError('ARTIFACT_UNSAFE', `the archive holds "${name}", which lies outside of its folder`);
  return target;
}

function requireInside(folder: string, from: string, { name, linkname }: { readonly name: string; readonly linkname: string }): void {
  if (path.isAbsolute(linkname) || !isInside(folder, path.join(from, linkname)))
    throw artifactError('ARTIFACT_UNSAFE', `the archive holds the link "${name}" to "${linkname}", outside of its folder`);
}

function isInside(folder: string, target: string): boolean {
  const relative = path.relative(folder, target);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** The error as one of ours: an archive that cannot be unpacked is invalid, a full disk is not its fault. */
export function unpackingFailure(error: unknown, kind: 'tar' | 'zip'): unknown {
  const code = String((error as { readonly code?: unknown } | undefined)?.code);
  if (code.startsWith('ARTIFACT_') || ['ENOSPC', 'EDQUOT', 'EROFS', 'EMFILE'].includes(code)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return artifactError('ARTIFACT_INVALID', `the ${kind} archive cannot be unpacked: ${message}`, error);
}
