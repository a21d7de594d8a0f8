import type { Workflow } from '@argosy/api';
import { storedOf } from '../testing/stored-workflow.ts';
import { expect, test } from 'vitest';
import { projectWorkflow } from '../workflow/workflow-record.ts';
import { expiryOf } from './expiry.ts';
import { surplusOf } from './retention.ts';

const END = '2026-01-01T00:00:00Z';
const seconds = (count: number) => Date.parse(END) + count * 1_000;

function ended(phase: 'Succeeded' | 'Failed' | 'Error', spec: Workflow['spec'] = {}, labels: Record<string, string> = {}): Workflow {
  return {
    metadata: { name: 'w', namespace: 'a', labels: { 'workflows.argoproj.io/completed': 'true', ...labels } },
    spec,
    status: { phase, finishedAt: END },
  };
}

const all = { ttlStrategy: { secondsAfterCompletion: 10, secondsAfterSuccess: 20, secondsAfterFailure: 30 } };

test.each<[string, Workflow, number | undefined]>([
  ['no strategy', ended('Succeeded'), undefined],
  ['succeeded', ended('Succeeded', all), seconds(20)],
  ['failed', ended('Failed', all), seconds(30)],
  ['an error is no failure', ended('Error', all), seconds(10)],
  ['zero seconds', ended('Failed', { ttlStrategy: { secondsAfterFailure: 0 } }), seconds(0)],
  ['only after success', ended('Failed', { ttlStrategy: { secondsAfterSuccess: 1 } }), undefined],
  ['not before it is archived', ended('Succeeded', all, { 'workflows.argoproj.io/workflow-archiving-status': 'Pending' }), undefined],
  ['still running', { metadata: {}, spec: all, status: { phase: 'Running' } }, undefined],
  [
    'by its template',
    { ...ended('Succeeded'), status: { phase: 'Succeeded', finishedAt: END, storedWorkflowTemplateSpec: all } },
    seconds(20),
  ],
])('expiry: %s [7-033] [13-170]', (_name, workflow, want) => {
  expect(expiryOf(projectWorkflow(workflow))).toBe(want);
});

test('of a finished workflow only what cleaning up needs is kept', () => {
  const { workflow } = projectWorkflow({
    ...ended('Succeeded', { ...all, templates: [{ name: 'x' }] }),
    status: { phase: 'Succeeded', finishedAt: END, nodes: {} },
  });
  expect(workflow).toMatchObject({ spec: all, status: { phase: 'Succeeded', finishedAt: END } });
  expect([workflow.spec.templates, workflow.status?.nodes]).toEqual([undefined, undefined]);
});

test('retention deletes the oldest of each phase beyond its limit [7-034] [7-014]', () => {
  const workflows = (['Succeeded', 'Succeeded', 'Succeeded', 'Failed', 'Failed', 'Error'] as const).map((phase, index) => {
    const workflow = ended(phase);
    return storedOf({
      ...workflow,
      metadata: { ...workflow.metadata, name: `w${index}` },
      status: { phase, finishedAt: new Date(seconds(-index)).toISOString() },
    });
  });
  expect(surplusOf(workflows, { completed: 1, failed: 1 }).map(({ name }) => name)).toEqual(['w2', 'w1', 'w4']);
});
