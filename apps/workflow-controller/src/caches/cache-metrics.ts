import type { Metrics } from '@argosy/telemetry';
import type { Caches } from './caches.ts';

/** Shows what is in the caches, whenever metrics are asked for. */
export function showCaches(metrics: Metrics, caches: Caches): void {
  metrics.beforeRender(() => {
    metrics.clear('argo_workflows_gauge');
    for (const [labels, count] of countBy(caches.workflows.store.list(), ({ namespace, value }) => ({
      phase: value.workflow.status?.phase || 'Pending',
      namespace,
    }))) {
      metrics.set('argo_workflows_gauge', labels, count);
    }
    metrics.clear('argo_workflows_workflow_condition');
    for (const [labels, count] of countBy(conditionsOf(caches), (condition) => condition))
      metrics.set('argo_workflows_workflow_condition', labels, count);
    metrics.clear('argo_workflows_pods_gauge');
    for (const [labels, count] of countBy(caches.pods.store.list(), ({ value }) => ({ phase: value.facts.phase })))
      metrics.set('argo_workflows_pods_gauge', labels, count);
    const { workflows, pods, taskResults, taskSets, templates, clusterTemplates, cronWorkflows } = caches;
    for (const [resource, { store }] of Object.entries({
      workflows,
      pods,
      taskResults,
      taskSets,
      templates,
      clusterTemplates,
      cronWorkflows,
    })) {
      metrics.set('argosy_cache_objects', { resource }, store.size);
    }
  });
}

/** Of finished workflows only that they are is kept. */
function* conditionsOf({ workflows }: Caches): Iterable<{ readonly type: string; readonly status: string }> {
  for (const { value } of workflows.store.list()) {
    if (value.completed) yield { type: 'Completed', status: 'True' };
    else for (const { type = '', status = '' } of value.workflow.status?.conditions ?? []) yield { type, status };
  }
}

function countBy<Item, Labels>(items: Iterable<Item>, labelsOf: (item: Item) => Labels): readonly (readonly [Labels, number])[] {
  const counts = new Map<string, [Labels, number]>();
  for (const item of items) {
    const labels = labelsOf(item);
    const key = JSON.stringify(labels);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, [labels, 1]);
    else known[1] += 1;
  }
  return [...counts.values()];
}
