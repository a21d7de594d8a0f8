import type { Container, UserContainer } from '@argosy/api';
import type { Decorator } from '../draft.ts';

/** Containers that the user wants before main; they must have names (acceptance 4-084). */
export const withUserInitContainers: Decorator = (draft, { template }) => {
  const added = (template.initContainers ?? []).map((container) => mirrored(container, draft.mains));
  return added.length === 0 ? draft : { ...draft, init: [...draft.init, ...added] };
};

/** Containers beside main; native ones are init containers that keep running, which the kubelet ends after main (ADR 0010). */
export const withSidecars: Decorator = (draft, { template, needs }) => {
  const added = (template.sidecars ?? []).map((container) => mirrored(container, draft.mains));
  if (needs.sidecars === 'none') return draft;
  if (needs.sidecars === 'wrapped') return { ...draft, sidecars: added };
  return { ...draft, init: [...draft.init, ...added.map((sidecar) => ({ ...sidecar, restartPolicy: 'Always' }))] };
};

/** `mirrorVolumeMounts` adds what main mounts (acceptance 4-082). */
function mirrored({ mirrorVolumeMounts, ...container }: UserContainer, mains: readonly Container[]): Container {
  if (!mirrorVolumeMounts) return container;
  const own = new Set((container.volumeMounts ?? []).map(({ mountPath }) => mountPath));
  const main = mains.find(({ name }) => name === 'main') ?? mains[0];
  const added = (main?.volumeMounts ?? []).filter(({ mountPath }) => !own.has(mountPath));
  return { ...container, volumeMounts: [...(container.volumeMounts ?? []), ...added] };
}
