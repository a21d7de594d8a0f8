import type { Artifact, Container, EnvVar, Template, VolumeMount } from '@argosy/api';
import { keyFormat, placeOutput, relocate, type Repository, repositoryOf } from './artifact-location.ts';
import { commonEnv, mainNames, sharedPath, sharedVolume } from './containers.ts';
import type { Needs } from './layout.ts';
import type { PlanPodInput } from './pod-plan.ts';
import { strategicMerge } from './strategic-merge.ts';

/** The init container: the emissary copies itself and a script; loading artifacts takes the whole executor. */
export function initContainer(input: PlanPodInput, needs: Needs): Container | undefined {
  if (!needs.staging) return undefined;
  const { script } = input.template;
  const env: EnvVar[] = commonEnv(input, 'init');
  if (script) env.push({ name: 'ARGO_SCRIPT_SOURCE', value: script.source });
  if (needs.loading) env.push(...executorEnv(input));
  const volumeMounts: VolumeMount[] = [{ name: sharedVolume, mountPath: sharedPath }];
  if (script) volumeMounts.push({ name: 'argo-staging', mountPath: '/argo/staging' });
  if (needs.loading) volumeMounts.push({ name: 'input-artifacts', mountPath: '/argo/inputs/artifacts' }, ...storeMounts(input));
  return executorContainer(input, { name: 'init', command: needs.loading ? ['argoexec', 'init'] : ['emissary', 'init'], env, volumeMounts });
}

/** The wait container collects outputs after the main containers have ended. */
export function waitContainer(input: PlanPodInput, needs: Needs): Container | undefined {
  if (!needs.capture || input.template.resource) return undefined;
  const volumeMounts: VolumeMount[] = [{ name: sharedVolume, mountPath: sharedPath }, ...storeMounts(input)];
  const env = [...commonEnv(input, 'wait'), ...executorEnv(input), { name: 'ARGO_MAIN_CONTAINERS', value: mainNames(input.template).join(' ') }, ...(needs.logs ? [{ name: 'ARGO_SAVE_LOGS', value: 'true' }] : [])];
  return executorContainer(input, { name: 'wait', command: ['argoexec', 'wait'], env, volumeMounts });
}

/** A resource template's main container is the executor itself (acceptance 2-031). */
export function resourceContainer(input: PlanPodInput): Container {
  const { resource } = input.template;
  const volumeMounts: VolumeMount[] = [{ name: sharedVolume, mountPath: sharedPath }];
  return executorContainer(input, { name: 'main', command: ['argoexec', 'resource', resource?.action ?? ''], env: [...commonEnv(input, 'main'), ...executorEnv(input)], volumeMounts });
}

function executorContainer({ policy }: PlanPodInput, container: Container): Container {
  const { executorImage, executorImagePullPolicy, executor } = policy;
  const base = { ...executor, name: container.name, image: executor?.image ?? executorImage, ...(executorImagePullPolicy && { imagePullPolicy: executorImagePullPolicy }) };
  const merged = strategicMerge(base, container) as Container;
  return { ...merged, command: [...(container.command ?? [])], ...(executor?.args && { args: executor.args }) };
}

/** What init and wait need to know: the template as far as it concerns them, and who they are (acceptance 6-007, 6-008). */
function executorEnv(input: PlanPodInput): EnvVar[] {
  const { workflow, policy } = input;
  return [
    { name: 'ARGO_TEMPLATE', value: JSON.stringify(executorTemplate(input)) },
    { name: 'ARGO_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'ARGO_POD_UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
    { name: 'ARGO_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    { name: 'ARGO_WORKFLOW_UID', value: workflow.metadata.uid ?? '' },
    ...(policy.instanceId ? [{ name: 'ARGO_INSTANCE_ID', value: policy.instanceId }] : []),
  ];
}

/** Inputs and outputs with the places where their content is. */
function executorTemplate(input: PlanPodInput): Template {
  const { template, artifactRepository } = input;
  const { name, inputs, outputs, resource } = template;
  const repository = repositoryOf(artifactRepository);
  return {
    ...(name !== undefined && { name }),
    inputs: { ...inputs, ...(inputs?.artifacts && { artifacts: inputs.artifacts.map((artifact) => relocate(artifact, repository)) }) },
    outputs: { ...outputs, ...(outputs?.artifacts && { artifacts: outputs.artifacts.map((artifact) => outputPlace(input, artifact, repository)) }) },
    ...(template.archiveLocation && { archiveLocation: template.archiveLocation }),
    ...(resource && { resource }),
    annotations: { archiveKey: archiveKey(input, repository) },
  };
}

function outputPlace(input: PlanPodInput, artifact: Artifact, repository: Repository | undefined): Artifact {
  return placeOutput(artifact, repository, archiveKey(input, repository)) ?? artifact;
}

/** `<workflow>/<pod>` or what the repository's keyFormat says; tags were checked to be known. */
function archiveKey({ workflow, podName }: PlanPodInput, repository: Repository | undefined): string {
  const created = workflow.metadata.creationTimestamp ?? '';
  const known: Readonly<Record<string, string>> = {
    'workflow.name': workflow.metadata.name ?? '',
    'workflow.namespace': workflow.metadata.namespace ?? '',
    'workflow.uid': workflow.metadata.uid ?? '',
    'pod.name': podName,
    'workflow.creationTimestamp.Y': created.slice(0, 4),
    'workflow.creationTimestamp.m': created.slice(5, 7),
    'workflow.creationTimestamp.d': created.slice(8, 10),
    'workflow.creationTimestamp.H': created.slice(11, 13),
  };
  return keyFormat(repository).replaceAll(/\{\{\s*([^}]+?)\s*\}\}/g, (tag, name: string) => known[name] ?? tag);
}

/** A local repository is a directory of the node: the executor sees it where the configuration says. */
function storeMounts({ artifactRepository }: PlanPodInput): VolumeMount[] {
  const repository = repositoryOf(artifactRepository);
  const path = repository?.kind === 'local' ? repository.fields['path'] : undefined;
  return typeof path === 'string' ? [{ name: 'artifact-repository', mountPath: path }] : [];
}
