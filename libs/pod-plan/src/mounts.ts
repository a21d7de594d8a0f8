import type { Container, Template, VolumeMount } from '@argosy/api';
import { mirrorFolder } from './paths.ts';

/** The mount that a path lies in, the innermost one. */
export function mountOver(path: string, mounts: readonly VolumeMount[]): VolumeMount | undefined {
  let found: VolumeMount | undefined;
  for (const mount of mounts) {
    if (isWithin(path, mount.mountPath) && mount.mountPath.length > (found?.mountPath.length ?? -1)) found = mount;
  }
  return found;
}

/** What an executor container needs to see `path` of the main container: the mount it lies in and those inside it. Empty: it is on no volume. */
export function mirrorOf(path: string, mounts: readonly VolumeMount[]): readonly VolumeMount[] {
  const outer = mountOver(path, mounts);
  // subPathExpr reads the environment of the container that mounts: elsewhere it would mean another folder.
  if (!outer || outer.subPathExpr) return [];
  const inner = mounts.filter((mount) => mount !== outer && isWithin(mount.mountPath, path));
  if (inner.some(({ subPathExpr }) => subPathExpr)) return [];
  return [outer, ...inner].map((mount) => ({ ...mount, mountPath: `${mirrorFolder}${mount.mountPath}` }));
}

/** The volume mounts that the user gave the container whose files are outputs (acceptance 5-038). */
export function userMounts({ container, script, containerSet }: Template, defaults: Partial<Container> = {}): readonly VolumeMount[] {
  const shared = [...(defaults.volumeMounts ?? []), ...(containerSet?.volumeMounts ?? [])];
  const main = containerSet ? containerSet.containers.find(({ name }) => name === 'main') : (script ?? container);
  return [...shared, ...(main?.volumeMounts ?? [])];
}

/** Mounts without those that are there twice. */
export function distinctMounts(mounts: readonly VolumeMount[]): VolumeMount[] {
  return [...new Map(mounts.map((mount) => [mount.mountPath, mount])).values()];
}

function isWithin(path: string, folder: string): boolean {
  const root = folder.replace(/\/+$/, '');
  return path === root || path.startsWith(`${root}/`);
}
