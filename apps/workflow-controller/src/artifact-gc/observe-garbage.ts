import type { ArtifactRepositoryRefStatus, Workflow } from '@argosy/api';
import type { ArtifactGcObservation, GcPodFacts } from '@argosy/artifact-gc';
import { coreResources, workflowResources } from '@argosy/kube';
import { mergeSpec } from '@argosy/templates';
import { type GcTaskObject, label, type PodObject, type WorkflowObject } from '../caches/objects.ts';
import { resolveArtifactRepository } from '../workflow/artifact-repository.ts';
import { projectPod } from '../workflow/project-pod.ts';
import type { Shell } from '../workflow/shell.ts';
import { hydrate } from '../workflow/stored-status.ts';

/**
 * Everything about the artifacts of a workflow, read past the caches: it is looked at seldom, what is decided cannot be undone, and of finished
 * workflows the caches keep little.
 */
export async function observeGarbage(
  shell: Shell,
  stored: WorkflowObject,
  refusals: ReadonlyMap<string, string>,
): Promise<ArtifactGcObservation> {
  const { name = '', namespace = '', uid } = stored.metadata;
  const workflow: Workflow = await hydrate(stored, shell.persistence?.nodeStatuses());
  const of = { namespace, labelSelector: `${label.workflow}=${name}` };
  const [tasks, pods] = await Promise.all([
    shell.client.list<GcTaskObject>(workflowResources.WorkflowArtifactGCTask, of),
    shell.client.list<PodObject>(coreResources.Pod, { ...of, labelSelector: `${of.labelSelector},${label.component}=artifact-gc` }),
  ]);
  const spec = mergeSpec(workflow.spec, workflow.status?.storedWorkflowTemplateSpec, shell.settings().workflowDefaults?.spec);
  return {
    now: shell.timers.now(),
    workflow,
    spec,
    repository: workflow.status?.artifactRepositoryRef ?? (await repositoryOf(shell, namespace, spec)),
    tasks: tasks.items.filter(({ metadata }) => isOwnedBy(metadata, uid) && !metadata.deletionTimestamp),
    pods: pods.items.filter(({ metadata }) => !metadata.deletionTimestamp).map(podFacts),
    refusals,
    policy: shell.policy().pods,
  };
}

async function repositoryOf(
  shell: Shell,
  namespace: string,
  { artifactRepositoryRef: reference }: Workflow['spec'],
): Promise<ArtifactRepositoryRefStatus | undefined> {
  return (await resolveArtifactRepository(shell, { namespace, ...(reference && { reference }) })).artifactRepository;
}

function isOwnedBy({ ownerReferences }: Workflow['metadata'], uid: string | undefined): boolean {
  return ownerReferences?.some((owner) => owner.uid === uid) === true;
}

function podFacts(pod: PodObject): GcPodFacts {
  const { facts } = projectPod(pod);
  const owner = pod.metadata.ownerReferences?.[0];
  const report = facts.report as { readonly deletion?: GcPodFacts['report'] } | undefined;
  return {
    name: facts.name,
    taskName: owner?.name ?? '',
    phase: facts.phase,
    createdAt: facts.createdAt,
    message: [facts.reason, facts.message, facts.unschedulable, ...facts.containers.map(({ state }) => wordsOf(state))]
      .filter(Boolean)
      .join(': '),
    report: report?.deletion,
  };
}

function wordsOf(state: ReturnType<typeof projectPod>['facts']['containers'][number]['state']): string {
  if (state.kind === 'waiting') return [state.reason, state.message].filter(Boolean).join(': ');
  return state.kind === 'terminated' ? [state.reason, state.message].filter(Boolean).join(': ') || `exit code ${state.exitCode}` : '';
}
