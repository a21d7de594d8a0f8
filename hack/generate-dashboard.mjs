#!/usr/bin/env node
// Writes the Grafana dashboard of the controller: rows of panels, each a query or several.
import { write } from './api/load-definitions.mjs';

const rate = (metric, by, match = '') => `sum by (${by}) (rate(${metric}${match}[$__rate_interval]))`;
const quantile = (metric, by, match = '') =>
  `histogram_quantile(0.95, sum by (le, ${by}) (rate(${metric}_bucket${match}[$__rate_interval])))`;
const ours = '{namespace=~"$namespace"}';

const rows = [
  [
    'Workflows',
    [
      { title: 'Workflows by phase', queries: [[`sum by (phase) (argo_workflows_gauge${ours})`, '{{phase}}']] },
      {
        title: 'Workflows that end, per second',
        queries: [[rate('argo_workflows_total_count', 'phase', '{namespace=~"$namespace", phase!="Running"}'), '{{phase}}']],
      },
      { title: 'Pods by phase', queries: [['sum by (phase) (argo_workflows_pods_gauge)', '{{phase}}']] },
      { title: 'Why pods are pending', queries: [[rate('argo_workflows_pod_pending_count', 'reason', ours), '{{reason}}']] },
      {
        title: 'Runtime by template (95 %)',
        unit: 's',
        queries: [[quantile('argo_workflows_workflowtemplate_runtime', 'name', ours), '{{name}}']],
      },
      { title: 'Cron workflows that start', queries: [[rate('argo_workflows_cronworkflows_triggered_total', 'name', ours), '{{name}}']] },
    ],
  ],
  [
    'Controller',
    [
      { title: 'Leader', queries: [['argo_workflows_is_leader', '{{instance}}']] },
      {
        title: 'One look at a workflow (95 %)',
        unit: 's',
        queries: [[quantile('argo_workflows_operation_duration_seconds', 'instance'), '{{instance}}']],
      },
      { title: 'Keys that wait', queries: [['sum by (queue_name) (argo_workflows_queue_depth_gauge)', '{{queue_name}}']] },
      {
        title: 'Time in the queue (95 %)',
        unit: 's',
        queries: [[quantile('argo_workflows_queue_latency', 'queue_name'), '{{queue_name}}']],
      },
      { title: 'Workers that are busy', queries: [['sum by (worker_type) (argo_workflows_workers_busy_count)', '{{worker_type}}']] },
      {
        title: 'Errors',
        queries: [
          [rate('argo_workflows_error_count', 'cause'), '{{cause}}'],
          [rate('argo_workflows_log_messages', 'level', '{level="error"}'), 'log: {{level}}'],
        ],
      },
    ],
  ],
  [
    'API server',
    [
      { title: 'Requests per second', queries: [[rate('argo_workflows_k8s_request_total', 'verb, kind'), '{{verb}} {{kind}}']] },
      {
        title: 'Answers other than success',
        queries: [[rate('argo_workflows_k8s_request_total', 'status_code', '{status_code!~"2.."}'), '{{status_code}}']],
      },
      { title: 'Duration of requests (95 %)', unit: 's', queries: [[quantile('argo_workflows_k8s_request_duration', 'verb'), '{{verb}}']] },
      { title: 'How late changes arrive (95 %)', unit: 's', queries: [[quantile('argosy_event_lag_seconds', 'resource'), '{{resource}}']] },
      { title: 'Starts that were not repeated', queries: [[rate('argosy_duplicates_prevented_total', 'reason'), '{{reason}}']] },
      { title: 'Size of status patches (95 %)', unit: 'bytes', queries: [[quantile('argosy_status_bytes', 'instance'), '{{instance}}']] },
    ],
  ],
  [
    'Process',
    [
      { title: 'CPU', unit: 'percentunit', queries: [['rate(process_cpu_seconds_total{job=~"$job"}[$__rate_interval])', '{{instance}}']] },
      { title: 'Memory', unit: 'bytes', queries: [['process_resident_memory_bytes{job=~"$job"}', '{{instance}}']] },
      { title: 'Event loop lag', unit: 's', queries: [['argosy_event_loop_lag_seconds', '{{quantile}}']] },
      { title: 'Objects in caches', queries: [['sum by (resource) (argosy_cache_objects)', '{{resource}}']] },
    ],
  ],
];

write('charts/argosy/files/monitoring/dashboard.json', `${JSON.stringify(dashboard(), undefined, 1)}\n`);

function dashboard() {
  const variable = (name, query) => ({
    name,
    type: 'query',
    datasource: source(),
    query: { query, refId: name },
    includeAll: true,
    multi: true,
    refresh: 2,
    allValue: '.*',
    current: { text: 'All', value: '$__all' },
  });
  return {
    title: 'Argosy',
    uid: 'argosy-controller',
    tags: ['argosy', 'argo-workflows'],
    schemaVersion: 39,
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    templating: {
      list: [
        { name: 'datasource', type: 'datasource', query: 'prometheus' },
        variable('namespace', 'label_values(argo_workflows_gauge, namespace)'),
        variable('job', 'label_values(argo_workflows_is_leader, job)'),
      ],
    },
    panels: panels(),
  };
}

function panels() {
  const all = [];
  let y = 0;
  for (const [title, list] of rows) {
    all.push({ id: all.length + 1, type: 'row', title, collapsed: false, gridPos: { x: 0, y: y++, w: 24, h: 1 }, panels: [] });
    list.forEach((panel, index) =>
      all.push(timeseries(panel, { id: all.length + 1, x: (index % 3) * 8, y: y + Math.floor(index / 3) * 7 })),
    );
    y += Math.ceil(list.length / 3) * 7;
  }
  return all;
}

function timeseries({ title, unit = 'short', queries }, { id, x, y }) {
  return {
    id,
    type: 'timeseries',
    title,
    datasource: source(),
    gridPos: { x, y, w: 8, h: 7 },
    fieldConfig: { defaults: { unit, min: 0, custom: { fillOpacity: 10, showPoints: 'never' } }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: queries.map(([expr, legendFormat], index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: source(),
      expr,
      legendFormat,
    })),
  };
}

function source() {
  return { type: 'prometheus', uid: '${datasource}' };
}
