import type { Volume, VolumeMount } from '@argosy/api';
import { pluginsOf, socketMount, socketVolume } from '../artifact-plugins.ts';
import type { PlanContext, PodDraft } from '../draft.ts';
import { secretFolder } from '../paths.ts';
import { secretsOf } from '../secrets.ts';
import { localStore } from './local-store.ts';

/** What a container mounts to reach artifacts. */
interface ArtifactAccess {
  readonly mounts: readonly VolumeMount[];
  readonly volumes: readonly Volume[];
}

/** What a container needs to reach located artifacts of a pod: see `accessTo`; the local repository only where an artifact lies in it. */
export function artifactAccess({ repository }: Pick<PlanContext, 'repository'>, artifacts: readonly unknown[]): ArtifactAccess {
  const usesStore = repository?.kind === 'local' && artifacts.some((artifact) => (artifact as { local?: unknown }).local !== undefined);
  return accessTo(
    artifacts,
    usesStore ? localStore({ hostPath: repository.hostPath, claimName: repository.fields['claimName'] }) : undefined,
  );
}

/** The secrets of artifacts as files, the sockets of their plugins, and a local store. */
export function accessTo(artifacts: readonly unknown[], store: ReturnType<typeof localStore>): ArtifactAccess {
  const secrets = secretsOf(artifacts);
  const plugins = pluginsOf(artifacts);
  return {
    mounts: [
      ...secrets.map((secret) => ({ name: `secret-${secret}`, mountPath: `${secretFolder}/${secret}`, readOnly: true })),
      ...(store ? [store.mount] : []),
      ...plugins.map(socketMount),
    ],
    volumes: [
      ...secrets.map((secret) => ({ name: `secret-${secret}`, secret: { secretName: secret } })),
      ...(store ? [store.volume] : []),
      ...plugins.map(socketVolume),
    ],
  };
}

/** The volumes of a pod with some more; one of a name is there once. */
export function withVolumes({ volumes }: PodDraft, more: PodDraft['volumes']): PodDraft['volumes'] {
  return [...new Map([...volumes, ...more].map((volume) => [volume.name, volume])).values()];
}
