import type { NodeStatus, Workflow } from '@argosy/api';
import { describe, expect, test } from 'vitest';
import { retryWorkflow } from './retry.ts';
import { setNodes } from './suspend.ts';

type Row = readonly [id: string, type: string, phase: string, more?: Partial<NodeStatus>];

function aWorkflow(rows: readonly Row[], more: Partial<Workflow> & { readonly phase?: string } = {}): Workflow {
  const nodes = rows.map(
    ([id, type, phase, extra]): NodeStatus =>
      ({ id, name: id === 'wf' ? 'wf' : `wf.${id}`, displayName: id, type, phase, templateName: 't', ...extra }) as NodeStatus,
  );
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name: 'wf', labels: { 'workflows.argoproj.io/completed': 'true', 'workflows.argoproj.io/phase': 'Failed' } },
    spec: { entrypoint: 't', shutdown: 'Stop', arguments: { parameters: [{ name: 'a', value: '1' }] } },
    status: { phase: (more.phase ?? 'Failed') as 'Failed', message: 'm', nodes: Object.fromEntries(nodes.map((node) => [node.id, node])) },
  };
}

const inside = { boundaryID: 'wf' };
const failedSteps: readonly Row[] = [
  ['wf', 'Steps', 'Failed', { children: ['g0'] }],
  ['g0', 'StepGroup', 'Succeeded', { ...inside, children: ['good'] }],
  ['good', 'Pod', 'Succeeded', { ...inside, children: ['g1'] }],
  ['g1', 'StepGroup', 'Failed', { ...inside, children: ['bad', 'fine'] }],
  ['bad', 'Pod', 'Failed', inside],
  ['fine', 'Pod', 'Succeeded', inside],
];
const attempt = { ...inside, nodeFlag: { retried: true } };

interface RetryCase {
  readonly about: string;
  readonly rows: readonly Row[];
  readonly phase?: string;
  readonly options?: { readonly pick?: string; readonly parameters?: Readonly<Record<string, string>> };
  /** What is left, by phase. */
  readonly want: Readonly<Record<string, string>>;
  readonly pods: number;
}

const retries: readonly RetryCase[] = [
  {
    about: 'failed steps go, their groups run again, what succeeded stays',
    rows: failedSteps,
    want: { wf: 'Running', g0: 'Succeeded', good: 'Succeeded', g1: 'Running', fine: 'Succeeded' },
    pods: 1,
  },
  {
    about: 'with other parameters the group expands anew',
    rows: failedSteps,
    options: { parameters: { a: '2' } },
    want: { wf: 'Running', g0: 'Succeeded', good: 'Succeeded', g1: 'Running' },
    pods: 2,
  },
  {
    about: 'a picked node inside nested dags opens all of them again',
    rows: [
      ['wf', 'DAG', 'Failed', { children: ['mid'] }],
      ['mid', 'DAG', 'Succeeded', { ...inside, children: ['inner'] }],
      ['inner', 'DAG', 'Succeeded', { boundaryID: 'mid', children: ['first'] }],
      ['first', 'Pod', 'Succeeded', { boundaryID: 'inner', children: ['last'] }],
      ['last', 'Pod', 'Succeeded', { boundaryID: 'inner', children: ['bad'] }],
      ['bad', 'Pod', 'Failed', inside],
    ],
    options: { pick: 'first' },
    want: { wf: 'Running', mid: 'Running', inner: 'Running' },
    pods: 3,
  },
  {
    about: 'a failure that a later step got over stays',
    rows: [
      ['wf', 'DAG', 'Failed', { children: ['a'] }],
      ['a', 'Pod', 'Failed', { ...inside, children: ['b', 'c'] }],
      ['b', 'Pod', 'Succeeded', inside],
      ['c', 'Pod', 'Failed', inside],
    ],
    want: { wf: 'Running', a: 'Failed', b: 'Succeeded' },
    pods: 1,
  },
  {
    about: 'a hook that succeeded does not keep the failed step',
    rows: [
      ['wf', 'DAG', 'Failed', { children: ['a'] }],
      ['a', 'Pod', 'Failed', { ...inside, children: ['a.onExit', 'after'] }],
      ['a.onExit', 'Pod', 'Succeeded', { ...inside, nodeFlag: { hooked: true } }],
      ['after', 'Skipped', 'Omitted', inside],
    ],
    want: { wf: 'Running' },
    pods: 2,
  },
  {
    about: 'of attempts the failed ones go only if none succeeded',
    rows: [
      ['wf', 'DAG', 'Failed', { children: ['r', 's'] }],
      ['r', 'Retry', 'Succeeded', { ...inside, children: ['r(0)', 'r(1)'] }],
      ['r(0)', 'Pod', 'Failed', attempt],
      ['r(1)', 'Pod', 'Succeeded', attempt],
      ['s', 'Retry', 'Failed', { ...inside, children: ['s(0)', 's(1)'] }],
      ['s(0)', 'Pod', 'Failed', attempt],
      ['s(1)', 'Pod', 'Error', attempt],
    ],
    want: { wf: 'Running', r: 'Succeeded', 'r(0)': 'Failed', 'r(1)': 'Succeeded', s: 'Running' },
    pods: 2,
  },
  {
    about: 'a failed container takes its whole pod with it',
    rows: [
      ['wf', 'Pod', 'Failed', { children: ['one', 'two'] }],
      ['one', 'Container', 'Succeeded', inside],
      ['two', 'Container', 'Failed', inside],
    ],
    want: {},
    pods: 1,
  },
  {
    about: 'exit handlers go in any case',
    rows: [...failedSteps, ['onExit', 'Pod', 'Succeeded']],
    want: { wf: 'Running', g0: 'Succeeded', good: 'Succeeded', g1: 'Running', fine: 'Succeeded' },
    pods: 2,
  },
  {
    about: 'a picked step that succeeded goes with all that follows',
    rows: failedSteps.map(([id, type, , more = {}]): Row => [id, type, 'Succeeded', more]),
    phase: 'Succeeded',
    options: { pick: 'good' },
    want: { wf: 'Running', g0: 'Running' },
    pods: 3,
  },
];

describe('retry', () => {
  test.each(retries)('$about', ({ rows, phase = 'Failed', options, want, pods }) => {
    const { pick, parameters } = options ?? {};
    const result = retryWorkflow(aWorkflow(rows, { phase }), {
      timestamp: 'now',
      parameters,
      ...(pick && { restartSuccessful: true, matches: ({ id }) => id === pick }),
    });
    if (!result.ok) throw new Error(result.message);
    const { nodes = {}, ...status } = result.workflow.status ?? {};
    expect(Object.fromEntries(Object.values(nodes).map((node) => [node.id, node.phase]))).toEqual(want);
    expect(result.pods).toHaveLength(pods);
    for (const node of Object.values(nodes)) for (const child of node.children ?? []) expect(nodes).toHaveProperty([child]);
    expect(status).toMatchObject({ startedAt: 'now', finishedAt: null });
    expect(status.message).toBeUndefined();
    expect(result.workflow.spec.shutdown).toBeUndefined();
    expect(result.workflow.metadata.labels).toEqual({ 'workflows.argoproj.io/phase': 'Failed' });
  });

  test.each([
    ['Running', 'Cannot retry a workflow in phase Running'],
    ['Succeeded', 'To retry a succeeded workflow, set the options restartSuccessful and nodeFieldSelector'],
  ])('refuses a workflow that is %s', (phase, message) => {
    expect(retryWorkflow(aWorkflow(failedSteps, { phase }), { timestamp: 'now' })).toEqual({ ok: false, message });
  });

  test('sets parameters in the stored template, too', () => {
    const workflow = aWorkflow(failedSteps);
    const stored = { ...workflow, status: { ...workflow.status, storedWorkflowTemplateSpec: workflow.spec } };
    const result = retryWorkflow(stored, { timestamp: 'now', parameters: { a: '2' } });
    const spec = { entrypoint: 't', arguments: { parameters: [{ name: 'a', value: '2' }] } };
    expect(result).toMatchObject({ ok: true, workflow: { spec, status: { storedWorkflowTemplateSpec: spec } } });
  });
});

describe('set', () => {
  const waiting = (parameters: NodeStatus['outputs']): Workflow => aWorkflow([['approve', 'Suspend', 'Running', { outputs: parameters! }]]);
  const supplied = { parameters: [{ name: 'answer', valueFrom: { supplied: {} } }] };

  test.each([
    ['a node without outputs', {}, 'answer', 'cannot set output parameters because node is not expecting any raw parameters'],
    ['another output', supplied, 'question', "node is not expecting output parameter 'question'"],
    [
      'an output twice',
      { parameters: [{ name: 'answer', value: 'yes' }] },
      'answer',
      "cannot set output parameter 'answer' because it does not use valueFrom.raw or it was already set",
    ],
  ])('refuses %s', (_about, outputs, name, message) => {
    const options = { matches: () => true, selector: '', outputParameters: { [name]: 'v' }, timestamp: 'now' };
    expect(setNodes(waiting(outputs), options)).toEqual({ ok: false, message });
  });
});
