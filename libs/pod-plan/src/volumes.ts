import type { Container, Volume } from '@argosy/api';
import { Scope, substitute } from '@argosy/expressions';
import { repositoryOf } from './artifact-location.ts';
import { sharedVolume } from './containers.ts';
import type { PlanPodInput } from './pod-plan.ts';

export type Volumes = { readonly ok: true; readonly volumes: readonly Volume[] } | { readonly ok: false; readonly message: string };

/** The volumes that the containers mount: the executor's own, the template's, the workflow's and its claims. */
export function volumesOf(input: PlanPodInput, containers: readonly Container[]): Volumes {
  const { template, spec, workflow } = input;
  const own = executorVolumes(input);
  const candidates = [...(template.volumes ?? []), ...withGlobals(input, spec.volumes ?? []), ...(workflow.status?.persistentVolumeClaims ?? []), ...claimVolumes(input)];
  const needed = new Set(containers.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name)));
  const volumes: Volume[] = own.filter(({ name }) => needed.has(name));
  const placed = new Set(volumes.map(({ name }) => name));
  for (const volume of template.volumes ?? []) needed.add(volume.name);
  for (const name of needed) {
    if (placed.has(name)) continue;
    const volume = candidates.find((candidate) => candidate.name === name);
    if (!volume) return { ok: false, message: `volume '${name}' not found in workflow spec` };
    volumes.push(volume);
  }
  return { ok: true, volumes };
}

function executorVolumes({ artifactRepository }: PlanPodInput): Volume[] {
  const repository = repositoryOf(artifactRepository);
  const path = repository?.kind === 'local' ? repository.fields['path'] : undefined;
  const store: Volume[] = typeof path === 'string' ? [{ name: 'artifact-repository', hostPath: { path, type: 'DirectoryOrCreate' } }] : [];
  return [{ name: sharedVolume, emptyDir: {} }, { name: 'argo-staging', emptyDir: {} }, { name: 'input-artifacts', emptyDir: {} }, ...store];
}

/** Claims are known by name before the status lists them. */
function claimVolumes({ spec, workflow }: PlanPodInput): Volume[] {
  return (spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({ name: metadata.name ?? '', persistentVolumeClaim: { claimName: `${workflow.metadata.name ?? ''}-${metadata.name ?? ''}` } }));
}

function withGlobals({ workflow, spec, now, globals }: PlanPodInput, volumes: readonly Volume[]): readonly Volume[] {
  const scope = globals ?? new Scope(undefined, [['workflow.name', workflow.metadata.name ?? ''], ...(spec.arguments?.parameters ?? []).map(({ name, value }) => [`workflow.parameters.${name}`, value ?? ''] as const)]);
  return substitute(volumes, { scope, input: { now, seed: '' } }).value;
}
