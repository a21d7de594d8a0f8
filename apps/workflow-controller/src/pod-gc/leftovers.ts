import type { NodeStatus } from '@argosy/api';
import { parseDuration } from '@argosy/expressions';
import { type Stored, workflowResources } from '@argosy/kube';
import { isErrorWithCode, type Milliseconds } from '@argosy/std';
import { BY_WORKFLOW } from '../caches/caches.ts';
import type { WorkflowObject } from '../caches/objects.ts';
import type { PodRecord } from '../workflow/project-pod.ts';
import type { Shell } from '../workflow/shell.ts';
import type { WorkflowRecord } from '../workflow/workflow-record.ts';

const FINAL: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Error']);

/**
 * Cleans up pods of a workflow that has ended or is gone: nothing is decided about it any more, and what was decided last may have been
 * lost with an earlier process (acceptance 7-039). A cache may be behind, so whether it really is over is asked first.
 */
export async function clearLeftovers(shell: Shell, key: string): Promise<void> {
  const cached = shell.caches.workflows.store.get(key)?.value;
  if (leftoversOf(shell, key, cached).length === 0) return;
  const current = await readWorkflow(shell, key);
  if (current !== undefined && !current.completed) return shell.enqueue(key, 1);
  for (const leftover of leftoversOf(shell, key, current)) takeCare(shell, leftover, current?.workflow.status?.phase ?? '');
}

function takeCare(shell: Shell, { pod, care }: Leftover, workflowPhase: string): void {
  if (care === 'delete') shell.cleanup.deleteLater(pod.key, 0);
  else if (care === 'terminate') shell.cleanup.terminate(pod.key, graceOf(shell));
  else letGo(shell, pod, workflowPhase);
}

/** Pods that run on although their node has ended: the request to end them was lost with an earlier process. */
export function abandonedPods(shell: Shell, key: string, nodes: Readonly<Record<string, NodeStatus>>): readonly Stored<PodRecord>[] {
  return shell.caches.pods.store.byIndex(BY_WORKFLOW, key).filter((pod) => {
    const node = nodes[pod.value.facts.nodeId];
    const isAbandoned = node !== undefined && FINAL.has(node.phase ?? '') && node.daemoned !== true;
    return isAbandoned && !isOver(pod.value) && !pod.value.facts.deleting && !shell.cleanup.isUnderWay(pod.key, 'terminate');
  });
}

interface Leftover {
  readonly pod: Stored<PodRecord>;
  readonly care: 'delete' | 'terminate' | 'let go';
}

/** Pods for which something must be done that is not under way. */
function leftoversOf(shell: Shell, key: string, workflow: WorkflowRecord | undefined): readonly Leftover[] {
  const pods = shell.caches.pods.store.byIndex(BY_WORKFLOW, key).filter(({ value }) => value.component !== 'artifact-gc');
  return pods.flatMap((pod) => {
    const care = careFor(pod.value, workflow);
    const isUnderWay = shell.cleanup.isUnderWay(pod.key, care === 'let go' ? 'release' : care);
    return isUnderWay ? [] : [{ pod, care }];
  });
}

function careFor({ ownerUid, facts, component }: PodRecord, workflow: WorkflowRecord | undefined): Leftover['care'] {
  if (workflow === undefined || (ownerUid !== undefined && ownerUid !== workflow.workflow.metadata.uid)) return 'delete';
  if (component === 'agent') return 'delete';
  return facts.phase === 'Succeeded' || facts.phase === 'Failed' || facts.deleting ? 'let go' : 'terminate';
}

async function readWorkflow(shell: Shell, key: string): Promise<WorkflowRecord | undefined> {
  const [namespace = '', name = ''] = key.split('/');
  try {
    shell.caches.workflows.learn(await shell.client.get<WorkflowObject>(workflowResources.Workflow, { namespace, name }));
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
    shell.caches.workflows.learnGone(key, shell.caches.workflows.store.get(key)?.uid ?? '');
  }
  return shell.caches.workflows.store.get(key)?.value;
}

/** Time between SIGTERM and SIGKILL where the configuration says nothing else. */
export function graceOf(shell: Shell): Milliseconds {
  return (shell.settings().podGcGracePeriodSeconds ?? 30) * 1_000;
}

function letGo(shell: Shell, { key, value }: Stored<PodRecord>, workflowPhase: string): void {
  const [strategy = '', delay = ''] = value.gcStrategy.split('/');
  if (isDeleted(strategy, value.facts.phase, workflowPhase))
    shell.cleanup.deleteLater(key, parseDuration(delay) ?? shell.settings().podGcDeleteDelay);
  else shell.cleanup.release(key);
}

function isDeleted(strategy: string, podPhase: string, workflowPhase: string): boolean {
  switch (strategy) {
    case 'OnPodCompletion':
    case 'OnWorkflowCompletion':
      return true;
    case 'OnPodSuccess':
      return podPhase === 'Succeeded';
    case 'OnWorkflowSuccess':
      return workflowPhase === 'Succeeded';
    default:
      return false;
  }
}

function isOver({ facts }: PodRecord): boolean {
  return facts.phase === 'Succeeded' || facts.phase === 'Failed';
}
