import type { Workflow, WorkflowStatus } from '@argosy/api';
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
