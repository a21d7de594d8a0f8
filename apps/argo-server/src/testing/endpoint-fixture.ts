import type { Workflow } from '@argosy/api';
import { coreResources, type KubeObject, type ResourceType, workflowResources } from '@argosy/kube';

type Fixture = readonly (readonly [ResourceType, KubeObject])[];

const completed = { 'workflows.argoproj.io/completed': 'true' };

function workflow(
  name: string,
  more: {
    readonly labels?: object;
    readonly phase?: string;
    readonly nodes?: object;
    readonly spec?: object;
    readonly finalizers?: readonly string[];
  } = {},
): readonly [ResourceType, KubeObject] {
  const { labels = {}, phase = 'Running', nodes = {}, spec = {}, finalizers } = more;
  const isOver = phase !== 'Running';
  const object = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace: 'team', labels: { ...labels, ...(isOver && completed) }, ...(finalizers && { finalizers }) },
    spec: { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }], ...spec },
    status: { phase, startedAt: '2026-01-01T00:00:00Z', ...(isOver && { finishedAt: '2026-01-01T00:01:00Z' }), nodes },
  };
  return [workflowResources.Workflow, object as unknown as KubeObject];
}

const node = (name: string, more: object): object => ({ [name]: { id: name, name, displayName: name, templateName: 'main', ...more } });
const waiting = node('wait', { type: 'Suspend', phase: 'Running' });
const failed = node('retried', { type: 'Pod', phase: 'Failed' });

function pod(name: string, lines: string): readonly [ResourceType, KubeObject] {
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'team', labels: { 'workflows.argoproj.io/workflow': 'listed' }, annotations: { lines } },
    spec: { nodeName: 'node', containers: [{ name: 'main', image: 'x' }] },
    status: {
      containerStatuses: [{ name: 'main', image: 'x', imageID: '', ready: false, restartCount: 0, state: { terminated: { exitCode: 0 } } }],
    },
  };
  return [coreResources.Pod, object as unknown as KubeObject];
}

function definition(type: ResourceType, name: string, more: object = {}): readonly [ResourceType, KubeObject] {
  const spec = { entrypoint: 'main', arguments: { parameters: [{ name: 'p', value: 'd' }] }, templates: [{ name: 'main', suspend: {} }] };
  return [
    type,
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: type.kind,
      metadata: { name, ...(type.namespaced && { namespace: 'team' }) },
      spec,
      ...more,
    } as unknown as KubeObject,
  ];
}

const cronSpec = { spec: { schedules: ['0 0 1 1 *'], workflowSpec: { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] } } };

const event = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'e', namespace: 'team' },
  involvedObject: { kind: 'Workflow', name: 'listed', namespace: 'team' },
  reason: 'Tested',
  message: 'm',
  type: 'Normal',
};

const binding = {
  spec: {
    event: { selector: 'payload.wanted == "yes" && discriminator == "some"' },
    submit: {
      workflowTemplateRef: { name: 'template' },
      arguments: { parameters: [{ name: 'p', valueFrom: { event: 'payload.wanted + "!"' } }] },
    },
  },
};

/** What the namespace `team` holds for the table of endpoints. */
export const endpointFixture: Fixture = [
  workflow('listed', { labels: { kind: 'listed' } }),
  workflow('deleted', { finalizers: ['argosy.test/keep'] }),
  workflow('failed', { phase: 'Failed' }),
  workflow('retried', { phase: 'Failed', nodes: failed }),
  workflow('suspended', { spec: { suspend: true } }),
  workflow('running'),
  workflow('stopped'),
  workflow('terminated'),
  workflow('waiting', { nodes: waiting }),
  pod('pod-a', '2026-01-01T00:00:01Z line one|2026-01-01T00:00:03Z line three'),
  pod('pod-b', '2026-01-01T00:00:02.5Z line two|2026-01-01T00:00:04Z other'),
  definition(workflowResources.WorkflowTemplate, 'template'),
  definition(workflowResources.WorkflowTemplate, 'old'),
  definition(workflowResources.ClusterWorkflowTemplate, 'cluster'),
  definition(workflowResources.ClusterWorkflowTemplate, 'old'),
  definition(workflowResources.CronWorkflow, 'cron', cronSpec),
  definition(workflowResources.CronWorkflow, 'old', cronSpec),
  definition(workflowResources.WorkflowEventBinding, 'binding', binding),
  [coreResources.Event, event as unknown as KubeObject],
  [
    coreResources.ConfigMap,
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'limits', namespace: 'team' }, data: { known: '3' } } as unknown as KubeObject,
  ],
];

/** What the archive holds. */
export const archivedFixture: readonly Workflow[] = ['archived', 'gone'].map((name) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  metadata: { name, namespace: 'team', uid: `uid-${name}`, creationTimestamp: '2025-01-01T00:00:00Z', labels: { team: 'a', ...completed } },
  spec: { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] },
  status: { phase: 'Failed', startedAt: '2025-01-01T00:00:00Z', finishedAt: '2025-01-01T00:01:00Z', nodes: {} },
}));
