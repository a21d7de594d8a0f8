import type { NodeStatus } from '@argosy/api';
import { parseDuration } from '@argosy/expressions';
import type { Stored } from '@argosy/kube';
import type { Milliseconds } from '@argosy/std';
import { BY_WORKFLOW } from '../caches/caches.ts';
import type { PodRecord } from '../workflow/project-pod.ts';
import type { Shell } from '../workflow/shell.ts';
import type { WorkflowRecord } from '../workflow/workflow-record.ts';

const FINAL: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Error']);

/**
 * Cleans up pods of a workflow that has ended or is gone: nothing is decided about it any more, and what was decided last may have been
 * lost with an earlier process (acceptance 7-039).
 */
export function clearLeftovers(shell: Shell, key: string, workflow: WorkflowRecord | undefined): void {
  for (const pod of shell.caches.pods.store.byIndex(BY_WORKFLOW, key)) {
    const { ownerUid, facts } = pod.value;
    const isOrphan = workflow === undefined || (ownerUid !== undefined && ownerUid !== workflow.workflow.metadata.uid);
    if (isOrphan) shell.cleanup.deleteLater(pod.key, 0);
    else if (!isOver(pod.value) && !facts.deleting) endLeftover(shell, pod);
    else letGo(shell, pod, workflow.workflow.status?.phase ?? '');
  }
}

/** Ends pods that run on although their node has ended: the request to end them was lost with an earlier process. */
export function endAbandoned(shell: Shell, key: string, nodes: Readonly<Record<string, NodeStatus>>): void {
  for (const pod of shell.caches.pods.store.byIndex(BY_WORKFLOW, key)) {
    const node = nodes[pod.value.facts.nodeId];
    const isAbandoned = node !== undefined && FINAL.has(node.phase ?? '') && node.daemoned !== true;
    if (isAbandoned && !isOver(pod.value) && !pod.value.facts.deleting) endLeftover(shell, pod);
  }
}

function endLeftover(shell: Shell, pod: Stored<PodRecord>): void {
  if (!shell.cleanup.isTerminating(pod.key)) shell.cleanup.terminate(pod.key, graceOf(shell));
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
