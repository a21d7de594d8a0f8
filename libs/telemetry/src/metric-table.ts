/** One metric: what it counts and which labels tell its series apart. */
export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds of a histogram, in its unit. */
  readonly buckets?: readonly number[];
}

const seconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/**
 * Every metric there is, by its full name. The `argo_workflows_*` ones are those of Argo Workflows v4.1 (acceptance 7-049 to 7-054), so that
 * dashboards and alerts go on working; `argosy_*` are our own.
 */
export const metricTable = {
  argo_workflows_gauge: { type: 'gauge', help: 'Workflows in the cluster, by phase', labels: ['phase', 'namespace'] },
  argo_workflows_total_count: { type: 'counter', help: 'Workflows that have entered a phase', labels: ['phase', 'namespace'] },
  argo_workflows_error_count: { type: 'counter', help: 'Errors by cause', labels: ['cause'] },
  argo_workflows_is_leader: { type: 'gauge', help: '1 where this controller leads', labels: [] },
  argo_workflows_version: {
    type: 'gauge',
    help: 'Build of this controller',
    labels: ['version', 'platform', 'go_version', 'build_date', 'compiler', 'git_commit', 'git_tree_state', 'git_tag'],
  },
  argo_workflows_workers_busy_count: { type: 'gauge', help: 'Workers that are working', labels: ['worker_type'] },
  argo_workflows_workflow_condition: { type: 'gauge', help: 'Workflows with a condition', labels: ['type', 'status'] },
  argo_workflows_pods_gauge: { type: 'gauge', help: 'Pods of workflows, by phase', labels: ['phase'] },
  argo_workflows_pods_total_count: { type: 'counter', help: 'Pods that have entered a phase', labels: ['phase', 'namespace'] },
  argo_workflows_pod_pending_count: { type: 'counter', help: 'Pods seen pending, by reason', labels: ['reason', 'namespace'] },
  argo_workflows_pod_missing: {
    type: 'counter',
    help: 'Pods that were not there although their node runs',
    labels: ['recently_started', 'node_phase'],
  },
  argo_workflows_k8s_request_total: { type: 'counter', help: 'Requests to the Kubernetes API', labels: ['kind', 'verb', 'status_code'] },
  argo_workflows_k8s_request_duration: {
    type: 'histogram',
    help: 'Seconds a request to the Kubernetes API took',
    labels: ['kind', 'verb', 'status_code'],
    buckets: seconds,
  },
  argo_workflows_queue_depth_gauge: { type: 'gauge', help: 'Keys that wait in a queue', labels: ['queue_name'] },
  argo_workflows_queue_adds_count: { type: 'counter', help: 'Keys added to a queue', labels: ['queue_name'] },
  argo_workflows_queue_latency: { type: 'histogram', help: 'Seconds a key waited in a queue', labels: ['queue_name'], buckets: seconds },
  argo_workflows_queue_duration: { type: 'histogram', help: 'Seconds it took to work on a key', labels: ['queue_name'], buckets: seconds },
  argo_workflows_queue_longest_running: {
    type: 'gauge',
    help: 'Seconds the key that is worked on longest has taken',
    labels: ['queue_name'],
  },
  argo_workflows_queue_retries: { type: 'counter', help: 'Keys that failed and were queued again', labels: ['queue_name'] },
  argo_workflows_queue_unfinished_work: { type: 'gauge', help: 'Seconds spent so far on keys in work', labels: ['queue_name'] },
  argo_workflows_operation_duration_seconds: {
    type: 'histogram',
    help: 'Seconds one look at a workflow took',
    labels: [],
    buckets: seconds,
  },
  argo_workflows_log_messages: { type: 'counter', help: 'Log lines, by level', labels: ['level'] },
  argo_workflows_cronworkflows_triggered_total: {
    type: 'counter',
    help: 'Workflows that cron workflows have started',
    labels: ['name', 'namespace'],
  },
  argo_workflows_cronworkflows_concurrencypolicy_triggered: {
    type: 'counter',
    help: 'Times a concurrency policy stopped or replaced a run',
    labels: ['name', 'namespace', 'concurrency_policy'],
  },
  argo_workflows_workflowtemplate_triggered_total: {
    type: 'counter',
    help: 'Workflows started from a template, by phase',
    labels: ['phase', 'name', 'namespace', 'cluster_scope'],
  },
  argo_workflows_workflowtemplate_runtime: {
    type: 'histogram',
    help: 'Seconds workflows of a template ran',
    labels: ['name', 'namespace', 'cluster_scope'],
    buckets: seconds.map((bound) => bound * 60),
  },
  argo_workflows_deprecated_feature: { type: 'counter', help: 'Uses of deprecated features', labels: ['feature', 'namespace'] },
  argo_workflows_pod_restarts_total: {
    type: 'counter',
    help: 'Pods that were started again after they failed before their main container ran',
    labels: ['reason', 'condition', 'namespace'],
  },
  argo_workflows_client_rate_limiter_latency: {
    type: 'histogram',
    help: 'Seconds a request waited for the limit of requests per second',
    labels: [],
    buckets: seconds,
  },
  argo_workflows_resource_rate_limiter_latency: {
    type: 'histogram',
    help: 'Seconds a pod waited for the limit of pods per second',
    labels: [],
    buckets: seconds,
  },
  argo_workflows_locks_held: { type: 'gauge', help: 'Holders of a lock', labels: ['lock'] },
  argo_workflows_locks_pending: { type: 'gauge', help: 'Those who wait for a lock', labels: ['lock'] },
  argo_workflows_locks_taken_total: { type: 'counter', help: 'Times a lock was taken', labels: ['lock'] },
  argosy_reconcile_latency_seconds: {
    type: 'histogram',
    help: 'Seconds from the first change of a key until it was worked off',
    labels: ['queue_name'],
    buckets: seconds,
  },
  argosy_api_requests_total: { type: 'counter', help: 'Requests to the Kubernetes API', labels: ['verb', 'resource', 'code'] },
  argosy_queue_depth: {
    type: 'gauge',
    help: 'Keys that wait in a queue, for a worker (ready) or for their time (delayed)',
    labels: ['queue_name', 'state'],
  },
  argosy_event_lag_seconds: {
    type: 'histogram',
    help: 'Seconds from the answer to a write of our own until the watch told of it',
    labels: ['resource'],
    buckets: seconds,
  },
  argosy_event_loop_lag_seconds: {
    type: 'gauge',
    help: 'How late timers fire since the last scrape, by quantile',
    labels: ['quantile'],
  },
  argosy_duplicates_prevented_total: {
    type: 'counter',
    help: 'Starts that were not repeated: an outdated copy was refused (conflict), the pod was there already (exists)',
    labels: ['reason'],
  },
  argosy_decisions_total: { type: 'counter', help: 'Decisions, by what became of them', labels: ['outcome'] },
  argosy_actions_total: { type: 'counter', help: 'Actions carried out, by kind and outcome', labels: ['kind', 'outcome'] },
  argosy_events_total: { type: 'counter', help: 'Kubernetes Events, by whether they were written', labels: ['outcome'] },
  argosy_status_bytes: {
    type: 'histogram',
    help: 'Bytes of status patches',
    labels: [],
    buckets: [256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576],
  },
  argosy_server_request_duration_seconds: {
    type: 'histogram',
    help: 'Seconds it took argo-server to answer a request',
    labels: ['method', 'route', 'status'],
    buckets: seconds,
  },
  argosy_cache_objects: { type: 'gauge', help: 'Objects in a watch cache', labels: ['resource'] },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricTable = typeof metricTable;
export type MetricName = keyof MetricTable;
