import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Where a local provider keeps what it stores and writes. */
export interface DataDir {
  readonly root: string;
  readonly state: string;
  readonly kubeconfig: string;
  readonly providerLog: string;
  readonly controllerLog: string;
  readonly serverLog: string;
  readonly artifacts: string;
  /** Finished workflows, in SQLite. */
  readonly archive: string;
  readonly locks: string;
  readonly nodeAgent: string;
  /** Profiles of images that the user adds. */
  readonly images: string;
}

/** The data directory that was asked for, else `$XDG_DATA_HOME/argosy`, else `~/.argosy`. */
export function dataDir(given: string, env: Readonly<Record<string, string | undefined>>, cwd: string): DataDir {
  const home = env['XDG_DATA_HOME'] ? path.join(env['XDG_DATA_HOME'], 'argosy') : path.join(env['HOME'] ?? os.homedir(), '.argosy');
  const root = given === '' ? home : path.resolve(cwd, given);
  return {
    root,
    state: path.join(root, 'provider.json'),
    kubeconfig: path.join(root, 'kubeconfig'),
    providerLog: path.join(root, 'logs', 'provider.log'),
    controllerLog: path.join(root, 'logs', 'controller.log'),
    serverLog: path.join(root, 'logs', 'server.log'),
    artifacts: path.join(root, 'artifacts'),
    archive: path.join(root, 'archive.db'),
    locks: path.join(root, 'locks.db'),
    nodeAgent: path.join(root, 'node'),
    images: path.join(root, 'images.yaml'),
  };
}

/** Creates the directories; the whole is for its owner only, since it holds keys. */
export function createDataDir(dir: DataDir): void {
  fs.mkdirSync(dir.root, { recursive: true, mode: 0o700 });
  for (const folder of [path.dirname(dir.providerLog), dir.artifacts, dir.nodeAgent]) fs.mkdirSync(folder, { recursive: true });
  // Steps may run as any user.
  fs.chmodSync(dir.artifacts, 0o777);
}
