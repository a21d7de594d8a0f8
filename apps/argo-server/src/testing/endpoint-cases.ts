/** One request to an endpoint that must succeed for somebody with rights, and must be refused to others. */
export interface EndpointCase {
  /** Id of the endpoint. */
  readonly id: string;
  /** Path with query; the method is the endpoint's. */
  readonly path: string;
  readonly body?: unknown;
  /** Part of the answer; of a stream, of its first frame. */
  readonly want: unknown;
  readonly status?: number;
  /** Everybody who is known may ask. */
  readonly isOpen?: boolean;
}

const workflow = { metadata: { generateName: 'made-' }, spec: { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] } };
const template = (name: string) => ({ metadata: { name }, spec: { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] } });
const cron = (name: string) => ({ metadata: { name }, spec: { schedules: ['* * * * *'], workflowSpec: workflow.spec } });
const named = (name: string): object => ({ metadata: { name } });
const none = { code: 5 };

const base = '/api/v1/workflows/team';

/** Each needs what the fixture holds and nothing that another one made; what changes a thing comes after what reads it. */
export const endpointCases: readonly EndpointCase[] = [
  {
    id: 'WorkflowService_ListWorkflows',
    path: `${base}?fields=items.metadata.name&listOptions.labelSelector=kind%3Dlisted`,
    want: { items: [named('listed')] },
  },
  {
    id: 'WorkflowService_CreateWorkflow',
    path: base,
    body: { namespace: 'team', workflow },
    want: { metadata: { generateName: 'made-', namespace: 'team' } },
  },
  { id: 'WorkflowService_LintWorkflow', path: `${base}/lint`, body: { workflow }, want: { metadata: { namespace: 'team' } } },
  {
    id: 'WorkflowService_SubmitWorkflow',
    path: `${base}/submit`,
    body: { resourceKind: 'WorkflowTemplate', resourceName: 'template', submitOptions: { labels: 'a=b', parameters: ['p=v'] } },
    want: {
      metadata: { labels: { a: 'b', 'workflows.argoproj.io/workflow-template': 'template' } },
      spec: { arguments: { parameters: [{ name: 'p', value: 'v' }] } },
    },
  },
  { id: 'WorkflowService_GetWorkflow', path: `${base}/listed?fields=-spec`, want: named('listed') },
  { id: 'WorkflowService_DeleteWorkflow', path: `${base}/deleted?force=true`, want: {} },
  {
    id: 'WorkflowService_ResubmitWorkflow',
    path: `${base}/failed/resubmit`,
    body: { memoized: false },
    want: { metadata: { labels: { 'workflows.argoproj.io/resubmitted-from-workflow': 'failed' } } },
  },
  { id: 'WorkflowService_RetryWorkflow', path: `${base}/retried/retry`, body: {}, want: { status: { phase: 'Running' } } },
  { id: 'WorkflowService_ResumeWorkflow', path: `${base}/suspended/resume`, body: {}, want: named('suspended') },
  { id: 'WorkflowService_SuspendWorkflow', path: `${base}/running/suspend`, body: {}, want: { spec: { suspend: true } } },
  { id: 'WorkflowService_StopWorkflow', path: `${base}/stopped/stop`, body: {}, want: { spec: { shutdown: 'Stop' } } },
  { id: 'WorkflowService_TerminateWorkflow', path: `${base}/terminated/terminate`, body: {}, want: { spec: { shutdown: 'Terminate' } } },
  {
    id: 'WorkflowService_SetWorkflow',
    path: `${base}/waiting/set`,
    body: { nodeFieldSelector: 'displayName=wait', message: 'hi' },
    want: { status: { nodes: { wait: { message: 'hi' } } } },
  },
  { id: 'WorkflowService_WorkflowLogs', path: `${base}/listed/log?grep=line`, want: { content: 'line one', podName: 'pod-a' } },
  { id: 'WorkflowService_PodLogs', path: `${base}/listed/pod-b/log`, want: { podName: 'pod-b' } },
  {
    id: 'WorkflowService_WatchWorkflows',
    path: '/api/v1/workflow-events/team?listOptions.fieldSelector=metadata.name%3Dlisted',
    want: { type: 'ADDED', object: named('listed') },
  },
  { id: 'WorkflowService_WatchEvents', path: '/api/v1/stream/events/team', want: { reason: 'Tested' } },
  {
    id: 'WorkflowTemplateService_ListWorkflowTemplates',
    path: '/api/v1/workflow-templates/team?namePattern=empl',
    want: { items: [named('template')] },
  },
  {
    id: 'WorkflowTemplateService_CreateWorkflowTemplate',
    path: '/api/v1/workflow-templates/team',
    body: { template: template('new') },
    want: named('new'),
  },
  {
    id: 'WorkflowTemplateService_LintWorkflowTemplate',
    path: '/api/v1/workflow-templates/team/lint',
    body: { template: template('x') },
    want: named('x'),
  },
  { id: 'WorkflowTemplateService_GetWorkflowTemplate', path: '/api/v1/workflow-templates/team/template', want: named('template') },
  {
    id: 'WorkflowTemplateService_UpdateWorkflowTemplate',
    path: '/api/v1/workflow-templates/team/template',
    body: { template: { ...template('template'), metadata: { name: 'template', labels: { v: '2' } } } },
    want: { metadata: { labels: { v: '2' } } },
  },
  { id: 'WorkflowTemplateService_DeleteWorkflowTemplate', path: '/api/v1/workflow-templates/team/old', want: {} },
  {
    id: 'ClusterWorkflowTemplateService_ListClusterWorkflowTemplates',
    path: '/api/v1/cluster-workflow-templates',
    want: { items: [named('cluster'), named('old')] },
  },
  {
    id: 'ClusterWorkflowTemplateService_CreateClusterWorkflowTemplate',
    path: '/api/v1/cluster-workflow-templates',
    body: { template: template('zz-new') },
    want: named('zz-new'),
  },
  {
    id: 'ClusterWorkflowTemplateService_LintClusterWorkflowTemplate',
    path: '/api/v1/cluster-workflow-templates/lint',
    body: { template: template('x') },
    want: named('x'),
  },
  {
    id: 'ClusterWorkflowTemplateService_GetClusterWorkflowTemplate',
    path: '/api/v1/cluster-workflow-templates/cluster',
    want: named('cluster'),
  },
  {
    id: 'ClusterWorkflowTemplateService_UpdateClusterWorkflowTemplate',
    path: '/api/v1/cluster-workflow-templates/cluster',
    body: { template: template('cluster') },
    want: named('cluster'),
  },
  { id: 'ClusterWorkflowTemplateService_DeleteClusterWorkflowTemplate', path: '/api/v1/cluster-workflow-templates/old', want: {} },
  { id: 'CronWorkflowService_ListCronWorkflows', path: '/api/v1/cron-workflows/team', want: { items: [named('cron'), named('old')] } },
  {
    id: 'CronWorkflowService_CreateCronWorkflow',
    path: '/api/v1/cron-workflows/team',
    body: { cronWorkflow: cron('new') },
    want: named('new'),
  },
  {
    id: 'CronWorkflowService_LintCronWorkflow',
    path: '/api/v1/cron-workflows/team/lint',
    body: { cronWorkflow: cron('x') },
    want: named('x'),
  },
  { id: 'CronWorkflowService_GetCronWorkflow', path: '/api/v1/cron-workflows/team/cron', want: named('cron') },
  {
    id: 'CronWorkflowService_UpdateCronWorkflow',
    path: '/api/v1/cron-workflows/team/cron',
    body: { cronWorkflow: cron('cron') },
    want: named('cron'),
  },
  { id: 'CronWorkflowService_DeleteCronWorkflow', path: '/api/v1/cron-workflows/team/old', want: {} },
  {
    id: 'CronWorkflowService_SuspendCronWorkflow',
    path: '/api/v1/cron-workflows/team/cron/suspend',
    body: {},
    want: { spec: { suspend: true } },
  },
  {
    id: 'CronWorkflowService_ResumeCronWorkflow',
    path: '/api/v1/cron-workflows/team/cron/resume',
    body: {},
    want: { spec: { suspend: false } },
  },
  {
    id: 'ArchivedWorkflowService_ListArchivedWorkflows',
    path: '/api/v1/archived-workflows?namespace=team&namePrefix=arch',
    want: { items: [named('archived')] },
  },
  { id: 'ArchivedWorkflowService_GetArchivedWorkflow', path: '/api/v1/archived-workflows/uid-archived', want: named('archived') },
  { id: 'ArchivedWorkflowService_DeleteArchivedWorkflow', path: '/api/v1/archived-workflows/uid-gone', want: {} },
  {
    id: 'ArchivedWorkflowService_ResubmitArchivedWorkflow',
    path: '/api/v1/archived-workflows/uid-archived/resubmit',
    body: {},
    want: { metadata: { labels: { 'workflows.argoproj.io/resubmitted-from-workflow': 'archived' } } },
  },
  {
    id: 'ArchivedWorkflowService_RetryArchivedWorkflow',
    path: '/api/v1/archived-workflows/uid-archived/retry',
    body: {},
    want: { metadata: { name: 'archived' }, status: { phase: 'Running' } },
  },
  {
    id: 'ArchivedWorkflowService_ListArchivedWorkflowLabelKeys',
    path: '/api/v1/archived-workflows-label-keys?namespace=team',
    want: { items: ['team', 'workflows.argoproj.io/completed'] },
  },
  {
    id: 'ArchivedWorkflowService_ListArchivedWorkflowLabelValues',
    path: '/api/v1/archived-workflows-label-values?namespace=team&listOptions.labelSelector=team',
    want: { items: ['a'] },
  },
  { id: 'EventService_ReceiveEvent', path: '/api/v1/events/team/some', body: { wanted: 'yes' }, want: {} },
  { id: 'EventService_ListWorkflowEventBindings', path: '/api/v1/workflow-event-bindings/team', want: { items: [named('binding')] } },
  ...['event-sources', 'sensors'].flatMap((plural): EndpointCase[] => {
    const [service, kind, field] =
      plural === 'sensors' ? ['SensorService', 'Sensor', 'sensor'] : ['EventSourceService', 'EventSource', 'eventSource'];
    const list = `/api/v1/${plural}/team`;
    const stream = `/api/v1/stream/${plural}/team`;
    // Argo Events is not installed: the answer is that its kinds are not there.
    const missing = { want: none, status: 404 };
    return [
      { id: `${service}_List${kind}s`, path: list, ...missing },
      { id: `${service}_Create${kind}`, path: list, body: { [field as string]: named('x') }, ...missing },
      { id: `${service}_Get${kind}`, path: `${list}/x`, ...missing },
      { id: `${service}_Update${kind}`, path: `${list}/x`, body: { [field as string]: named('x') }, ...missing },
      { id: `${service}_Delete${kind}`, path: `${list}/x`, ...missing },
      { id: `${service}_Watch${kind}s`, path: stream, ...missing },
      { id: `${service}_${kind}sLogs`, path: `${stream}/logs`, want: undefined },
    ];
  }),
  { id: 'InfoService_GetInfo', path: '/api/v1/info', want: { navColor: 'red', links: [{ name: 'Help' }] }, isOpen: true },
  { id: 'InfoService_GetVersion', path: '/api/v1/version', want: { compiler: 'esbuild' }, isOpen: true },
  { id: 'InfoService_GetUserInfo', path: '/api/v1/userinfo', want: {}, isOpen: true },
  { id: 'InfoService_CollectEvent', path: '/api/v1/tracking/event', body: { name: 'openedUI' }, want: {}, isOpen: true },
  {
    id: 'SyncService_CreateSyncLimit',
    path: '/api/v1/sync/team',
    body: { cmName: 'limits', key: 'new', limit: 2 },
    want: { key: 'new', limit: 2 },
  },
  { id: 'SyncService_GetSyncLimit', path: '/api/v1/sync/team/known?cmName=limits', want: { limit: 3 } },
  { id: 'SyncService_UpdateSyncLimit', path: '/api/v1/sync/team/known', body: { cmName: 'limits', limit: 4 }, want: { limit: 4 } },
  { id: 'SyncService_DeleteSyncLimit', path: '/api/v1/sync/team/known?cmName=limits', want: {} },
];
