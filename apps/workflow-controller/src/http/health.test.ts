import type { Store } from '@argosy/kube';
import { expect, test } from 'vitest';
import { storedOf } from '../testing/stored-workflow.ts';
import type { WorkflowRecord } from '../workflow/workflow-record.ts';
import { healthCheck } from './health.ts';

function checkOf(isLeader = true) {
  const workflows = new Map<string, ReturnType<typeof storedOf>>();
  const put = (name: string, labels: Record<string, string> = {}, age = 600) =>
    workflows.set(
      name,
      storedOf({ metadata: { name, namespace: 'a', labels, creationTimestamp: new Date(-age * 1_000).toISOString() }, spec: {} }),
    );
  const store = { list: () => workflows.values() } as unknown as Store<WorkflowRecord>;
  const check = healthCheck({ workflows: store, clock: { now: () => 0 }, age: 300_000, isLeader: () => isLeader });
  return { put, check };
}

test('healthy without workflows, and while those that are new are younger than the age', () => {
  const { put, check } = checkOf();
  put('new', {}, 100);
  expect([check(), check()]).toEqual([
    { code: 200, text: 'ok' },
    { code: 200, text: 'ok' },
  ]);
});

test('unhealthy when old ones wait and none of them got on since the last check', () => {
  const { put, check } = checkOf();
  put('old');
  expect(check().code).toBe(200);
  expect(check()).toEqual({ code: 500, text: 'workflow exceeds max age and no progress: a/old' });
  put('older');
  put('old', { 'workflows.argoproj.io/phase': 'Running' });
  expect(check().code).toBe(200);
  expect(check()).toEqual({ code: 500, text: 'workflow exceeds max age and no progress: a/older' });
});

test('one that does not lead is healthy', () => {
  const { put, check } = checkOf(false);
  put('old');
  check();
  expect(check().code).toBe(200);
});
