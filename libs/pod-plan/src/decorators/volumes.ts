import type { Volume } from '@argosy/api';
import { substitute } from '@argosy/expressions';
import type { Decorator, PlanContext } from '../draft.ts';
import { binariesFolder, binariesVolume, sharedPath, sharedVolume } from '../paths.ts';
import type { PodPolicy } from '../pod-plan.ts';

/** The volume that the emissary and the executor share, and the image with the emissary where it is not copied. */
export const withSharedVolume: Decorator = (draft, { needs, policy }) => {
  if (!needs.wrapping) return draft;
  const fromImage = policy.imageVolumes && !policy.emissaryPath;
  const mounts = [
    { name: sharedVolume, mountPath: sharedPath },
    ...(fromImage ? [{ name: binariesVolume, mountPath: binariesFolder, readOnly: true }] : []),
  ];
  const add = <T extends (typeof draft.mains)[number]>(container: T) => ({
    ...container,
    volumeMounts: [...(container.volumeMounts ?? []), ...mounts],
  });
  const volumes: Volume[] = [
    { name: sharedVolume, emptyDir: {} },
    ...(fromImage ? [{ name: binariesVolume, image: executorImage(policy) }] : []),
  ];
  return { ...draft, mains: draft.mains.map(add), sidecars: draft.sidecars.map(add), volumes: [...volumes, ...draft.volumes] };
};

function executorImage({ executor, executorImage, executorImagePullPolicy }: PodPolicy): NonNullable<Volume['image']> {
  const pullPolicy = executor?.imagePullPolicy ?? executorImagePullPolicy;
  return { reference: executor?.image ?? executorImage, ...(pullPolicy && { pullPolicy }) };
}

/** The volumes that containers mount, by name: the template's, the workflow's and its claims (acceptance 4-131). */
export const withUserVolumes: Decorator = (draft, context) => {
  const { template } = context;
  const candidates = userVolumes(context);
  const containers = [...draft.init, ...draft.executors, ...draft.mains, ...draft.sidecars];
  const needed = new Set([
    ...containers.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name)),
    ...(template.volumes ?? []).map(({ name }) => name),
  ]);
  const volumes = [...draft.volumes];
  for (const name of needed) {
    if (volumes.some((volume) => volume.name === name)) continue;
    const volume = candidates.find((candidate) => candidate.name === name);
    if (!volume) return { ok: false, message: `volume '${name}' not found in workflow spec` };
    volumes.push(volume);
  }
  return { ...draft, volumes };
};

function userVolumes(context: PlanContext): readonly Volume[] {
  const { template, spec, workflow } = context;
  const owner = workflow.metadata.name ?? '';
  // Claims are known by name before the status lists them.
  const claims = (spec.volumeClaimTemplates ?? []).map(({ metadata: { name = '' } }) => ({
    name,
    persistentVolumeClaim: { claimName: `${owner}-${name}` },
  }));
  return [...(template.volumes ?? []), ...volumesOfWorkflow(context), ...(workflow.status?.persistentVolumeClaims ?? []), ...claims];
}

/** They may hold variables of the workflow and the pod, and outputs of earlier steps (acceptance 13-175). */
function volumesOfWorkflow({ spec, scope, callerScope, now }: PlanContext): readonly Volume[] {
  const input = { now, seed: '' };
  const { value, problems } = substitute(spec.volumes ?? [], { scope, input });
  return problems.length > 0 && callerScope ? substitute(value, { scope: callerScope(), input }).value : value;
}
