import type { Artifact, NodeStatus, Workflow, WorkflowArtifactGCTask } from '@argosy/api';
import { describe, expect, test } from 'vitest';
import { decideArtifactGc } from './decide-artifact-gc.ts';
import type { ArtifactGcObservation, GcPodFacts } from './observation.ts';
import { wantsArtifactGc } from './strategy.ts';

const END = Date.parse('2026-01-01T00:00:00Z');
const FINALIZER = 'workflows.argoproj.io/artifact-gc';
const HASH_OF_NOTHING = '2166136261';

const artifact = (name: string, more: Partial<Artifact> = {}): Artifact => ({ name, path: `/${name}`, s3: { key: `k/${name}` }, ...more });
const node = (id: string, artifacts: readonly Artifact[], more: Partial<NodeStatus> = {}): NodeStatus => ({
  id,
  name: id,
  type: 'Pod',
  outputs: { artifacts },
  ...more,
});

interface Given {
  readonly nodes: readonly NodeStatus[];
  readonly artifactGC?: Workflow['spec']['artifactGC'];
  readonly deleted?: boolean;
  readonly running?: boolean;
  readonly status?: Workflow['status'];
}

function observe({ nodes, artifactGC, deleted, running, status }: Given, more: Partial<ArtifactGcObservation> = {}): ArtifactGcObservation {
  const spec = { ...(artifactGC && { artifactGC }) };
  return {
    now: END,
    workflow: {
      metadata: {
        name: 'w',
        namespace: 'ns',
        uid: 'u',
        finalizers: ['theirs', FINALIZER],
        labels: { 'workflows.argoproj.io/completed': running ? 'false' : 'true' },
        ...(deleted && { deletionTimestamp: '2026-01-01T00:00:00Z' }),
      },
      spec,
      status: { startedAt: '2025-12-31T00:00:00Z', ...status, nodes: Object.fromEntries(nodes.map((one) => [one.id, one])) },
    },
    spec,
    repository: { artifactRepository: { s3: { endpoint: 'e', bucket: 'b', accessKeySecret: { name: 'keys', key: 'a' } } } },
    tasks: [],
    pods: [],
    refusals: new Map(),
    policy: { executorImage: 'argoexec', images: {}, layout: 'auto', imageVolumes: false, retryHostNameLabelKey: 'h' },
    ...more,
  };
}

const onCompletion = { strategy: 'OnWorkflowCompletion' };
const pod = (taskName: string, more: Partial<GcPodFacts> = {}): GcPodFacts => ({
  name: taskName.replace(/-0$/, ''),
  taskName,
  phase: 'Succeeded',
  createdAt: END,
  message: '',
  report: { failures: [] },
  ...more,
});

/** The tasks that a decision creates, as the API server gives them back. */
const created = (observation: ArtifactGcObservation): readonly WorkflowArtifactGCTask[] =>
  decideArtifactGc(observation).create.map(({ task }, index) => ({ ...task, metadata: { ...task.metadata, uid: `t${index}` } }));

const nameOf = (task: WorkflowArtifactGCTask | undefined): string => task?.metadata.name ?? '';

/** The plan of the only pod. */
function planOf(observation: ArtifactGcObservation): unknown {
  const [work] = decideArtifactGc(observation).create;
  const planned = work?.planPod(work.task);
  const env = planned?.ok ? planned.pod.spec.containers[0]?.env : [];
  return JSON.parse(env?.find(({ name }) => name === 'ARGO_EXECUTOR_PLAN')?.value ?? '');
}

const namesIn = (tasks: readonly WorkflowArtifactGCTask[]): string[] =>
  tasks.flatMap(({ spec }) => Object.values(spec.artifactsByNode ?? {}).flatMap(({ artifacts = {} }) => Object.keys(artifacts)));

describe('what is deleted, and when', () => {
  const mixed = [
    node('n', [
      artifact('done'),
      artifact('kept', { artifactGC: { strategy: 'Never' } }),
      artifact('later', { artifactGC: { strategy: 'OnWorkflowDeletion' } }),
      artifact('gone', { deleted: true }),
    ]),
    node('steps', [artifact('passed')], { type: 'Steps' }),
    node('hit', [artifact('remembered')], { memoizationStatus: { hit: true, key: 'k', cacheName: 'c' } }),
  ];

  test.each<[string, Given, readonly string[]]>([
    ['[5-045] when the workflow has ended, an artifact may override the workflow', { nodes: mixed, artifactGC: onCompletion }, ['done']],
    ['[5-045] everything that is left when it is deleted', { nodes: mixed, artifactGC: onCompletion, deleted: true }, ['done', 'later']],
    ['[5-045] nothing without a strategy but what says so itself', { nodes: mixed, deleted: true }, ['later']],
    ['[5-045] nothing of Never', { nodes: mixed, artifactGC: { strategy: 'Never' } }, []],
    ['[5-046] nothing while it runs', { nodes: mixed, artifactGC: onCompletion, running: true }, []],
  ])('%s', (_title, given, names) => {
    expect(namesIn(created(observe(given))).toSorted()).toEqual(names.toSorted());
  });

  test('[5-046] one that is deleted while it runs is ended first', () => {
    expect(decideArtifactGc(observe({ nodes: mixed, running: true, deleted: true }))).toMatchObject({ terminate: true, create: [] });
  });

  test('[5-046] one that is deleted before it begins may go', () => {
    const waiting = observe({ nodes: [], running: true, deleted: true, status: { phase: 'Pending', startedAt: undefined } });
    expect(decideArtifactGc(waiting)).toMatchObject({ terminate: false, finalizers: ['theirs'] });
  });

  test.each([
    ['[5-046] a strategy of the workflow', { artifactGC: onCompletion }, {}, true],
    [
      '[5-046] a strategy of an artifact',
      { templates: [{ name: 't', outputs: { artifacts: [{ name: 'a', artifactGC: onCompletion }] } }] },
      {},
      true,
    ],
    [
      '[5-046] a strategy in a template of another object',
      {},
      { storedTemplates: { x: { name: 't', outputs: { artifacts: [{ name: 'a', artifactGC: onCompletion }] } } } },
      true,
    ],
    [
      '[5-046] Never',
      { artifactGC: { strategy: 'Never' }, templates: [{ name: 't', outputs: { artifacts: [{ name: 'a' }] } }] },
      {},
      false,
    ],
    ['[5-046] nothing', {}, {}, false],
  ])('the finalizer is wanted: %s', (_title, spec, status, wanted) => {
    expect(wantsArtifactGc(spec, status)).toBe(wanted);
  });
});

describe('tasks and pods', () => {
  test('[5-047] [13-009] one pod for each account and metadata, named as Argo does', () => {
    const observation = observe({
      artifactGC: { ...onCompletion, serviceAccountName: 'sweeper' },
      nodes: [
        node('n', [
          artifact('a'),
          artifact('b'),
          artifact('c', { artifactGC: { ...onCompletion, serviceAccountName: 'other', podMetadata: { labels: { team: 'x' } } } }),
        ]),
      ],
    });
    const decision = decideArtifactGc(observation);
    const pods = decision.create.map(({ task, planPod }) => {
      const planned = planPod({ ...task, metadata: { ...task.metadata, uid: 't' } });
      return planned.ok ? planned.pod : planned.message;
    });
    expect(pods).toHaveLength(2);
    expect(pods[0]).toMatchObject({
      metadata: {
        name: expect.stringMatching(/^w-artgc-wfcomp-\d+$/),
        labels: { 'workflows.argoproj.io/component': 'artifact-gc', 'workflows.argoproj.io/workflow': 'w' },
        annotations: { 'workflows.argoproj.io/artifact-gc-strategy': 'OnWorkflowCompletion' },
        ownerReferences: [{ kind: 'WorkflowArtifactGCTask', uid: 't' }],
      },
      spec: {
        serviceAccountName: 'sweeper',
        volumes: [{ name: 'secret-keys' }],
        containers: [{ command: ['argoexec', 'artifact', 'delete'], resources: { limits: { cpu: '500m', memory: '256Mi' } } }],
      },
    });
    expect(pods[1]).toMatchObject({ metadata: { labels: { team: 'x' } }, spec: { serviceAccountName: 'other' } });
  });

  test('[5-047] without an account or metadata the hash is that of nothing', () => {
    const [task] = created(observe({ nodes: [node('n', [artifact('a')])], artifactGC: onCompletion }));
    expect(task?.metadata.name).toBe(`w-artgc-wfcomp-${HASH_OF_NOTHING}-0`);
  });

  test('[5-052] podSpecPatch changes the pod, and one that cannot be read is told', () => {
    const planned = ['{"nodeSelector":{"a":"b"}}', '['].map((podSpecPatch) => {
      const [work] = decideArtifactGc(
        observe({ nodes: [node('n', [artifact('a')])], artifactGC: { ...onCompletion, podSpecPatch } }),
      ).create;
      return work?.planPod(work.task);
    });
    expect(planned[0]).toMatchObject({ ok: true, pod: { spec: { nodeSelector: { a: 'b' } } } });
    expect(planned[1]).toMatchObject({ ok: false, message: expect.stringContaining('Error applying PodSpecPatch') });
  });

  test('[5-048] many artifacts are split into tasks with a pod each', () => {
    const many = Array.from({ length: 2_500 }, (_, index) => artifact(`a${index}`));
    const tasks = created(observe({ nodes: [node('n', many)], artifactGC: onCompletion }));
    expect(tasks.map(({ metadata }) => metadata.name)).toEqual([0, 1].map((index) => `w-artgc-wfcomp-${HASH_OF_NOTHING}-${index}`));
    expect(namesIn(tasks)).toHaveLength(2_500);
  });

  test('[5-051] one object of the store is deleted once, whoever names it', () => {
    const twice = observe({
      nodes: [node('n', [artifact('a')]), node('m', [artifact('b', { s3: { key: 'k/a' } })])],
      artifactGC: onCompletion,
    });
    expect(planOf(twice)).toMatchObject({ delete: { keys: [[0, 'k/a']] } });
    const tasks = created(twice);
    const failed = decideArtifactGc({
      ...twice,
      tasks,
      pods: [pod(nameOf(tasks[0]), { report: { failures: [{ error: 'no', artifacts: [0] }] } })],
    });
    expect(Object.keys(failed.results[0]?.status.artifactResultsByNode ?? {}).toSorted()).toEqual(['m', 'n']);
  });

  test('what is under way is not begun again; a task without its pod gets one', () => {
    const given = observe({ nodes: [node('n', [artifact('a')])], artifactGC: onCompletion });
    const tasks = created(given);
    const name = tasks[0]?.metadata.name ?? '';
    expect(decideArtifactGc({ ...given, tasks, pods: [pod(name, { phase: 'Running' })] }).create).toEqual([]);
    const [resumed] = decideArtifactGc({ ...given, tasks }).create;
    const planned = resumed?.planPod(resumed.task);
    expect(planned).toMatchObject({
      ok: true,
      pod: { metadata: { name: `w-artgc-wfcomp-${HASH_OF_NOTHING}`, ownerReferences: [{ uid: 't0' }] } },
    });
  });
});

describe('what became of it', () => {
  const given: Given = { nodes: [node('n', [artifact('a'), artifact('b')])], artifactGC: onCompletion };
  const withPod = (facts: Partial<GcPodFacts>, more: Partial<Given> = {}): ArtifactGcObservation => {
    const observation = observe({ ...given, ...more });
    const tasks = created(observe({ ...given, ...more, deleted: false }));
    return { ...observation, tasks, pods: [pod(tasks[0]?.metadata.name ?? '', facts)] };
  };

  test('[5-049] what is gone is marked, and the finalizer goes with the last', () => {
    const decision = decideArtifactGc(withPod({}));
    expect(decision.status?.nodes?.['n']?.outputs?.artifacts?.map(({ deleted }) => deleted)).toEqual([true, true]);
    expect(decision).toMatchObject({
      finalizers: ['theirs'],
      remove: [`w-artgc-wfcomp-${HASH_OF_NOTHING}-0`],
      status: {
        artifactGCStatus: {
          strategiesProcessed: { OnWorkflowCompletion: true },
          podsRecouped: { [`w-artgc-wfcomp-${HASH_OF_NOTHING}`]: true },
        },
      },
    });
  });

  test('[5-046] a workflow that left nothing may go at once', () => {
    expect(decideArtifactGc(observe({ nodes: [], artifactGC: onCompletion }))).toMatchObject({ finalizers: ['theirs'], create: [] });
  });

  test('[5-050] a failure is a condition and an event that tell the ways out; the finalizer stays', () => {
    const decision = decideArtifactGc(
      withPod({ phase: 'Failed', report: { failures: [{ error: 's3://b/k/b: AccessDenied', artifacts: [1] }] } }),
    );
    expect(decision.status?.nodes?.['n']?.outputs?.artifacts?.map(({ deleted }) => deleted)).toEqual([true, undefined]);
    expect(decision.finalizers).toBeUndefined();
    expect(decision.status?.conditions).toEqual([
      {
        type: 'ArtifactGCError',
        status: 'True',
        message:
          `s3://b/k/b: AccessDenied (artifactGCTask: w-artgc-wfcomp-${HASH_OF_NOTHING}-0); to try again: kubectl -n ns delete workflowartifactgctask w-artgc-wfcomp-${HASH_OF_NOTHING}-0; ` +
          `to let the workflow go and leave its artifacts: kubectl -n ns patch workflow w --type merge -p '{"spec":{"artifactGC":{"forceFinalizerRemoval":true}}}'`,
      },
    ]);
    expect(decision.notices).toMatchObject([{ type: 'Warning', reason: 'ArtifactGCFailed' }]);
    const [task] = decision.results;
    expect(task?.status.artifactResultsByNode?.['n']?.artifactResults).toMatchObject({
      a: { success: true },
      b: { success: false, error: 's3://b/k/b: AccessDenied' },
    });
  });

  test('[5-050] a pod that says nothing deleted nothing', () => {
    const decision = decideArtifactGc(withPod({ phase: 'Failed', report: undefined, message: 'OOMKilled' }));
    expect(decision.status?.conditions?.[0]?.message).toContain('did not report: OOMKilled');
    expect(decision.status?.nodes?.['n']?.outputs?.artifacts?.some(({ deleted }) => deleted)).toBe(false);
  });

  test.each<[string, Partial<GcPodFacts>, Partial<Given>, boolean]>([
    [
      '[5-050] forced, after a failure',
      { report: { failures: [{ error: 'no', artifacts: [0] }] } },
      { artifactGC: { ...onCompletion, forceFinalizerRemoval: true } },
      true,
    ],
    [
      '[5-050] forced, but the pod is at work',
      { phase: 'Running' },
      { artifactGC: { ...onCompletion, forceFinalizerRemoval: true } },
      false,
    ],
    [
      '[5-050] forced, and the pod cannot start',
      { phase: 'Pending', createdAt: END - 300_000 },
      { artifactGC: { ...onCompletion, forceFinalizerRemoval: true } },
      true,
    ],
    ['[5-050] not forced, and the pod cannot start', { phase: 'Pending', createdAt: END - 300_000 }, {}, false],
  ])('the workflow may go: %s', (_title, facts, more, goes) => {
    expect(decideArtifactGc(withPod(facts, more)).finalizers !== undefined).toBe(goes);
  });

  test('[5-050] a pod that does not start is told of, and looked at again', () => {
    const waiting = decideArtifactGc(withPod({ phase: 'Pending', createdAt: END - 200_000 }));
    expect(waiting).toMatchObject({ wakeAfter: 100_000, notices: [] });
    const stuck = decideArtifactGc(withPod({ phase: 'Pending', createdAt: END - 300_000, message: 'ImagePullBackOff' }));
    expect(stuck.status?.conditions?.[0]?.message).toContain('has not started for 5 minutes: ImagePullBackOff');
  });

  test('[5-050] deleting the workflow tries once more what failed when it ended, and then only whoever removes the task', () => {
    const failed = { report: { failures: [{ error: 'no', artifacts: [0] }] } };
    const first = decideArtifactGc(withPod(failed, { deleted: true }));
    expect(first.create.map(({ task }) => task.metadata.name)).toEqual([`w-artgc-wfdel-${HASH_OF_NOTHING}-0`]);
    const observation = withPod(failed, { deleted: true });
    const again = created(observation);
    const second = decideArtifactGc({
      ...observation,
      tasks: [...observation.tasks, ...again],
      pods: [...observation.pods, pod(again[0]?.metadata.name ?? '', failed)],
    });
    expect([second.create, second.finalizers]).toEqual([[], undefined]);
  });

  test('[5-050] in a namespace that is being deleted nothing is held back', () => {
    const observation = observe({ ...given, deleted: true });
    const refusals = new Map([
      [`w-artgc-wfdel-${HASH_OF_NOTHING}-0`, 'unable to create new content in namespace ns because it is being terminated'],
    ]);
    expect(decideArtifactGc({ ...observation, refusals }).finalizers).toEqual(['theirs']);
  });

  test('what was said is not said again', () => {
    const observation = withPod({ report: { failures: [{ error: 'no', artifacts: [0] }] } });
    const { status } = decideArtifactGc(observation);
    const next = decideArtifactGc({ ...observation, workflow: { ...observation.workflow, ...(status && { status }) } });
    expect([next.status, next.notices]).toEqual([undefined, []]);
  });
});
