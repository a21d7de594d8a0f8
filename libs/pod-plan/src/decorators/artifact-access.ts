import type { Volume, VolumeMount } from '@argosy/api';
import type { PlanContext, PodDraft } from '../draft.ts';
import { secretFolder } from '../paths.ts';
import { secretsOf } from '../secrets.ts';
import { localStore } from './local-store.ts';

/** What a container needs to reach located artifacts: their secrets as files and, where they lie in one, the local repository. */
export function artifactAccess(
  { repository }: Pick<PlanContext, 'repository'>,
  artifacts: readonly unknown[],
): { readonly mounts: readonly VolumeMount[]; readonly volumes: readonly Volume[] } {
  const secrets = secretsOf(artifacts);
  const usesStore = repository?.kind === 'local' && artifacts.some((artifact) => (artifact as { local?: unknown }).local !== undefined);
  const store = usesStore ? localStore({ hostPath: repository.hostPath, claimName: repository.fields['claimName'] }) : undefined;
  return {
    mounts: [
      ...secrets.map((secret) => ({ name: `secret-${secret}`, mountPath: `${secretFolder}/${secret}`, readOnly: true })),
      ...(store ? [store.mount] : []),
    ],
    volumes: [...secrets.map((secret) => ({ name: `secret-${secret}`, secret: { secretName: secret } })), ...(store ? [store.volume] : [])],
  };
}

/** The volumes of a pod with some more; one of a name is there once. */
export function withVolumes({ volumes }: PodDraft, more: PodDraft['volumes']): PodDraft['volumes'] {
  return [...new Map([...volumes, ...more].map((volume) => [volume.name, volume])).values()];
}
