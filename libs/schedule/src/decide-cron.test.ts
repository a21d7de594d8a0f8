import fs from 'node:fs';
import type { CronWorkflow, CronWorkflowStatus, Workflow, WorkflowSpec } from '@argosy/api';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { decideCron } from './decide-cron.ts';

interface Case {
  readonly about: string;
  readonly covers: readonly string[];
  readonly cron: Omit<CronWorkflow['spec'], 'workflowSpec'> & { readonly status?: CronWorkflowStatus };
  readonly children?: Readonly<Record<string, string | { readonly phase: string; readonly finishedAt?: string }>>;
  readonly since?: string;
  readonly submissionError?: string;
  readonly want: Readonly<Record<string, unknown>>;
}

const now = Date.parse('2026-01-01T10:00:30Z');
const cases = (parse(fs.readFileSync(new URL('../testdata/decisions.yaml', import.meta.url), 'utf8')) as Case[]).map(
  (one) => [`${one.about} ${one.covers.map((id) => `[${id}]`).join(' ')}`, one] as const,
);

test.each(cases)('%s', (_title, { cron: { status, ...spec }, children = {}, since = '2026-01-01T00:00:00Z', submissionError, want }) => {
  const metadata = { name: 'c', namespace: 'n', labels: { l: 'v' }, creationTimestamp: '2026-01-01T00:00:00Z' };
  const cron: CronWorkflow = { metadata, spec: { ...spec, workflowSpec: {} as WorkflowSpec }, ...(status && { status }) };
  const observation = { now, cron, children: Object.entries(children).map(childOf), since: Date.parse(since), submissionError };
  const decision = decideCron(observation);
  expect(decideCron(observation)).toEqual(decision);
  const { status: next } = decision;
  const actual: Readonly<Record<string, unknown>> = {
    ...decision,
    start: decision.start.map(({ name }) => name),
    wakes: ((decision.wakeAt ?? 0) - now) / 1000,
    lastScheduledTime: next.lastScheduledTime,
    phase: next.phase,
    succeeded: next.succeeded,
    failed: next.failed,
    active: next.active?.map((reference) => reference['name']),
    conditions: Object.fromEntries((next.conditions ?? []).map(({ type, message }) => [type, message])),
  };
  expect(Object.fromEntries(Object.keys(want).map((field) => [field, actual[field]]))).toEqual(want);
});

function childOf([name, child]: readonly [string, string | { readonly phase: string; readonly finishedAt?: string }]): Workflow {
  const { phase, finishedAt } = typeof child === 'string' ? { phase: child, finishedAt: undefined } : child;
  return { metadata: { name, uid: `u-${name}` }, spec: {}, status: { phase, finishedAt } } as Workflow;
}
