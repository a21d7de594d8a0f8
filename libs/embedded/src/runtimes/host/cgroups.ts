import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Memory limits by cgroups, where they can be written. */
export interface Cgroups {
  readonly version: 'v1' | 'v2';
  /** Makes a group with a limit in bytes; gives the files a process joins it by. */
  create(folder: string, memoryLimit: number | undefined): string[];
  wasOomKilled(folder: string): boolean;
  remove(folder: string): void;
}

/** Finds a memory controller that this process may write to. */
export function openCgroups(name: string): Cgroups | undefined {
  for (const [version, root, limit, events] of [
    ['v1', '/sys/fs/cgroup/memory', 'memory.limit_in_bytes', 'memory.oom_control'],
    ['v2', '/sys/fs/cgroup', 'memory.max', 'memory.events'],
  ] as const) {
    const parent = path.join(root, `argosy-${name}`);
    try {
      fs.mkdirSync(parent, { recursive: true });
      if (!fs.existsSync(path.join(parent, limit))) throw new Error('no memory controller');
      return cgroups(version, parent, { limit, events });
    } catch {
      // The next hierarchy may do; without any, limits are not enforced and `isolation()` says so.
      if (fs.existsSync(parent)) removeFolder(parent);
    }
  }
  return undefined;
}

function cgroups(version: 'v1' | 'v2', parent: string, files: { readonly limit: string; readonly events: string }): Cgroups {
  const groupOf = (folder: string): string => path.join(parent, createHash('sha256').update(folder).digest('hex').slice(0, 16));
  return {
    version,
    create: (folder, memoryLimit) => {
      if (memoryLimit === undefined) return [];
      const group = groupOf(folder);
      fs.mkdirSync(group, { recursive: true });
      fs.writeFileSync(path.join(group, files.limit), String(memoryLimit));
      return [path.join(group, 'cgroup.procs')];
    },
    wasOomKilled: (folder) => {
      const file = path.join(groupOf(folder), files.events);
      return fs.existsSync(file) && /^oom_kill [1-9]/m.test(fs.readFileSync(file, 'utf8'));
    },
    remove: (folder) => removeFolder(groupOf(folder)),
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
