import type { Volume, VolumeMount } from '@argosy/api';
import { repositoryFolder, repositoryVolume } from '../paths.ts';

/** A local repository is a directory of the node, or a volume claim that all nodes can mount. `undefined` where its path is not known. */
export function localStore({
  hostPath: path,
  claimName,
}: {
  readonly hostPath: string | undefined;
  readonly claimName: unknown;
}): { readonly mount: VolumeMount; readonly volume: Volume } | undefined {
  if (path === undefined) return undefined;
  const source =
    typeof claimName === 'string' ? { persistentVolumeClaim: { claimName } } : { hostPath: { path, type: 'DirectoryOrCreate' } };
  return { mount: { name: repositoryVolume, mountPath: repositoryFolder }, volume: { name: repositoryVolume, ...source } };
}
