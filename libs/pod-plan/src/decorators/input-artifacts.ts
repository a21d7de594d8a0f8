import type { Container, VolumeMount } from '@argosy/api';
import type { Decorator } from '../draft.ts';
import { mirrorOf } from '../mounts.ts';
import { suppliedInputs } from '../needs.ts';
import { inputFolder, inputVolume } from '../paths.ts';

/** Main sees each input artifact at its path; one inside a volume of its own is put there by init (acceptance 5-027). */
export const withInputArtifacts: Decorator = (draft, { template, needs }) => {
  if (!needs.loading) return draft;
  const mount = (container: Container): Container => {
    const own = container.volumeMounts ?? [];
    const inputs = suppliedInputs(template)
      .filter(({ path = '' }) => mirrorOf(path, own).length === 0)
      .map(({ name, path = '' }): VolumeMount => ({ name: inputVolume, mountPath: path, subPath: name }));
    const manifest = template.resource?.manifestFrom ? [{ name: inputVolume, mountPath: inputFolder }] : [];
    return { ...container, volumeMounts: [...own, ...inputs, ...manifest] };
  };
  return {
    ...draft,
    mains: draft.mains.map((main) => (main.name === 'main' ? mount(main) : main)),
    volumes: [...draft.volumes, { name: inputVolume, emptyDir: {} }],
  };
};
