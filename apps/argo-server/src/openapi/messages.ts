import type { Definitions, Schema } from './definitions.ts';

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const whole: Schema = { type: 'integer' };
const texts: Schema = { type: 'array', items: text };
const any: Schema = {};
const to = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const message = (properties: Readonly<Record<string, Schema>>): Schema => ({ type: 'object', properties });
const empty: Schema = { type: 'object' };

const place = { namespace: text, name: text };
const listMeta = message({ resourceVersion: text, continue: text, remainingItemCount: whole, selfLink: text });
const listOf = (name: string): Schema => ({
  type: 'object',
  properties: { apiVersion: text, kind: text, metadata: listMeta, items: { type: 'array', items: to(name) } },
  required: ['metadata', 'items'],
});
const watchOf = (name: string): Schema => message({ type: text, object: to(name) });

const definitionMessages = (kind: string, field: string): Definitions => ({
  [`${kind}List`]: listOf(kind),
  [`${kind}CreateRequest`]: { ...message({ namespace: text, [field]: to(kind), createOptions: empty }), required: [field] },
  [`${kind}LintRequest`]: { ...message({ namespace: text, [field]: to(kind), createOptions: empty }), required: [field] },
  [`${kind}UpdateRequest`]: { ...message({ ...place, [field]: to(kind) }), required: [field] },
  [`${kind}DeleteResponse`]: empty,
});

const argoEventsMessages = (kind: string, field: string): Definitions => ({
  [kind]: { type: 'object', properties: { apiVersion: text, kind: text, metadata: to('ObjectMeta'), spec: empty, status: empty } },
  [`${kind}List`]: listOf(kind),
  [`Create${kind}Request`]: { ...message({ namespace: text, [field]: to(kind) }), required: [field] },
  [`Update${kind}Request`]: { ...message({ ...place, [field]: to(kind) }), required: [field] },
  [`${kind}DeletedResponse`]: empty,
  [`${kind}WatchEvent`]: watchOf(kind),
  [`${kind}LogEntry`]: message({
    namespace: text,
    [`${field}Name`]: text,
    eventName: text,
    triggerName: text,
    level: text,
    time: text,
    msg: text,
  }),
});

/** Bodies and answers of the API that are no kinds of manifests. */
export const messages: Definitions = {
  Error: { ...message({ code: whole, message: text, details: { type: 'array', items: any } }), required: ['code', 'message'] },
  StreamError: message({ grpc_code: whole, http_code: whole, message: text, http_status: text, details: { type: 'array', items: any } }),
  Item: { description: 'Any JSON.' },
  WorkflowList: listOf('Workflow'),
  WorkflowCreateRequest: {
    ...message({ namespace: text, workflow: to('Workflow'), instanceID: text, serverDryRun: flag, createOptions: empty }),
    required: ['workflow'],
  },
  WorkflowLintRequest: { ...message({ namespace: text, workflow: to('Workflow') }), required: ['workflow'] },
  WorkflowSubmitRequest: {
    ...message({ namespace: text, resourceKind: text, resourceName: text, submitOptions: to('SubmitOpts') }),
    required: ['resourceKind', 'resourceName'],
  },
  SubmitOpts: message({
    name: text,
    generateName: text,
    entryPoint: text,
    parameters: texts,
    labels: text,
    annotations: text,
    serviceAccount: text,
    dryRun: flag,
    serverDryRun: flag,
    ownerReference: empty,
    podPriorityClassName: text,
    priority: whole,
  }),
  WorkflowDeleteResponse: empty,
  WorkflowResubmitRequest: message({ ...place, memoized: flag, parameters: texts }),
  WorkflowRetryRequest: message({ ...place, restartSuccessful: flag, nodeFieldSelector: text, parameters: texts }),
  WorkflowResumeRequest: message({ ...place, nodeFieldSelector: text }),
  WorkflowSuspendRequest: message(place),
  WorkflowStopRequest: message({ ...place, nodeFieldSelector: text, message: text }),
  WorkflowTerminateRequest: message(place),
  WorkflowSetRequest: message({ ...place, nodeFieldSelector: text, message: text, phase: text, outputParameters: text }),
  LogEntry: message({ content: text, podName: text }),
  WorkflowWatchEvent: watchOf('Workflow'),
  Event: { type: 'object' },
  ...definitionMessages('WorkflowTemplate', 'template'),
  ...definitionMessages('ClusterWorkflowTemplate', 'template'),
  ...definitionMessages('CronWorkflow', 'cronWorkflow'),
  CronWorkflowSuspendRequest: message(place),
  CronWorkflowResumeRequest: message(place),
  ArchivedWorkflowDeletedResponse: empty,
  ResubmitArchivedWorkflowRequest: message({ ...place, uid: text, memoized: flag, parameters: texts }),
  RetryArchivedWorkflowRequest: message({ ...place, uid: text, restartSuccessful: flag, nodeFieldSelector: text, parameters: texts }),
  LabelKeys: message({ items: texts }),
  LabelValues: message({ items: texts }),
  EventResponse: empty,
  WorkflowEventBindingList: listOf('WorkflowEventBinding'),
  ...argoEventsMessages('EventSource', 'eventSource'),
  ...argoEventsMessages('Sensor', 'sensor'),
  InfoResponse: message({
    managedNamespace: text,
    links: { type: 'array', items: message({ name: text, scope: text, url: text, target: text }) },
    columns: { type: 'array', items: message({ name: text, type: text, key: text }) },
    navColor: text,
    modals: { type: 'object', additionalProperties: flag },
  }),
  Version: message({
    version: text,
    buildDate: text,
    gitCommit: text,
    gitTag: text,
    gitTreeState: text,
    goVersion: text,
    compiler: text,
    platform: text,
  }),
  GetUserInfoResponse: message({
    issuer: text,
    subject: text,
    groups: texts,
    name: text,
    email: text,
    emailVerified: flag,
    serviceAccountName: text,
    serviceAccountNamespace: text,
  }),
  CollectEventRequest: message({ name: text }),
  CollectEventResponse: empty,
  SyncLimitResponse: message({ type: text, namespace: text, cmName: text, key: text, limit: whole }),
  CreateSyncLimitRequest: message({ type: text, namespace: text, cmName: text, key: text, limit: whole }),
  UpdateSyncLimitRequest: message({ type: text, namespace: text, cmName: text, key: text, limit: whole }),
  DeleteSyncLimitResponse: empty,
};
