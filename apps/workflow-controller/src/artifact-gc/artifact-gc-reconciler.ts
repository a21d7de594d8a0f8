import type { Workflow } from '@argosy/api';
import { type ArtifactGcDecision, type ArtifactGcObservation, decideArtifactGc, type GcWork } from '@argosy/artifact-gc';
import { coreResources, KubeError, workflowResources } from '@argosy/kube';
import type { Reconciler, ReconcileResult } from '@argosy/reconciler';
import { isErrorWithCode, type Milliseconds } from '@argosy/std';
import type { GcTaskObject, PodObject, WorkflowObject } from '../caches/objects.ts';
import { commit } from '../workflow/commit.ts';
import { newTrack, type Shell } from '../workflow/shell.ts';
import { hasGarbage } from './finalizer.ts';
import { observeGarbage } from './observe-garbage.ts';

/** Deletes the artifacts of workflows that have ended or were deleted, and then lets the workflows go (acceptance 5.6). */
export function artifactGcReconciler(shell: Shell): Reconciler {
  const refusals = new Map<string, Map<string, string>>();
  return { reconcile: (key) => reconcile(shell, key, refusals) };
}

type Refusals = Map<string, string>;

/** After a refusal it is tried again this much later: somebody has to mend something. */
const REFUSED_AGAIN: Milliseconds = 30_000;

async function reconcile(shell: Shell, key: string, known: Map<string, Refusals>): Promise<ReconcileResult> {
  const workflow = await readWorkflow(shell, key);
  if (workflow === undefined) {
    known.delete(key);
    return {};
  }
  const refusals = known.get(key) ?? new Map<string, string>();
  known.set(key, refusals);
  const observation = await observeGarbage(shell, workflow, refusals);
  const decision = decideArtifactGc(observation);
  if (decision.terminate) return terminate(shell, workflow);
  const isNew = await createAll(shell, decision, refusals);
  await storeResults(shell, workflow, decision);
  if (!(await store(shell, workflow, decision))) return { requeueAfter: 100 };
  for (const notice of decision.notices) shell.recorder.record(workflow, notice);
  await removeTasks(shell, observation, decision);
  if (isNew) return { requeueAfter: 1 };
  return { requeueAfter: refusals.size > 0 ? REFUSED_AGAIN : decision.wakeAfter };
}

async function readWorkflow(shell: Shell, key: string): Promise<WorkflowObject | undefined> {
  const cached = shell.caches.workflows.store.get(key);
  if (!shell.artifactGc || cached === undefined || !hasGarbage(cached.value.workflow, cached.value.completed)) return undefined;
  const { namespace, name, uid } = cached;
  try {
    return await shell.client.get<WorkflowObject>(workflowResources.Workflow, { namespace, name });
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
    shell.caches.workflows.learnGone(key, uid);
    return undefined;
  }
}

/** The rest follows when it has ended. */
async function terminate({ client }: Shell, { metadata, spec }: WorkflowObject): Promise<ReconcileResult> {
  if (spec.shutdown === 'Terminate') return {};
  const body = { metadata: { uid: metadata.uid }, spec: { shutdown: 'Terminate' } };
  await client.patch(
    workflowResources.Workflow,
    { namespace: metadata.namespace ?? '', name: metadata.name ?? '', body },
    { type: 'merge' },
  );
  return {};
}

/** Creates what is missing; true where a refusal is news that the condition has to tell. */
async function createAll(shell: Shell, { create }: ArtifactGcDecision, refusals: Refusals): Promise<boolean> {
  let isNews = false;
  const names = new Set(create.map(({ task }) => task.metadata.name ?? ''));
  for (const name of refusals.keys()) if (!names.has(name)) refusals.delete(name);
  for (const work of create) {
    const name = work.task.metadata.name ?? '';
    const problem = await createOne(shell, work);
    if (problem !== undefined && refusals.get(name) !== problem) isNews = true;
    if (problem === undefined) refusals.delete(name);
    else refusals.set(name, problem);
  }
  return isNews;
}

/** The task, and then the pod that it owns. Why there is none; `undefined` where all is well. */
async function createOne({ client, logger }: Shell, { task: wanted, planPod }: GcWork): Promise<string | undefined> {
  try {
    const isThere = wanted.metadata.uid !== undefined;
    const task = isThere ? wanted : await client.create<GcTaskObject>(workflowResources.WorkflowArtifactGCTask, wanted as GcTaskObject);
    const planned = planPod(task);
    if (!planned.ok) return planned.message;
    await client.create<PodObject>(coreResources.Pod, planned.pod as PodObject);
    logger.info('deleting artifacts', { namespace: task.metadata.namespace ?? '', pod: planned.pod.metadata.name ?? '' });
    return undefined;
  } catch (error) {
    // One of that name is left of a namesake: it goes away with its owner. Everything else but a refusal passes by itself, too.
    const isRefusal = error instanceof KubeError && error.retry === 'never' && !isErrorWithCode(error, 'KUBE_ALREADYEXISTS');
    if (isRefusal) return error.message;
    throw error;
  }
}

async function storeResults({ client }: Shell, { metadata }: WorkflowObject, { results }: ArtifactGcDecision): Promise<void> {
  for (const { taskName: name, status } of results) {
    const target = { namespace: metadata.namespace ?? '', name, body: { status } };
    await client.patch(workflowResources.WorkflowArtifactGCTask, target, { type: 'merge', subresource: 'status' });
  }
}

/** Status and finalizers in one patch of the version that was read. False: somebody else was faster. */
async function store(shell: Shell, workflow: WorkflowObject, { status, finalizers }: ArtifactGcDecision): Promise<boolean> {
  if (status === undefined && finalizers === undefined) return true;
  const decision = { status: status ?? (workflow.status as NonNullable<Workflow['status']>), ...(finalizers && { finalizers }) };
  const { kind, ...rest } = await commit(shell, { workflow, decision, track: newTrack(workflow.metadata.uid ?? '') });
  if (kind !== 'refused') return kind !== 'conflict';
  shell.logger.error(`what became of artifacts cannot be stored: ${(rest as { message: string }).message}`, {
    workflow: workflow.metadata.name,
  });
  return true;
}

async function removeTasks({ client }: Shell, { tasks }: ArtifactGcObservation, { remove }: ArtifactGcDecision): Promise<void> {
  for (const { metadata } of tasks.filter((task) => remove.includes(task.metadata.name ?? ''))) {
    try {
      const target = { namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
      await client.delete(workflowResources.WorkflowArtifactGCTask, target, { uid: metadata.uid ?? '', propagationPolicy: 'Background' });
    } catch (error) {
      if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
    }
  }
}
