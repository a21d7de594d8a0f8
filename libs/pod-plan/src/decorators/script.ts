import type { Volume } from '@argosy/api';
import type { Decorator } from '../draft.ts';
import { scriptFolder, stagingVolume } from '../paths.ts';

const annotation = 'workflows.argoproj.io/script';

/**
 * A script is a file, and the last argument of its command (acceptance 2-002). It travels in an annotation that the kubelet mounts as a file, so
 * that no init container is needed (ADR 0011); one that is too large for that is written by init.
 */
export const withScript: Decorator = (draft, { template, needs }) => {
  if (!template.script || needs.script === 'none') return draft;
  const mount = { name: stagingVolume, mountPath: scriptFolder };
  const mains = draft.mains.map((main) => ({
    ...main,
    args: [...(main.args ?? []), `${scriptFolder}/script`],
    volumeMounts: [...(main.volumeMounts ?? []), mount],
  }));
  if (needs.script === 'staged') return { ...draft, mains, volumes: [...draft.volumes, { name: stagingVolume, emptyDir: {} }] };
  const metadata = { ...draft.metadata, annotations: { ...draft.metadata.annotations, [annotation]: template.script.source } };
  return { ...draft, mains, metadata, volumes: [...draft.volumes, fromAnnotation] };
};

const fromAnnotation: Volume = {
  name: stagingVolume,
  downwardAPI: { defaultMode: 0o755, items: [{ path: 'script', fieldRef: { fieldPath: `metadata.annotations['${annotation}']` } }] },
};
