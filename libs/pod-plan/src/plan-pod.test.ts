import fs from 'node:fs';
import type { ArtifactRepositoryRefStatus, Container, Template, WorkflowSpec } from '@argosy/api';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type ExecutorPlan, planPod, type PlanPodInput, type PodPolicy } from './index.ts';

interface Case {
  readonly name: string;
  readonly template: Template;
  readonly given?: Partial<Omit<PlanPodInput, 'policy' | 'spec'>> & {
    readonly policy?: Partial<PodPolicy>;
    readonly spec?: WorkflowSpec;
    readonly repository?: object;
  };
  readonly layout?: string;
  readonly spec?: object;
  readonly metadata?: object;
  readonly refused?: string;
}

const cases = parse(fs.readFileSync(new URL('testdata/pods.yaml', import.meta.url), 'utf8')) as Case[];

function inputOf({ template, given = {} }: Pick<Case, 'template' | 'given'>): PlanPodInput {
  const { policy, repository, ...rest } = given;
  const workflow = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name: 'wf', namespace: 'ns', uid: 'uid-1' },
    spec: {},
  } as PlanPodInput['workflow'];
  return {
    workflow,
    spec: {},
    template: { name: 't', ...template },
    node: { id: 'wf-1', name: 'wf.a' },
    podName: 'wf-pod',
    includeScriptOutput: false,
    onExit: false,
    now: 0,
    failedHosts: [],
    ...(repository && { artifactRepository: { artifactRepository: repository } as ArtifactRepositoryRefStatus }),
    ...rest,
    policy: {
      executorImage: 'exec',
      images: {},
      layout: 'auto',
      imageVolumes: false,
      retryHostNameLabelKey: 'kubernetes.io/hostname',
      ...policy,
    },
  };
}

/** The part of a value that is asked for; lists as a whole. `null` stands for an absent field. */
function partOf(actual: unknown, want: unknown): unknown {
  if (Array.isArray(actual)) return actual.map((item, index) => partOf(item, Array.isArray(want) ? want[index] : undefined));
  if (typeof actual !== 'object' || actual === null || typeof want !== 'object' || want === null) return actual ?? null;
  return Object.fromEntries(
    Object.entries(want).map(([field, wanted]) => [field, partOf((actual as Record<string, unknown>)[field], wanted)]),
  );
}

function environmentOf(container: Container | undefined): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
}

function planIn(container: Container | undefined): ExecutorPlan {
  const parts = (container?.env ?? []).filter(({ name }) => /^ARGO_EXECUTOR_PLAN(_\d+)?$/.test(name)).map(({ value = '' }) => value);
  return JSON.parse(parts.join('')) as ExecutorPlan;
}

function podOf(given: Pick<Case, 'template' | 'given'>) {
  const result = planPod(inputOf(given));
  if (!result.ok) throw new Error(result.message);
  return result.pod;
}

test.each(cases)('$name', (given) => {
  const result = planPod(inputOf(given));
  if (given.refused !== undefined) return expect(result).toEqual({ ok: false, message: given.refused });
  if (!result.ok) throw new Error(result.message);
  const { spec = {}, metadata = {}, layout } = given;
  expect({ layout: result.layout, spec: partOf(result.pod.spec, spec), metadata: partOf(result.pod.metadata, metadata) }).toEqual({
    layout,
    spec,
    metadata,
  });
});

test.each(cases.filter(({ refused }) => refused === undefined))('the same input gives the same pod: $name', (given) => {
  const input = inputOf(given);
  const before = JSON.stringify(input);
  expect(planPod(input)).toEqual(planPod(input));
  expect(JSON.stringify(input)).toBe(before);
});

test.each(cases.filter(({ refused }) => refused === undefined))('every mount has its volume: $name', (given) => {
  const { spec } = podOf(given);
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name));
  const mounted = [...(spec.initContainers ?? []), ...spec.containers].flatMap(({ volumeMounts = [] }) =>
    volumeMounts.map(({ name }) => name),
  );
  expect(mounted.filter((name) => !volumes.has(name))).toEqual([]);
});

test('[13-177] programs in any container find out where they are', () => {
  const { spec } = podOf({ template: { container: { image: 'alpine' } as Container }, given: { deadline: 61_000, now: 1000 } });
  expect(environmentOf(spec.containers[0])).toEqual({
    ARGO_CONTAINER_NAME: 'main',
    ARGO_NODE_ID: 'wf-1',
    ARGO_INCLUDE_SCRIPT_OUTPUT: 'false',
    ARGO_DEADLINE: '1970-01-01T00:01:01Z',
    ARGO_WORKFLOW_NAME: 'wf',
  });
});

describe('the plan of the executor', () => {
  test('says where input artifacts come from and go to', () => {
    const { spec } = podOf({
      template: { container: { image: 'alpine' } as Container, inputs: { artifacts: [{ name: 'in', path: '/in', s3: { key: 'a/b' } }] } },
      given: { repository: { local: { path: '/store', substituteFor: ['s3'] } } },
    });
    expect(planIn(spec.initContainers?.[0])).toEqual({
      node: { id: 'wf-1', name: 'wf.a' },
      workflow: { name: 'wf', namespace: 'ns', uid: 'uid-1' },
      load: [{ artifact: { name: 'in', path: '/in', local: { path: '/argo/repository', key: 'a/b' } }, to: '/argo/inputs/artifacts/in' }],
    });
  });

  test('[13-082] says what is collected from where, and what it is reported as', () => {
    const { spec } = podOf({
      template: {
        container: { image: 'alpine', command: ['sh'] } as unknown as Container,
        archiveLocation: { archiveLogs: true },
        outputs: {
          parameters: [{ name: 'p', valueFrom: { path: '/tmp/p', default: 'd' }, globalName: 'g' }],
          artifacts: [{ name: 'out', path: '/out' }],
        },
      },
      given: { includeScriptOutput: true, repository: { local: { path: '/store' } } },
    });
    expect(planIn(spec.containers[0]).capture).toEqual({
      mains: ['main'],
      resultFile: '/var/run/argo/ctr/main/stdout',
      parameters: [
        { declared: { name: 'p', valueFrom: { path: '/tmp/p', default: 'd' }, globalName: 'g' }, file: '/var/run/argo/outputs/tmp/p' },
      ],
      artifacts: [
        {
          located: { name: 'out', path: '/out', local: { path: '/argo/repository', key: 'wf/wf-pod/out.tgz' } },
          reported: { name: 'out', path: '/out', local: { key: 'wf/wf-pod/out.tgz' } },
          from: '/var/run/argo/outputs/out',
        },
      ],
      logs: [
        {
          located: { name: 'main-logs', archive: { none: {} }, local: { path: '/argo/repository', key: 'wf/wf-pod/main.log' } },
          reported: { name: 'main-logs', local: { key: 'wf/wf-pod/main.log' } },
          from: '/var/run/argo/ctr/main/combined',
        },
      ],
    });
    expect(environmentOf(spec.containers[0])['ARGO_PLAIN_REPORT']).toBeUndefined();
  });

  test('travels in as many variables as it takes, without anything that the kubelet would expand', () => {
    const data = 'x$(y)$$ü'.repeat(20_000);
    const { spec } = podOf({
      template: { container: { image: 'alpine' } as Container, inputs: { artifacts: [{ name: 'in', path: '/in', raw: { data } }] } },
    });
    const values = (spec.initContainers?.[0]?.env ?? []).map(({ value = '' }) => value);
    expect(values.filter((value) => value.includes('$'))).toEqual([]);
    expect(Math.max(...values.map((value) => new TextEncoder().encode(value).length))).toBeLessThan(128 * 1024);
    expect(planIn(spec.initContainers?.[0]).load?.[0]?.artifact.raw?.data).toBe(data);
  });

  test('holds a script that is too large for an annotation', () => {
    const source = `#${'x'.repeat(200_000)}`;
    const { spec, metadata } = podOf({ template: { script: { name: '', image: 'bash', command: ['bash'], source } } });
    expect(planIn(spec.initContainers?.[0]).script).toBe(source);
    expect(spec.initContainers?.[0]?.volumeMounts).toEqual([{ name: 'argo-staging', mountPath: '/argo/staging' }]);
    expect(spec.volumes).toEqual([{ name: 'argo-staging', emptyDir: {} }]);
    expect(JSON.stringify(metadata)).not.toContain('xxx');
  });

  test('of small results can be filled in without a JSON library', () => {
    const parameters = [
      { name: 'a$', valueFrom: { path: '/tmp/$a', default: '$1' } },
      { name: 'b', value: 'known' },
      { name: 'c', valueFrom: { path: '/tmp/c' } },
    ];
    const { spec } = podOf({
      template: { container: { image: 'alpine', command: ['sh'] } as unknown as Container, outputs: { parameters } },
      given: { includeScriptOutput: true },
    });
    expect(environmentOf(spec.containers[0])['ARGO_PLAIN_REPORT']?.split('\n')).toEqual([
      'T{"completed":true,"outputs":{',
      'T"parameters":[',
      String.raw`T{"name":"a\u0024","valueFrom":{"path":"/tmp/\u0024a","default":"\u00241"}`,
      'T,"value":',
      'F/var/run/argo/outputs/tmp/$$a',
      String.raw`D"\u00241"`,
      'T}',
      'T,{"name":"b"',
      'T,"value":"known"',
      'T}',
      'T,{"name":"c","valueFrom":{"path":"/tmp/c"}',
      'T,"value":',
      'F/var/run/argo/outputs/tmp/c',
      'T}',
      'T]',
      'T,',
      'T"result":',
      'F/var/run/argo/ctr/main/stdout',
      'T}}',
    ]);
  });
});
