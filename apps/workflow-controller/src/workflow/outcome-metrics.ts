import type { NodeStatus, Workflow, WorkflowStatus } from '@argosy/api';
import type { MetricSample } from '@argosy/engine';
import { objectKey } from '@argosy/kube';
import { fromRfc3339 } from '@argosy/std';
import { label } from '../caches/objects.ts';
import type { Shell } from './shell.ts';

/** Logs and counts phases that a workflow has entered, and how long workflows of a template ran. */
export function countOutcome({ metrics, logger }: Shell, workflow: Workflow, next: WorkflowStatus): void {
  const { namespace = '' } = workflow.metadata;
  const phase = next.phase ?? '';
  if (phase === '' || phase === (workflow.status?.phase ?? '')) return;
  metrics.increment('argo_workflows_total_count', { phase, namespace });
  logger.info(`workflow is ${phase}`, { namespace, workflow: workflow.metadata.name, ...(next.message && { message: next.message }) });
  const template = templateOf(workflow);
  if (template !== undefined) countTemplate({ metrics }, { ...template, namespace }, next);
}

/** Exports what the metrics of users say of this step; what cannot be exported is logged and does not stop the workflow. */
export function exportSamples({ metrics, logger, timers }: Shell, workflow: Workflow, samples: readonly MetricSample[]): void {
  const { namespace, name = '' } = workflow.metadata;
  for (const sample of samples) {
    const problem = metrics.custom.record(objectKey(namespace, name), sample, timers.now());
    if (problem !== undefined) logger.warn(problem, { namespace, workflow: name });
  }
}

/** Counts pods that are started again because they failed before they ran. */
export function countRestarts({ metrics }: Shell, { metadata, status }: Workflow, next: WorkflowStatus): void {
  const { namespace = '' } = metadata;
  const before = status?.nodes ?? {};
  for (const [id, node] of Object.entries(next.nodes ?? {})) {
    if (node === before[id] || !isNewRestart(before[id], node)) continue;
    metrics.increment('argo_workflows_pod_restarts_total', { reason: restartReason(node), condition: nodeCondition(node), namespace });
  }
}

function isNewRestart(before: NodeStatus | undefined, { restartingPodUID }: NodeStatus): boolean {
  return Boolean(restartingPodUID) && restartingPodUID !== before?.restartingPodUID;
}

function restartReason({ message = '' }: NodeStatus): string {
  return /due to (\w*)/.exec(message)?.[1] ?? '';
}

/** The condition of the machine that a pod had to give way to, as far as the kubelet's words tell (acceptance 7-050). */
function nodeCondition({ message = '' }: NodeStatus): string {
  const named = /node had condition: \[(\w+)/.exec(message)?.[1];
  if (named !== undefined) return named;
  const resource = /low on resource: ([\w-]+)/.exec(message)?.[1] ?? '';
  return PRESSURES[resource] ?? '';
}

const PRESSURES: Readonly<Record<string, string>> = {
  memory: 'MemoryPressure',
  'ephemeral-storage': 'DiskPressure',
  inodes: 'DiskPressure',
  pids: 'PIDPressure',
};

interface CountedTemplate {
  readonly name: string;
  readonly clusterScope: boolean;
  readonly namespace: string;
}

function countTemplate(
  { metrics }: Pick<Shell, 'metrics'>,
  { name, clusterScope, namespace }: CountedTemplate,
  next: WorkflowStatus,
): void {
  const labels = { name, namespace, cluster_scope: String(clusterScope) };
  metrics.increment('argo_workflows_workflowtemplate_triggered_total', { ...labels, phase: next.phase ?? '' });
  const [start, end] = [fromRfc3339(next.startedAt), fromRfc3339(next.finishedAt)];
  if (start !== undefined && end !== undefined) metrics.observe('argo_workflows_workflowtemplate_runtime', labels, (end - start) / 1_000);
}

function templateOf({ metadata }: Workflow): { readonly name: string; readonly clusterScope: boolean } | undefined {
  const own = metadata.labels?.[label.workflowTemplate];
  if (own !== undefined) return { name: own, clusterScope: false };
  const cluster = metadata.labels?.[label.clusterWorkflowTemplate];
  return cluster === undefined ? undefined : { name: cluster, clusterScope: true };
}
