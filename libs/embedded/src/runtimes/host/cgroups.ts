import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** What a container may use at most: bytes, and cores. */
export interface Limits {
  readonly memory?: number | undefined;
  readonly cpu?: number | undefined;
}

/** Limits by cgroups, where they can be written. */
export interface Cgroups {
  readonly version: 'v1' | 'v2';
  /** Which limits hold. */
  readonly limits: readonly ('memory' | 'cpu')[];
  /** Makes groups with the limits; gives the files a process joins them by. */
  create(folder: string, limits: Limits): string[];
  wasOomKilled(folder: string): boolean;
  remove(folder: string): void;
}

/** One kind of limit in one hierarchy. */
interface Controller {
  readonly name: 'memory' | 'cpu';
  readonly parent: string;
  readonly file: string;
  readonly text: (limit: number) => string;
}

const period = 100_000;
const quota = (cores: number): number => Math.max(1000, Math.round(cores * period));

interface Hierarchy {
  readonly version: 'v1' | 'v2';
  readonly events: string;
  readonly controllers: readonly (Omit<Controller, 'parent'> & { readonly root: string })[];
}

const hierarchies: readonly Hierarchy[] = [
  {
    version: 'v1',
    events: 'memory.oom_control',
    controllers: [
      { name: 'memory', root: '/sys/fs/cgroup/memory', file: 'memory.limit_in_bytes', text: String },
      { name: 'cpu', root: '/sys/fs/cgroup/cpu', file: 'cpu.cfs_quota_us', text: (cores) => String(quota(cores)) },
    ],
  },
  {
    version: 'v2',
    events: 'memory.events',
    controllers: [
      { name: 'memory', root: '/sys/fs/cgroup', file: 'memory.max', text: String },
      { name: 'cpu', root: '/sys/fs/cgroup', file: 'cpu.max', text: (cores) => `${quota(cores)} ${period}` },
    ],
  },
];

/** Finds controllers that this process may write to. */
export function openCgroups(name: string): Cgroups | undefined {
  for (const { version, events, controllers } of hierarchies) {
    const usable = controllers.flatMap(({ root, ...controller }) => {
      const parent = path.join(root, `argosy-${name}`);
      return isUsable(parent, controller.file) ? [{ ...controller, parent }] : [];
    });
    if (usable.length > 0) return cgroups(version, usable, events);
  }
  return undefined;
}

function isUsable(parent: string, file: string): boolean {
  try {
    fs.mkdirSync(parent, { recursive: true });
    const control = path.join(parent, 'cgroup.subtree_control');
    if (fs.existsSync(control)) fs.writeFileSync(control, '+memory +cpu');
    return fs.existsSync(path.join(parent, file));
  } catch {
    // The next hierarchy may do; without any, limits are not enforced and `isolation()` says so.
    if (fs.existsSync(parent)) removeFolder(parent);
    return false;
  }
}

function cgroups(version: 'v1' | 'v2', controllers: readonly Controller[], events: string): Cgroups {
  const groupOf = (parent: string, folder: string): string =>
    path.join(parent, createHash('sha256').update(folder).digest('hex').slice(0, 16));
  return {
    version,
    limits: controllers.map(({ name }) => name),
    create: (folder, limits) => {
      const joined = new Set<string>();
      for (const { name, parent, file, text } of controllers) {
        const limit = limits[name];
        if (limit === undefined) continue;
        const group = groupOf(parent, folder);
        fs.mkdirSync(group, { recursive: true });
        fs.writeFileSync(path.join(group, file), text(limit));
        joined.add(path.join(group, 'cgroup.procs'));
      }
      return [...joined];
    },
    wasOomKilled: (folder) =>
      controllers.some(({ parent }) => {
        const file = path.join(groupOf(parent, folder), events);
        return fs.existsSync(file) && /^oom_kill [1-9]/m.test(fs.readFileSync(file, 'utf8'));
      }),
    remove: (folder) => {
      for (const { parent } of controllers) removeFolder(groupOf(parent, folder));
    },
  };
}

function removeFolder(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch (error) {
    // Gone already, or its last process has not been reaped yet: an empty group costs nothing.
    if (!['ENOENT', 'EBUSY', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
